/** A page in the bar at the top, by its path below the console's. */
export type PageLink = { readonly path: string; readonly name: string };
