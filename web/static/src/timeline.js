// Bars of the timeline are moved by whole periods, and made longer or shorter at their ends: by mouse, by touch, or with
// [ ] and { } on the bar that the arrows lead to. A ghost shows where it will stand.
import { $$, say } from './dom.js';
import { put } from './put.js';
import { current, go } from './charts.js';

const GRAB = { mouse: 8, pen: 12, touch: 22 }; // pixels from an end of a bar within which the end is held
const START = 3;

const plotOf = mark => mark.ownerSVGElement.querySelector('[data-slots]');
const slotsOf = mark => JSON.parse(plotOf(mark).dataset.slots);
const words = (mark, from, to) => {
  const list = slotsOf(mark);
  return list[from].name + (from === to ? '' : ' to ' + list[to].name);
};

// value is the field as it will be.
const value = (to, slots, from, until) => {
  if (!to.steps) return [...to.keep || [], ...slots.slice(from, until + 1).map(s => s.id)];
  const steps = JSON.parse(to.seen);
  to.steps.forEach(n => { steps[n].period = slots[from].id; });
  return steps;
};

let ghost;

const place = (mark, from, to) => {
  if (!ghost) { ghost = document.createElement('div'); ghost.className = 'ghost'; document.body.append(ghost); }
  const plot = plotOf(mark).getBoundingClientRect(), bar = mark.querySelector('[rx="2"]').getBoundingClientRect();
  const band = plot.width / slotsOf(mark).length;
  Object.assign(ghost.style, { left: plot.left + from * band + 'px', width: (to - from + 1) * band + 'px', top: bar.top + 'px', height: bar.height + 'px' });
  ghost.textContent = words(mark, from, to);
};

const clear = () => { ghost?.remove(); ghost = undefined; };

// send puts the bar where the ghost stands; the keyboard stays on it.
const send = async (mark, from, to) => {
  const what = { ...JSON.parse(mark.dataset.move), action: mark.dataset.action }, keyed = current() === mark;
  place(mark, from, to);
  await put(what, value(what, slotsOf(mark), from, to), what.name + ' is now in ' + words(mark, from, to) + '.', () => {});
  clear();
  if (!keyed) return;
  const next = $$('[data-move]').find(m => { const w = JSON.parse(m.dataset.move); return m.getClientRects().length && m.dataset.action === what.action && String(w.steps) === String(what.steps); });
  if (next) { next.closest('.chart').focus(); go(next); }
};

// moved is where a bar stands when it moves by so many columns, or one of its ends does.
const moved = (mark, by, end) => {
  const w = JSON.parse(mark.dataset.move), last = slotsOf(mark).length - 1;
  let from = w.from, to = w.to;
  if (end === 'from') from = Math.max(0, Math.min(to, from + by));
  else if (end === 'to') to = Math.max(from, Math.min(last, to + by));
  else { by = Math.max(-from, Math.min(last - to, by)); from += by; to += by; }
  return from === w.from && to === w.to ? undefined : [from, to];
};

const KEY = { '[': [-1], ']': [1], '{': [-1, 'to'], '}': [1, 'to'] };

const onKey = e => {
  const mark = e.target.closest?.('.chart') && current();
  if (!mark?.dataset.move || !KEY[e.key] || e.metaKey || e.ctrlKey || e.altKey) return;
  e.preventDefault();
  e.stopPropagation();
  const [by, end] = KEY[e.key];
  if (end && JSON.parse(mark.dataset.move).steps) { say('A step stands in one period.'); return; }
  const at = moved(mark, by, end);
  if (at) send(mark, ...at); else say('It cannot go further.');
};

let held; // { mark, id, x, end, moving, at }

const press = e => {
  const mark = e.target.closest?.('[data-move].ch-mark');
  if (!mark || e.button) return;
  e.preventDefault();
  const bar = mark.querySelector('[rx="2"]').getBoundingClientRect(), steps = JSON.parse(mark.dataset.move).steps;
  const grab = Math.min(GRAB[e.pointerType] ?? GRAB.mouse, bar.width / 4);
  const end = steps ? undefined : e.clientX < bar.left + grab ? 'from' : e.clientX > bar.right - grab ? 'to' : undefined;
  held = { mark, id: e.pointerId, x: e.clientX, end };
};

const drag = e => {
  if (!held || e.pointerId !== held.id) return;
  if (!held.moving && Math.abs(e.clientX - held.x) < START) return;
  held.moving = true;
  const band = plotOf(held.mark).getBoundingClientRect().width / slotsOf(held.mark).length;
  held.at = moved(held.mark, Math.round((e.clientX - held.x) / band), held.end);
  const w = JSON.parse(held.mark.dataset.move);
  place(held.mark, ...held.at || [w.from, w.to]);
};

const drop = take => {
  const { mark, at } = held;
  held = undefined;
  if (take && at) send(mark, ...at); else clear();
};

export const timeline = () => {
  document.addEventListener('keydown', onKey);
  document.addEventListener('pointerdown', press);
  addEventListener('pointermove', drag);
  addEventListener('pointerup', () => held && drop(true));
  addEventListener('pointercancel', () => held && drop(false));
  document.addEventListener('keydown', e => { if (e.key === 'Escape' && held) { e.preventDefault(); drop(false); } });
};
