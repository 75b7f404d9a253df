import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where Linux distributions put Chromium; CHROMIUM names another. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath = [process.env.CHROMIUM ?? '', ...places].find((path) => path !== '' && existsSync(path));

/** @throws when there is no Chromium */
export function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium: install one, or name it in CHROMIUM');
  // Chromium refuses to sandbox itself as root, as containers run it.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath, args });
}

export type Look = { readonly theme: 'light' | 'dark'; readonly width: 'desktop' | 'phone' };

export const looks: readonly Look[] = (['desktop', 'phone'] as const).flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => ({ theme, width })),
);

/** Each theme and each width once. */
export const differentLooks: readonly Look[] = [
  { theme: 'light', width: 'desktop' },
  { theme: 'dark', width: 'phone' },
];

const sizes = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

/** A tab that shows the console in one look, for a reader in Berlin. */
export function openContext(browser: Browser, url: string, { theme, width }: Look): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: url,
    colorScheme: theme,
    viewport: sizes[width],
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
}

/** Opens a page of the console as somebody. */
export async function openAs(page: Page, subject: string, path: string): Promise<void> {
  await page.goto(`/console${path}`);
  await page.getByRole('button', { name: subject }).click();
  await page.getByRole('navigation', { name: 'Pages', exact: true }).waitFor();
}
