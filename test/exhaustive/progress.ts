import type { SuiteProgress } from './suite.ts';

const betweenLinesMilliseconds = 15_000;

/** Tells on the terminal how far the suite is, and what fails as soon as it does. */
export function consoleProgress(): SuiteProgress {
  const startedAt = Date.now();
  let recorded = 0;
  let runs = 0;
  let ran = 0;
  let judged = 0;
  let failed = 0;
  let shownAt = 0;
  const show = (isDue: boolean) => {
    if (!isDue && Date.now() - shownAt < betweenLinesMilliseconds) return;
    shownAt = Date.now();
    const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
    console.log(`  ${minutes} min: ${ran} of ${runs} runs made, ${judged} judged, ${failed} failed`);
  };
  return {
    recorded: ({ name }) => {
      recorded += 1;
      console.log(`  recorded path ${recorded}: ${name}`);
    },
    begins: (count, points) => {
      runs = count;
      console.log(`\n  ${points} fault points, ${runs} runs`);
    },
    ran: () => {
      ran += 1;
      show(false);
    },
    judged: ({ results, problems: ofAll }) => {
      judged += results.length;
      failed += results.filter(({ problems }) => problems.length > 0).length + ofAll.length;
      show(true);
    },
  };
}
