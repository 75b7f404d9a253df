/** How far a step is: a single line that changes on a terminal, and a line per quarter elsewhere. */
export class Progress {
  readonly #isTerminal = process.stdout.isTTY;
  readonly #step: string;
  readonly #total: number;
  #done = 0;

  constructor(step: string, total: number) {
    this.#step = step;
    this.#total = total;
    this.#show();
  }

  advance(): void {
    this.#done++;
    this.#show();
  }

  #show(): void {
    const line = `  ${this.#step}: ${String(this.#done).padStart(String(this.#total).length)} of ${this.#total}`;
    const isOver = this.#done === this.#total;
    if (this.#isTerminal) process.stdout.write(`\r\u001b[2K${line}${isOver ? '\n' : ''}`);
    else if (isOver || this.#isQuarter()) console.log(line);
  }

  #isQuarter(): boolean {
    const quarter = (done: number) => Math.floor((4 * done) / this.#total);
    return this.#total >= 20 && this.#done > 0 && quarter(this.#done) > quarter(this.#done - 1);
  }
}
