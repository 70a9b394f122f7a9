// Search or jump: htmx fetches the list as you type; this moves through it.
import { $, $$ } from './dom.js';

const dialog = () => $('#cmdk');
const options = () => $$('[role=option]', dialog());

const select = o => {
  options().forEach(x => x.setAttribute('aria-selected', String(x === o)));
  const input = $('input[type=search]', dialog());
  if (o) { input.setAttribute('aria-activedescendant', o.id); o.scrollIntoView({ block: 'nearest' }); } else input.removeAttribute('aria-activedescendant');
};

export const openPalette = () => {
  const d = dialog();
  if (!d) return;
  if (d.open) { d.close(); return; }
  d.showModal();
  $('input[type=search]', d).select();
};

// what has no address is done by a key, on this page
const press = key => { dialog().close(); dispatchEvent(new KeyboardEvent('keydown', { key })); };
const open = (o, newTab) => {
  if (o.dataset.press) press(o.dataset.press);
  else if (newTab) window.open(o.dataset.href, '_blank');
  else location.href = o.dataset.href;
};

export const palette = () => {
  const d = dialog();
  if (!d) return;
  d.addEventListener('keydown', e => {
    // a search field would take the first Escape to empty itself
    if (e.key === 'Escape') { e.preventDefault(); d.close(); return; }
    const list = options(), i = list.findIndex(o => o.getAttribute('aria-selected') === 'true');
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      if (list.length) select(list[(i + (e.key === 'ArrowDown' ? 1 : -1) + list.length) % list.length]);
    }
    if (e.key === 'Enter' && (e.metaKey || e.ctrlKey) && list[i]) { e.preventDefault(); open(list[i], true); }
  });
  // Enter sends the form: to what is selected, else to the page that searches all words
  d.addEventListener('submit', e => {
    const o = options().find(x => x.getAttribute('aria-selected') === 'true');
    if (o) { e.preventDefault(); open(o); }
  });
  d.addEventListener('click', e => {
    const o = e.target.closest('[role=option]');
    if (o) open(o, e.metaKey || e.ctrlKey);
  });
  document.addEventListener('htmx:after:swap', () => { if (d.open) select(options()[0]); });
};
