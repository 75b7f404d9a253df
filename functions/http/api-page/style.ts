/** Light and dark as the reader has it; wide tables scroll by themselves. */
export const style = `
:root{color-scheme:light dark;--edge:light-dark(#d8dbe0,#3a3f47);--soft:light-dark(#f3f4f6,#23272e);--link:light-dark(#0b57a4,#8ab8ff)}
body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1rem}
a{color:var(--link)}
code{font:.92em ui-monospace,monospace;background:var(--soft);padding:.1em .3em;border-radius:.2em;overflow-wrap:anywhere}
nav ul{list-style:none;padding:0;columns:2 20rem}
article{border-top:1px solid var(--edge);padding:.5rem 0}
h3{overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--edge)}
`;
