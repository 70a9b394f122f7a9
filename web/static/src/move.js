// Cards are put into another column by mouse, by touch on their grip, or with [ and ]. They stand there at once, and go back
// with the reason when the server does not take it.
import { $, $$, say } from './dom.js';
import { put } from './put.js';

const START = 5; // pixels before a press becomes a drag
const EDGE = 48; // pixels from an edge within which what is below scrolls

const lanes = () => $$('[data-lane]');
const nameOf = lane => $('h3', lane).textContent.trim();

// into puts a card into a column, here and on the server.
const into = async (card, lane) => {
  const was = card.parentElement, next = card.nextSibling, id = card.id, data = { ...card.dataset };
  const focused = card.contains(document.activeElement);
  const focus = () => { if (focused) $('#' + CSS.escape(id) + ' .grip')?.focus(); };
  $('ul', lane).prepend(card);
  card.classList.add('sent');
  focus();
  const words = $('.t', card).textContent.trim() + ' is now in ' + nameOf(lane) + '.';
  await put(data, lane.dataset.lane, words, () => {
    was.insertBefore(card, next);
    card.classList.remove('sent');
  });
  focus();
};

const onKey = e => {
  const card = e.target.closest?.('.card[data-move]');
  const by = { '[': -1, ']': 1 }[e.key] || (e.altKey && { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[e.key]);
  if (!card || !by || e.metaKey || e.ctrlKey) return;
  e.preventDefault();
  e.stopPropagation();
  const list = lanes(), to = list[list.indexOf(card.closest('[data-lane]')) + by];
  if (to) into(card, to); else say('There is no column ' + (by < 0 ? 'before' : 'after') + ' this one.');
};

let held; // { card, x, y, scroll, id, moving, over }

const under = (x, y) => document.elementFromPoint(x, y)?.closest('[data-lane]');

const show = e => {
  held.card.style.translate = `${e.clientX - held.x + scrollX - held.left}px ${e.clientY - held.y + scrollY - held.top}px`;
  const lane = under(e.clientX, e.clientY);
  if (lane !== held.over) {
    held.over?.classList.remove('over');
    lane?.classList.add('over');
    held.over = lane;
  }
};

// near an edge what is below scrolls, as long as the card is held there
const roll = () => {
  if (!held?.moving) return;
  const { clientX: x, clientY: y } = held.at, board = $('.board');
  const pull = (at, size) => (at < EDGE ? at - EDGE : at > size - EDGE ? at - size + EDGE : 0) / 4;
  scrollBy(0, pull(y, innerHeight));
  board.scrollLeft += pull(x, innerWidth);
  show(held.at);
  requestAnimationFrame(roll);
};

const drop = take => {
  const { card, over, moving } = held;
  held = undefined;
  if (!moving) return;
  card.classList.remove('held');
  card.removeAttribute('style');
  over?.classList.remove('over');
  addEventListener('click', e => { e.preventDefault(); e.stopPropagation(); }, { capture: true, once: true });
  setTimeout(() => dispatchEvent(new Event('click')));
  if (take && over && over !== card.closest('[data-lane]')) into(card, over);
};

const press = e => {
  const card = e.target.closest?.('.card[data-move]'), grip = e.target.closest?.('.grip');
  if (!card || e.button || e.pointerType !== 'mouse' && !grip) return;
  held = { card, x: e.clientX, y: e.clientY, left: scrollX, top: scrollY, id: e.pointerId };
};

const drag = e => {
  if (!held || e.pointerId !== held.id) return;
  held.at = e;
  if (!held.moving && Math.hypot(e.clientX - held.x, e.clientY - held.y) > START) {
    held.moving = true;
    held.card.classList.add('held');
    getSelection().removeAllRanges();
    roll();
  }
  if (held.moving) { e.preventDefault(); show(e); }
};

export const move = () => {
  document.addEventListener('keydown', onKey);
  document.addEventListener('pointerdown', press);
  addEventListener('pointermove', drag);
  addEventListener('pointerup', () => held && drop(true));
  addEventListener('pointercancel', () => held && drop(false));
  document.addEventListener('keydown', e => { if (e.key === 'Escape' && held?.moving) { e.preventDefault(); drop(false); } });
  document.addEventListener('dragstart', e => { if (e.target.closest?.('.card[data-move]')) e.preventDefault(); });
};
