// What somebody filled in is not lost with the connection: it is kept in this browser, for this account and workspace, and sent
// when the server can be reached again. What the server does not take then is shown with the reason. What was saved after the session
// had ended is kept in the same way, and stands in its form again once the same person has signed in. Nothing of it stays here after
// signing out.
import { $, $$, say } from './dom.js';
import { note, reason } from './put.js';

const PREFIX = 'throughline.draft.';
const KEPT = 'No connection. Your change is kept here and is sent when it is back.';
const SOON = 1000, LATE = 30000; // how long after a try the next one is

const keeps = () => document.body.dataset.keeper !== undefined;
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

const INPUT = ':is(input:not([type=hidden]), textarea, select)';
const here = () => location.pathname + location.search;
const path = address => new URL(address, location).pathname;

// filled is what a form would send, without what is secret.
const filled = (form, submitter) => [...new FormData(form, submitter)]
  .filter(([name, value]) => typeof value === 'string' && !form.elements[name]?.matches?.('[type=password]'));

// post sends it for whom it is kept: the server does not take it from anybody else who has signed in meanwhile.
const post = (action, pairs) => fetch(action, {
  method: 'POST', body: new URLSearchParams(pairs), headers: keeps() ? { 'Throughline-Keeper': document.body.dataset.keeper } : {},
});

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
export const answer = html => {
  const page = new DOMParser().parseFromString(html, 'text/html'), main = $('#main', page);
  if (!main) return false;
  $('#main').replaceWith(document.adoptNode(main));
  window.htmx.process($('#main'));
  document.dispatchEvent(new CustomEvent('htmx:after:swap'));
  const wrong = $('#main [role=alert]');
  wrong?.scrollIntoView({ block: 'center' });
  ($('#main [aria-invalid=true]') || $('#main .editing ' + INPUT) || $(INPUT, wrong?.closest('form') || document.createElement('i')))?.focus();
  return true;
};

// tell says in a form what becomes of what was filled in.
const tell = (form, words) => {
  let p = $('.kept', form);
  if (!p) { p = document.createElement('p'); p.className = 'kept'; p.setAttribute('role', 'status'); form.append(p); }
  p.textContent = words;
};

// signIn goes to where they sign in, and from there back to this page.
const signIn = () => location.assign('/sign-in?' + new URLSearchParams({ to: here(), kept: '' }));

// ended keeps what was filled in by somebody whose session has ended, and has them sign in.
const ended = (form, draft) => {
  if (keeps() && keep({ ...draft, ended: true })) { signIn(); return; }
  tell(form, 'Your session has ended, and this browser keeps nothing. Sign in in another window and save again.');
};

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
    if (!r.redirected) delete form.dataset.sending;
    if (r.status === 401) { ended(form, draft); return; }
    if (keeps()) {
      write(read().filter(d => d.id !== form.dataset.draft && (!same(d, draft) || !draft.pairs.some(p => p[0] === 'field'))));
      show();
    }
    return { to: r.redirected && r.url, html };
  } catch {
    delete form.dataset.sending;
    mine.set(draft.id, form);
    tell(form, keeps() && keep(draft) ? KEPT : 'No connection, and this browser keeps nothing. Leave the page open and save again.');
    back();
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

const mine = new Map(); // what was filled in on this page, with its form

// waits reports whether a draft is still to be sent by itself.
const waits = d => !d.why && !d.ended;

// asSent reports whether nothing was changed in a form since.
const asSent = (form, draft) => {
  const now = filled(form), names = new Set(now.map(p => p[0]));
  return JSON.stringify(now) === JSON.stringify(draft.pairs.filter(p => names.has(p[0]))); // the button that was pressed is none of it
};

// turnedDown shows why a draft was not taken: in its form, where that stands here as it was sent, and on every page.
const turnedDown = (draft, html) => {
  const form = mine.get(draft.id), why = reason(html);
  write(read().map(d => d.id === draft.id ? { ...d, why } : d));
  if (form && $('#main').contains(form) && asSent(form, draft) && answer(html)) {
    const to = formOf(draft);
    if (to) to.dataset.draft = draft.id;
  } else if (form?.isConnected) tell(form, 'Not taken: ' + why);
  show();
};

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
  if (r.status === 401 || r.redirected) { // it waits until they have signed in again
    write(read().map(d => ({ ...d, ended: !d.why })));
    out = true;
    show();
    return false;
  }
  turnedDown(draft, html);
  return true;
};

let busy = false, wait = SOON, timer;
let out = false; // the session has ended

const retry = async () => {
  clearTimeout(timer);
  if (busy || !read().some(waits)) return;
  busy = true;
  const all = async lock => {
    if (lock === null) return; // another window sends them
    for (const d of read()) if (waits(d) && !await send(d)) break;
  };
  await (navigator.locks ? navigator.locks.request(key(), { ifAvailable: true }, all) : all());
  busy = false;
  if (!read().some(waits)) return;
  timer = setTimeout(retry, wait);
  wait = Math.min(wait * 2, LATE);
};

const back = () => { wait = SOON; retry(); };

// look asks again for what was refused, and shows the answer with what was filled in.
const look = async draft => {
  try {
    const r = await post(draft.action, draft.pairs.filter(p => p[0] !== 'place')); // with the record's page around it
    if (r.redirected) { drop(draft); location.assign(r.url); return; }
    if (r.status === 401) { signIn(); return; }
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
    p.textContent = d.what + (d.why ? '. Not taken: ' + d.why : d.ended ? '. Not saved: your session had ended. It is kept here.' : '. Kept here until the connection is back.');
    row.append(p);
    if (out) row.append(button('Sign in', signIn));
    else if (d.why) row.append(button('Look at it', () => look(d)));
    else if (d.ended) row.append(button('Save it', () => look(d)));
    row.append(button('Throw away', () => { drop(d); say('Thrown away: ' + d.what); $$('.kept').forEach(k => k.remove()); }));
    return row;
  }));
};

// suits reports whether a form is the one in which a draft was filled in.
const suits = (form, draft) => form.getAttribute('action') === draft.action && draft.pairs.every(([name]) => form.elements[name]) &&
  $$('input[type=hidden]', form).every(x => ['seen', 'once', 'next'].includes(x.name) || draft.pairs.some(([name, value]) => name === x.name && value === x.value));

const formOf = draft => $$('form[data-keep]').find(f => suits(f, draft));

// fillIn puts into a form what was filled in, with what was seen then: who changed it meanwhile is not overwritten.
const fillIn = (form, pairs) => {
  const left = [...pairs];
  for (const x of form.elements) {
    const i = left.findIndex(p => p[0] === x.name);
    if (x.matches('[type=checkbox], [type=radio]')) x.checked = pairs.some(p => p[0] === x.name && p[1] === x.value);
    else if (i >= 0 && !x.matches('button, [type=password]')) x.value = left.splice(i, 1)[0][1];
  }
};

// refill puts what was saved after the session had ended back into its form, where this page has it.
const refill = () => {
  for (const draft of read().filter(d => d.ended)) {
    const form = formOf(draft);
    if (!form || form.dataset.draft) continue;
    for (let d = form.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
    fillIn(form, draft.pairs);
    form.dataset.draft = draft.id;
    tell(form, 'Your session had ended. What you filled in stands here again and is not saved yet.');
    $(INPUT, form)?.focus();
  }
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
  refill();
  retry();
};
