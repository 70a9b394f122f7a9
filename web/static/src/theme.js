// Theme: automatic, light, dark. The choice stays on this device.
import { $$ } from './dom.js';

const ORDER = ['auto', 'light', 'dark'];
const ICON = { auto: 'auto', light: 'sun', dark: 'moon' };
const WORD = { auto: 'automatic', light: 'light', dark: 'dark' };
const root = document.documentElement;

const current = () => root.dataset.theme || 'auto';
const next = () => ORDER[(ORDER.indexOf(current()) + 1) % 3];

const show = () => $$('[data-theme-toggle]').forEach(b => {
  b.querySelector('use').setAttribute('href', '#i-' + ICON[current()]);
  b.setAttribute('aria-label', `Theme: ${WORD[current()]}. Change to ${WORD[next()]}`);
});

export const cycle = () => {
  const t = next();
  if (t === 'auto') delete root.dataset.theme; else root.dataset.theme = t;
  try { localStorage.setItem('throughline.theme', t); } catch { /* it holds for this page only */ }
  show();
};

export const theme = () => {
  show();
  document.addEventListener('click', e => { if (e.target.closest('[data-theme-toggle]')) cycle(); });
};
