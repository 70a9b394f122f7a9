// The keyboard map. Where "g" leads is written on the links of the page (data-go), nowhere else.
import { $, $$, again } from './dom.js';
import { cycle } from './theme.js';
import { openPalette } from './palette.js';

const follow = a => { if (a) location.href = a.href; };
const near = (closest, wanted) => document.activeElement.closest(closest)?.querySelector(wanted) || $('#main ' + wanted);

const move = by => {
  const rows = $$('.table[data-walk] tbody tr, :is(.findings, .owed)[data-walk] > li').filter(r => r.offsetParent);
  const i = rows.indexOf(document.activeElement.closest('tr, li'));
  const row = rows[Math.max(0, Math.min(rows.length - 1, i + by))];
  row?.focus();
};

const openRow = e => {
  const row = e.target;
  if (!row.matches?.('[data-walk] tr, :is(.findings, .owed)[data-walk] > li')) return;
  const act = row.querySelector('.do summary');
  if (act) { e.preventDefault(); act.click(); return; }
  const a = row.querySelector('a[href]');
  if (a) { e.preventDefault(); follow(a); }
};

// walkKinds goes through the kinds of what can be written down: by arrows, and by a letter to the next that begins with it.
const walkKinds = e => {
  const at = e.target.closest?.('[data-kinds] a');
  if (!at || e.metaKey || e.ctrlKey || e.altKey) return;
  const list = $$('[data-kinds] a'), i = list.indexOf(at), step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  const begins = a => e.key.length === 1 && a.textContent.trim().toLowerCase().startsWith(e.key.toLowerCase());
  const to = step ? list[i + step] : [...list.slice(i + 1), ...list.slice(0, i + 1)].find(begins);
  if (step || to) e.preventDefault();
  to?.focus();
};

const swapView = () => near('.panel', '.seg input:not(:checked)')?.click();

const ACT = {
  '/': () => openPalette(),
  c: () => follow($('a[data-new]')),
  '?': () => $('#keys')?.showModal(),
  '.': cycle,
  w: () => near('tr, li, section', '.why-num')?.click(),
  v: swapView,
  j: () => move(1),
  k: () => move(-1),
  '[': () => follow($('[data-lock="earlier"]')),
  ']': () => follow($('[data-lock="later"]')),
};

const typing = t => t.closest?.('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]');

export const keys = () => {
  let g = 0;
  document.addEventListener('keydown', e => { if (!g || e.timeStamp - g >= 900) walkKinds(e); });
  addEventListener('keydown', e => {
    if ((e.metaKey || e.ctrlKey) && !e.altKey && e.key.toLowerCase() === 'k') { e.preventDefault(); openPalette(); return; }
    if (e.defaultPrevented || typing(e.target) || e.metaKey || e.ctrlKey || e.altKey || $('dialog[open]')) return;
    if (e.timeStamp - g < 900 && g) {
      g = 0;
      const a = $$('a[data-go]').find(x => x.dataset.go === e.key);
      if (a) { e.preventDefault(); follow(a); return; }
    }
    if (e.key === 'g') { g = e.timeStamp; return; }
    if (e.key === 'Enter') { openRow(e); return; }
    if (ACT[e.key]) { e.preventDefault(); ACT[e.key](); }
  });
  // one tab stop for rows that are walked with j and k
  again(() => $$('[data-walk]').forEach(t => $$(t.matches('table') ? 'tbody tr' : ':scope > li', t).forEach((r, i) => { r.tabIndex = i && r !== document.activeElement ? -1 : 0; })));
  document.addEventListener('click', e => {
    const b = e.target.closest?.('[data-open]');
    if (b && document.getElementById(b.dataset.open)) { e.preventDefault(); document.getElementById(b.dataset.open).showModal(); }
  });
  document.addEventListener('click', e => { if (e.target.tagName === 'DIALOG') e.target.close(); });
  if (!/Mac|iP(hone|ad)/.test(navigator.platform)) $$('kbd[data-key^="⌘"]').forEach(k => { k.dataset.key = k.dataset.key.replace('⌘', 'Ctrl '); });
};
