const secondsBetweenLines = 5;

/** How far long work is, on stderr: one line that changes on a terminal, and a line every few seconds elsewhere. */
export class Progress {
  readonly #isTerminal = process.stderr.isTTY;
  #shownAt = Date.now();
  #isShowing = false;

  show(line: string): void {
    if (this.#isTerminal) {
      process.stderr.write(`\r\u001b[2K  ${line}`);
      this.#isShowing = true;
    } else if (Date.now() - this.#shownAt >= secondsBetweenLines * 1000) {
      this.#shownAt = Date.now();
      console.error(`  ${line}`);
    }
  }

  /** A line that stays. */
  tell(line: string): void {
    this.clear();
    console.error(`  ${line}`);
  }

  clear(): void {
    if (this.#isShowing) process.stderr.write('\r\u001b[2K');
    this.#isShowing = false;
  }
}
