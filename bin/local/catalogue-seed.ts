/** An item of the catalogue that a first local run begins with; the price is in cents. */
export type SeedItem = {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly price: number;
  readonly restockThreshold: number;
  readonly stock: number;
};

export const catalogueSeed: readonly SeedItem[] = [
  {
    sku: 'bowline-rope-10m',
    name: 'Bowline rope, 10 m',
    description: 'Braided polyester, 10 mm, soft in the hand and hard to cut.',
    price: 2_490,
    restockThreshold: 20,
    stock: 120,
  },
  {
    sku: 'anchor-5kg',
    name: 'Folding anchor, 5 kg',
    description: 'Hot-dip galvanised, for boats up to six metres.',
    price: 5_900,
    restockThreshold: 5,
    stock: 30,
  },
  {
    sku: 'cleat-brass',
    name: 'Brass cleat',
    description: 'Cast and polished, 150 mm, with four screws.',
    price: 1_850,
    restockThreshold: 25,
    stock: 200,
  },
  {
    sku: 'carabiner-steel',
    name: 'Steel carabiner',
    description: 'Screw gate, breaking load 40 kN.',
    price: 1_290,
    restockThreshold: 50,
    stock: 400,
  },
  {
    sku: 'fender-large',
    name: 'Fender, large',
    description: 'Inflatable, 60 cm, for a night beside somebody else.',
    price: 3_400,
    restockThreshold: 10,
    stock: 60,
  },
  {
    sku: 'lantern-storm',
    name: 'Storm lantern',
    description: 'Burns for twenty hours and does not mind the wind.',
    price: 4_200,
    restockThreshold: 8,
    stock: 45,
  },
  {
    sku: 'compass-pocket',
    name: 'Pocket compass',
    description: 'Liquid filled, with a lid and a lanyard.',
    price: 2_750,
    restockThreshold: 15,
    stock: 80,
  },
  {
    sku: 'sextant-brass',
    name: 'Brass sextant',
    description: 'Made by hand in small numbers: when they are gone, they are gone.',
    price: 38_900,
    restockThreshold: 2,
    stock: 3,
  },
];
