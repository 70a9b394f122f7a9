// Fields are set where they stand. Without this, the same links and forms load the page with the form, and
// without it again; here only the page's main part is put in place, and the keyboard stays where it was.
import { $, again, swap } from './dom.js';
import { note, reason } from './put.js';

const bare = () => {
  const u = new URL(location);
  u.searchParams.delete('edit');
  u.searchParams.delete('done');
  u.hash = '';
  return u;
};

const open = async a => {
  const url = new URL(a.href);
  await swap('GET', url.pathname + url.search, '#main');
  history.replaceState(history.state, '', url.pathname + url.search);
  const input = $('.editing :is(input:not([type=hidden]), textarea, select)');
  input?.focus();
  input?.select?.();
};

const close = async () => {
  const field = $('.editing')?.closest('[id^="f-"]')?.id;
  const url = bare();
  await swap('GET', url.pathname + url.search, '#main');
  history.replaceState(history.state, '', url.pathname + url.search);
  if (field) $('#' + CSS.escape(field) + ' [data-edit]')?.focus();
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
