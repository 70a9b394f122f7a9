// Fields are set where they stand. Without this, the same links and forms load the page with the form, and
// without it again; here only the page's main part is put in place, and the keyboard stays where it was.
import { $, $$, again, say, swap } from './dom.js';
import { answer, deliver } from './drafts.js';
import { note, reason } from './put.js';

const INPUT = ':is(input:not([type=hidden]), textarea, select)';

const bare = () => {
  const u = new URL(location);
  u.searchParams.delete('edit');
  u.searchParams.delete('done');
  u.hash = '';
  return u;
};

const focusInput = () => {
  const input = $('main .editing ' + INPUT);
  input?.focus();
  input?.select?.();
};

// status is a word beside a value about what is done with it.
const status = text => {
  const p = document.createElement('span');
  p.className = 'status';
  p.setAttribute('role', 'status');
  p.textContent = text;
  return p;
};

// open has the editor put in place; that it comes is said at once.
const open = async a => {
  if (a.matches('[aria-busy]')) return;
  const url = new URL(a.href), coming = status('Opening …');
  a.setAttribute('aria-busy', 'true');
  a.before(coming);
  try {
    await swap('GET', url.pathname + url.search, '#main');
  } catch { /* said below */ }
  coming.remove();
  a.removeAttribute('aria-busy');
  if (!$('main .editing')) { note('The field could not be opened. Is there a connection?'); return; }
  history.replaceState(history.state, '', url.pathname + url.search);
  focusInput();
};

const words = x => (x.selectedOptions ? x.value && x.selectedOptions[0]?.text : x.value).trim();

// ahead shows at once what was filled in, in the place of its editor and of the heading that it is; what it gives takes that back.
const ahead = form => {
  const inputs = $$(INPUT, form), stand = document.createElement('div'), now = inputs.map(words).filter(x => x).join(', ');
  stand.className = 'saving';
  stand.tabIndex = -1;
  stand.append(now || 'Nothing', status('Saving …'));
  form.hidden = true;
  form.after(stand);
  stand.focus();
  const head = inputs.length === 1 && now && [...$('h1').childNodes].find(n => n.nodeType === Node.TEXT_NODE && n.nodeValue.trim() === inputs[0].defaultValue);
  if (head) head.nodeValue = now;
  return () => {
    if (head) head.nodeValue = inputs[0].defaultValue;
    stand.remove();
    form.hidden = false;
    focusInput();
  };
};

// save sends a field. It stands there at once; where it is not taken its editor opens again, with what was filled in and why.
const save = async (form, submitter) => {
  const field = form.closest('[id^="f-"]')?.id, name = form.dataset.keep, back = ahead(form), stand = document.activeElement;
  const end = await deliver(form, submitter);
  if (!end?.to) {
    back();
    if (end && !answer(end.html)) location.reload();
    return;
  }
  const url = new URL(end.to), here = [stand, document.body].includes(document.activeElement);
  await swap('GET', url.pathname + url.search, '#main');
  history.replaceState(history.state, '', url.pathname + url.search);
  if (here) backTo(field);
  say(name + ': saved.');
};

// backTo puts the keyboard on what opens a field, or on what hides it.
const backTo = field => {
  const a = field && $('#' + CSS.escape(field) + ' [data-edit]');
  (a?.offsetParent ? a : a?.closest('details')?.querySelector('summary'))?.focus();
};

const close = async () => {
  const field = $('.editing')?.closest('[id^="f-"]')?.id;
  const url = bare();
  await swap('GET', url.pathname + url.search, '#main');
  history.replaceState(history.state, '', url.pathname + url.search);
  backTo(field);
};

// undo takes back the last change, which may have been made on another page; what was taken back is said on this one.
let undoing;
const undo = async to => {
  if (undoing) return;
  undoing = true;
  const url = bare();
  try {
    const r = await fetch(to, { method: 'POST', body: new URLSearchParams({ position: 'last', next: url.pathname + url.search }) });
    if (r.ok) {
      const at = new URL(r.url);
      await swap('GET', at.pathname + at.search, '#main');
      history.replaceState(history.state, '', url.pathname + url.search);
      if (!$('.done')) note('Your last change is undone.');
    } else note(reason(await r.text()));
  } catch {
    note('No connection. Nothing was changed.');
  }
  undoing = false;
};

export const edit = () => {
  document.addEventListener('click', e => {
    if (e.defaultPrevented || e.metaKey || e.ctrlKey || e.shiftKey || e.button) return;
    const a = e.target.closest?.('a[data-edit], a[data-cancel]');
    if (!a) return;
    e.preventDefault();
    if (a.matches('[data-edit]')) open(a); else close();
  });
  // a click beside the value opens it too, unless it is a link or text is being selected
  document.addEventListener('click', e => {
    if (e.defaultPrevented || e.target.closest?.('a, button, form, summary') || String(getSelection())) return;
    const a = e.target.closest?.('.fields > div')?.querySelector('a[data-edit]');
    if (a) open(a);
  });
  document.addEventListener('submit', e => {
    if (e.defaultPrevented || !e.target.matches?.('#main .fields .editing[data-keep]')) return;
    e.preventDefault();
    save(e.target, e.submitter);
  });
  addEventListener('keydown', e => {
    const form = e.target.closest?.('.editing');
    if (!form) return;
    if (e.key === 'Escape') { e.preventDefault(); close(); }
    if (e.key === 'Enter' && (e.metaKey || e.ctrlKey)) { e.preventDefault(); form.requestSubmit(); }
  });
  // a form that opens takes the keyboard, and gives it back when it closes
  document.addEventListener('toggle', e => {
    const d = e.target;
    if (d.matches?.('[data-act]') && d.open) d.querySelector(':is(input:not([type=hidden]), textarea, select)')?.focus();
  }, true);
  addEventListener('keydown', e => {
    const d = e.target.closest?.('[data-act][open]');
    if (!d) return;
    if (e.key === 'Escape') { e.preventDefault(); d.open = false; d.querySelector('summary').focus(); }
    if (e.key === 'Enter' && (e.metaKey || e.ctrlKey)) { e.preventDefault(); const f = d.querySelector('form'); f.requestSubmit(f.querySelector('.primary')); }
  });
  // ⌘Z takes back the last change of who looks that still stands, where nothing is being typed
  addEventListener('keydown', e => {
    if (!(e.metaKey || e.ctrlKey) || e.shiftKey || e.key.toLowerCase() !== 'z' || e.target.closest?.('input, textarea, select')) return;
    const to = document.body.dataset.undo;
    if (to) { e.preventDefault(); undo(to); }
  });
  again(() => { if (location.search.includes('edit=') && !$('.editing')) history.replaceState(history.state, '', bare().pathname + bare().search); });
};
