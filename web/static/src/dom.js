// What every other file needs.
export const $ = (s, r = document) => r.querySelector(s);
export const $$ = (s, r = document) => [...r.querySelectorAll(s)];
// say tells those who hear the page what happened.
let voice;
export const say = text => {
  if (!voice) {
    voice = document.createElement('div');
    voice.className = 'vh';
    voice.setAttribute('aria-live', 'polite');
    document.body.append(voice);
  }
  voice.textContent = text;
};
// swap puts the main part of a page in the place of this one's.
export const swap = (method, url, source) => window.htmx.ajax(method, url, {
  source, target: '#main', select: '#main', swap: 'outerMorph', selectOOB: '#nav:outerMorph',
});
// again runs f now and after each time the page has followed the ledger.
export const again = f => { f(); document.addEventListener('htmx:after:swap', f); };
