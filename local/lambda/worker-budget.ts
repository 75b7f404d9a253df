/** How many threads there may be of a kind; each takes some 20 MB. */
export class WorkerBudget {
  #left: number;

  constructor(size: number) {
    this.#left = size;
  }

  /** Takes one; answers false if there is none left. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  giveBack(): void {
    this.#left += 1;
  }
}
