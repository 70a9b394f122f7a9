// The three lines every other file needs.
export const $ = (s, r = document) => r.querySelector(s);
export const $$ = (s, r = document) => [...r.querySelectorAll(s)];
// again runs f now and after each time the page has followed the ledger.
export const again = f => { f(); document.addEventListener('htmx:after:swap', f); };
