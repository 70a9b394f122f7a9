// Rows are selected by their boxes. Here also by x on the row, as a range with Shift, and all at once; what is selected
// stays when the page follows the ledger.
import { $, $$, again } from './dom.js';

const boxes = () => $$('input[name=pick]').filter(b => b.offsetParent);
const idOf = b => b.value.slice(b.value.indexOf(':') + 1);
const boxOf = at => at?.closest?.('[data-walk] tr')?.querySelector('input[name=pick]');

let chosen = new Set();
let anchor, base = new Set(); // where a range begins, and what was selected beside it

const show = () => {
  const list = boxes(), n = list.filter(b => b.checked).length;
  chosen = new Set(list.filter(b => b.checked).map(idOf));
  const said = $('[data-picked]'), text = n ? n + ' selected' : '';
  if (said && said.textContent !== text) said.textContent = text;
  $$('input[data-pick-all]').forEach(a => { a.checked = n > 0 && n === list.length; a.indeterminate = n > 0 && n < list.length; });
};

const begin = b => { anchor = idOf(b); base = new Set(chosen); if (!b.checked) base.delete(anchor); };

const toggle = b => { b.checked = !b.checked; show(); begin(b); };

const extend = to => {
  const list = boxes(), from = list.findIndex(b => idOf(b) === anchor), end = list.indexOf(to);
  if (from < 0) { to.checked = true; show(); begin(to); return; }
  list.forEach((b, i) => { b.checked = i >= Math.min(from, end) && i <= Math.max(from, end) || base.has(idOf(b)); });
  show();
};

const all = on => { boxes().forEach(b => { b.checked = on; }); anchor = undefined; show(); };

// step extends the selection to the next row that can be selected.
const step = by => {
  const list = boxes(), at = boxOf(document.activeElement), i = list.indexOf(at);
  if (i < 0) return;
  if (anchor === undefined || !chosen.has(anchor)) { at.checked = true; show(); begin(at); }
  const to = list[Math.max(0, Math.min(list.length - 1, i + by))];
  to.closest('tr').focus();
  extend(to);
};

const STEP = { ArrowDown: 1, J: 1, ArrowUp: -1, K: -1 };

const onKey = e => {
  const box = boxOf(e.target);
  if (e.metaKey || e.ctrlKey || e.altKey || $('.pop:popover-open, dialog[open]') || e.target.closest?.('textarea, select, input:not([type=checkbox])')) return;
  if (e.key === 'Escape' && chosen.size) { e.preventDefault(); all(false); return; }
  if (e.key === 'e' && chosen.size) { e.preventDefault(); $('.bulk .acts button')?.focus(); return; }
  if (!box) return;
  if (e.key === 'x') { e.preventDefault(); toggle(box); }
  if (e.shiftKey && e.key in STEP) { e.preventDefault(); step(STEP[e.key]); }
  if (e.shiftKey && e.key === ' ') { e.preventDefault(); extend(box); }
};

export const select = () => {
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', e => {
    const t = e.target.closest?.('input[name=pick], [data-pick-all], [data-unpick]');
    if (!t) return;
    if (t.matches('[data-unpick]')) all(false);
    else if (t.matches('[data-pick-all]')) all(t.type !== 'checkbox' || t.checked);
    else if (e.shiftKey && anchor !== undefined) extend(t);
    else { show(); begin(t); }
  });
  // Enter in a field of the bar does what stands below it
  document.addEventListener('keydown', e => {
    if (e.key !== 'Enter' || !e.target.matches?.('.act-of-many :is(input, select)')) return;
    e.preventDefault();
    e.target.closest('.act-of-many').querySelector('.primary')?.click();
  });
  document.addEventListener('toggle', e => { if (e.target.matches?.('.act-of-many') && e.newState === 'open') $('input, select', e.target)?.focus(); }, true);
  again(() => { boxes().forEach(b => { b.checked = chosen.has(idOf(b)); }); show(); });
};
