// What somebody filled in is not lost with the connection: it is kept in this browser, for this account and workspace, and sent
// when the server can be reached again. What the server does not take then is shown with the reason. Nothing of it stays here
// after signing out.
import { $, $$, say } from './dom.js';
import { note, reason } from './put.js';

const PREFIX = 'throughline.draft.';
const KEPT = 'No connection. Your change is kept here and is sent when it is back.';
const SOON = 1000, LATE = 30000; // how long after a try the next one is

const key = () => PREFIX + document.body.dataset.keeper;

const read = () => {
  try { return JSON.parse(localStorage.getItem(key())) || []; } catch { return []; }
};

// write keeps the list; it is false where the browser keeps nothing.
const write = list => {
  try {
    if (list.length) localStorage.setItem(key(), JSON.stringify(list)); else localStorage.removeItem(key());
    return true;
  } catch { return false; }
};

const here = () => location.pathname + location.search;
const path = address => new URL(address, location).pathname;

// filled is what a form would send, without what is secret.
const filled = (form, submitter) => [...new FormData(form, submitter)]
  .filter(([name, value]) => typeof value === 'string' && !form.elements[name]?.matches?.('[type=password]'));

const post = (action, pairs) => fetch(action, { method: 'POST', body: new URLSearchParams(pairs) });

const same = (a, b) => a.action === b.action && JSON.stringify(a.pairs.find(p => p[0] === 'field')) === JSON.stringify(b.pairs.find(p => p[0] === 'field'));

const drop = draft => { write(read().filter(d => d.id !== draft.id)); show(); };

// keep stores what was filled in. The same field of the same record is kept once, as it was filled in last.
const keep = draft => {
  const list = read().filter(d => !(draft.pairs.some(p => p[0] === 'field') && same(d, draft)));
  const kept = write([...list, draft]);
  show();
  return kept;
};

// answer puts the main part of an answer in the place of this page's.
const answer = html => {
  const page = new DOMParser().parseFromString(html, 'text/html'), main = $('#main', page);
  if (!main) return false;
  $('#main').replaceWith(document.adoptNode(main));
  window.htmx.process($('#main'));
  document.dispatchEvent(new CustomEvent('htmx:after:swap'));
  const wrong = $('#main [role=alert]');
  wrong?.scrollIntoView({ block: 'center' });
  $('#main .editing :is(input:not([type=hidden]), textarea, select)')?.focus();
  return true;
};

const keeps = () => document.body.dataset.keeper !== undefined;

// deliver sends what was filled in: where the answer leads and what it says, or nothing without a connection; then it is kept,
// and the form says so.
export const deliver = async (form, submitter) => {
  if (form.dataset.sending !== undefined) return;
  form.dataset.sending = '';
  const once = $('input[name=once]', form);
  if (once && !once.value) once.value = crypto.randomUUID();
  const draft = {
    id: crypto.randomUUID(), action: form.getAttribute('action'), page: here(), at: Date.now(), pairs: filled(form, submitter),
    what: [form.dataset.keep, form.dataset.of || $('h1')?.textContent.trim()].filter(x => x).join(', '),
  };
  try {
    const r = await post(draft.action, draft.pairs), html = r.redirected ? '' : await r.text();
    if (keeps()) write(read().filter(d => !same(d, draft) || !draft.pairs.some(p => p[0] === 'field')));
    if (!r.redirected) delete form.dataset.sending;
    return { to: r.redirected && r.url, html };
  } catch {
    delete form.dataset.sending;
    mine.add(draft.id);
    const words = keeps() && keep(draft) ? KEPT : 'No connection, and this browser keeps nothing. Leave the page open and save again.';
    let p = $('.kept', form);
    back();
    if (!p) { p = document.createElement('p'); p.className = 'kept'; p.setAttribute('role', 'status'); form.append(p); }
    p.textContent = words;
  }
};

const onSubmit = async e => {
  const form = e.target;
  if (!form.matches?.('form[data-keep]') || e.defaultPrevented) return;
  e.preventDefault();
  const end = await deliver(form, e.submitter);
  if (end?.to) location.assign(end.to);
  else if (end && !answer(end.html)) location.reload();
};

const mine = new Set(); // what was filled in on this page

// send sends one draft: true when the server answered, whatever it said.
const send = async draft => {
  let r, html;
  try { r = await post(draft.action, draft.pairs); html = await r.text(); } catch { return false; }
  if (r.redirected && path(r.url) !== '/sign-in') {
    drop(draft);
    note('The connection is back. Sent: ' + draft.what + '.');
    if (mine.has(draft.id) && path(draft.page) === location.pathname) location.assign(r.url);
    return true;
  }
  if (r.status === 401 || r.redirected) return false; // it waits until they have signed in again
  write(read().map(d => d.id === draft.id ? { ...d, why: reason(html) } : d));
  show();
  return true;
};

let busy = false, wait = SOON, timer;

const retry = async () => {
  clearTimeout(timer);
  if (busy || !read().some(d => !d.why)) return;
  busy = true;
  const all = async lock => {
    if (lock === null) return; // another window sends them
    for (const d of read()) if (!d.why && !await send(d)) break;
  };
  await (navigator.locks ? navigator.locks.request(key(), { ifAvailable: true }, all) : all());
  busy = false;
  if (!read().some(d => !d.why)) return;
  timer = setTimeout(retry, wait);
  wait = Math.min(wait * 2, LATE);
};

const back = () => { wait = SOON; retry(); };

// look asks again for what was refused, and shows the answer with what was filled in.
const look = async draft => {
  try {
    const r = await post(draft.action, draft.pairs.filter(p => p[0] !== 'place')); // with the record's page around it
    if (r.redirected) { drop(draft); location.assign(r.url); return; }
    if (answer(await r.text())) drop(draft);
  } catch { note('No connection. It is still kept here.'); }
};

const button = (text, act) => {
  const b = document.createElement('button');
  b.type = 'button';
  b.className = 'btn small';
  b.textContent = text;
  b.addEventListener('click', act);
  return b;
};

let box;

// show tells on every page what is kept, with the way to look at it and to let it go.
const show = () => {
  const list = read();
  if (!list.length) { box?.remove(); box = undefined; return; }
  if (!box) {
    box = document.createElement('section');
    box.className = 'floats kept-box';
    box.setAttribute('aria-label', 'Kept in this browser');
    document.body.append(box);
  }
  box.replaceChildren(...list.map(d => {
    const row = document.createElement('div'), p = document.createElement('p');
    row.className = 'done';
    p.textContent = d.what + (d.why ? '. Not taken: ' + d.why : '. Kept here until the connection is back.');
    row.append(p);
    if (d.why) row.append(button('Look at it', () => look(d)));
    row.append(button('Throw away', () => { drop(d); say('Thrown away: ' + d.what); $$('.kept').forEach(k => k.remove()); }));
    return row;
  }));
};

export const drafts = () => {
  document.addEventListener('submit', e => {
    if (!e.target.matches?.('form[action$="/sign-out"]')) return;
    try { Object.keys(localStorage).filter(k => k.startsWith(PREFIX)).forEach(k => localStorage.removeItem(k)); } catch { /* nothing is kept */ }
  });
  if (!keeps()) return;
  document.addEventListener('submit', onSubmit);
  addEventListener('online', back);
  document.addEventListener('throughline:back', back);
  addEventListener('storage', e => { if (e.key === key()) show(); });
  show();
  retry();
};
