import { useEffect, useState } from 'preact/hooks';

const darkTheme = matchMedia('(prefers-color-scheme: dark)');

/** Whether the reader wants dark pages; changes as they change their mind. */
export function useDarkTheme(): boolean {
  const [isDark, setDark] = useState(darkTheme.matches);
  useEffect(() => {
    const follow = () => setDark(darkTheme.matches);
    darkTheme.addEventListener('change', follow);
    return () => darkTheme.removeEventListener('change', follow);
  }, []);
  return isDark;
}

/** A canvas knows no style sheet: the colours of the theme, as values. */
export function chartColours() {
  const style = getComputedStyle(document.documentElement);
  const colourOf = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { colourOf, text: colourOf('pico-muted-color'), grid: colourOf('pico-muted-border-color') };
}
