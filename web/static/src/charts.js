// Charts are pictures with a table beside them. Here they gain a tip under the pointer,
// and arrow keys that step from mark to mark and say each one aloud.
import { $, $$, again } from './dom.js';

let tip, live, at;

// of two drawings for two widths only the one on screen counts
const marksOf = chart => $$('[data-tip]', chart).filter(m => m.getClientRects().length);

const fill = (box, text) => {
  const [head, ...rest] = text.split('\n');
  const b = document.createElement('b');
  b.textContent = head;
  box.replaceChildren(b, ...rest.map(line => { const s = document.createElement('span'); s.textContent = line; return s; }));
};

const place = (x, y) => {
  const w = tip.offsetWidth, h = tip.offsetHeight, gap = 12;
  tip.style.left = Math.max(8, Math.min(x + gap, innerWidth - w - 8)) + 'px';
  tip.style.top = (y + gap + h > innerHeight - 8 ? Math.max(8, y - gap - h) : y + gap) + 'px';
};

const show = (mark, x, y) => {
  fill(tip, mark.dataset.tip);
  tip.hidden = false;
  place(x, y);
};

const leave = () => {
  if (at) at.classList.remove('at');
  at = undefined;
  tip.hidden = true;
};

// current is the mark that the arrows led to.
export const current = () => at;

export const go = mark => {
  leave();
  at = mark;
  at.classList.add('at');
  const r = at.getBoundingClientRect();
  show(at, r.left + r.width / 2, r.top + Math.min(r.height, 24));
  live.textContent = at.dataset.tip.replaceAll('\n', ', ');
};

const STEP = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const onKey = e => {
  const chart = e.target.closest?.('.chart[tabindex]');
  if (!chart || e.metaKey || e.ctrlKey || e.altKey) return;
  const marks = marksOf(chart), i = marks.indexOf(at);
  let to;
  if (e.key in STEP) to = i < 0 ? (STEP[e.key] > 0 ? 0 : marks.length - 1) : Math.max(0, Math.min(marks.length - 1, i + STEP[e.key]));
  if (e.key === 'Home') to = 0;
  if (e.key === 'End') to = marks.length - 1;
  if (to !== undefined && marks[to]) { e.preventDefault(); go(marks[to]); return; }
  if (e.key === 'Escape') leave();
  if (e.key === 'Enter' && at) { const a = at.closest('a'); if (a) location.href = a.href.baseVal; }
};

export const charts = () => {
  tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  live = document.createElement('div');
  live.className = 'vh';
  live.setAttribute('aria-live', 'polite');
  document.body.append(tip, live);

  document.addEventListener('pointermove', e => {
    const mark = e.target.closest?.('.chart [data-tip]');
    if (mark) { if (at && at !== mark) leave(); show(mark, e.clientX, e.clientY); } else if (!at) tip.hidden = true;
  });
  document.addEventListener('pointerdown', e => { if (!e.target.closest?.('.chart [data-tip]')) leave(); });
  document.addEventListener('scroll', () => { if (!at) tip.hidden = true; }, { capture: true, passive: true });
  document.addEventListener('keydown', onKey);
  let lost; // the chart and the mark from which a page that follows took the keyboard: it has no tab stop until we give it one
  document.addEventListener('focusout', e => {
    if (!e.target.matches?.('.chart')) return;
    lost = e.target.hasAttribute('tabindex') ? undefined : { chart: e.target, mark: at };
    leave();
  });

  // one tab stop for each chart; its marks and their links are reached with the arrows and Enter
  again(() => {
    $$('.chart').forEach(c => {
      if (!$('[data-tip]', c)) return;
      c.tabIndex = 0;
      $$('a', c).forEach(a => a.setAttribute('tabindex', '-1'));
    });
    at?.classList.add('at');
    if (lost?.chart.isConnected && document.activeElement === document.body) {
      const { chart, mark } = lost;
      chart.focus();
      if (mark?.isConnected) go(mark);
    }
    lost = undefined;
  });
};
