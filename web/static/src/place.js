// A field is set where it is seen. Every link to a field of a record leads to its editor on the record's page; here the editor
// alone is fetched and stands over what shows the field, and the page follows when it was taken.
import { $, $$, again, say, swap } from './dom.js';
import { deliver } from './drafts.js';
import { refresh } from './live.js';
import { note, reason } from './put.js';

const TO = 'a[href*="/records/"][href*="edit="]:not([data-edit])';
const INPUT = ':is(input:not([type=hidden]), textarea, select)';

let pop, from, before, sending;

const filled = form => new URLSearchParams(new FormData(form)).toString();
const form = () => pop && $('form', pop);
const rowOf = t => t.closest?.('[data-walk] tbody tr');
const linksOf = row => $$(TO, row).filter(a => a.offsetParent);

const here = () => {
  const u = new URL(location);
  u.searchParams.delete('edit');
  u.searchParams.delete('done');
  return u.pathname + u.search;
};

const focusInput = () => {
  const input = $(INPUT, pop);
  input?.focus();
  input?.select?.();
};

// close takes the editor away, and gives the keyboard back to what it was opened by.
const close = back => {
  if (!from) return;
  pop?.remove();
  from.classList.remove('set-open');
  if (back) from.focus();
  pop = from = undefined;
  refresh();
};

// leave closes an editor in which nothing was filled in otherwise; it is false where something was.
const leave = () => {
  if (!pop || !form() || filled(form()) === before) { close(); return true; }
  return false;
};

// show puts an editor over what it was opened by.
const show = html => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  if (!$('.editing', page)) return false;
  if (!pop) {
    pop = document.createElement('div');
    pop.className = 'pop place';
    pop.popover = 'manual';
    pop.setAttribute('role', 'dialog');
    pop.setAttribute('aria-labelledby', 'place-t');
    document.body.append(pop);
  }
  pop.replaceChildren(...page.body.children);
  form().elements.next.value = here();
  before ??= filled(form());
  reveal();
  return true;
};

const reveal = () => {
  if (!pop.matches(':popover-open')) pop.showPopover({ source: from });
  ($('.meanwhile, .error', pop) || pop).scrollIntoView({ block: 'nearest' });
  focusInput();
};

const open = async a => {
  await sending;
  if (a === from) return;
  if (!leave()) { focusInput(); return; }
  from = a;
  before = undefined;
  a.classList.add('set-open');
  const at = new URL(a.href);
  let answer, html;
  try {
    answer = await fetch(at.pathname + '/field' + at.search);
    html = await answer.text();
  } catch { /* said below */ }
  if (from !== a) return;
  if (html && show(html)) return;
  close(true);
  if (answer?.redirected) location.assign(a.href);
  else note(html ? reason(html) : 'No connection. Nothing was changed.');
};

// ahead shows at once what was filled in, where that is one thing in words; the answer takes it back.
const ahead = a => {
  const was = [...a.childNodes], inputs = $$(INPUT, pop), x = inputs[0];
  a.classList.add('sent');
  if (inputs.length === 1 && [...a.children].every(c => c.matches('.vh, .undeclared')) && a.matches('.set:not(.pen)')) {
    a.replaceChildren(x.selectedOptions?.[0].text || x.value, ...a.querySelectorAll('.vh'));
  }
  return () => { a.classList.remove('sent'); a.replaceChildren(...was); };
};

const find = to => $$(TO).find(a => a.getAttribute('href') === to && a.offsetParent);

// follow has the page as it is now, with the keyboard on the link on which it is.
const follow = async url => {
  const to = (document.activeElement.closest?.(TO) || from).getAttribute('href'), title = $('h2', pop).textContent, at = new URL(url);
  pop.remove();
  pop = from = undefined;
  await swap('GET', at.pathname + at.search, '#main');
  find(to)?.focus();
  say(title + ' saved.');
};

const send = async (it, submitter) => {
  const back = ahead(from);
  pop.hidePopover();
  from.focus();
  const end = await deliver(it, submitter);
  if (end?.to) { await follow(end.to); return; }
  back();
  if (!end) reveal();
  else if (!show(end.html)) { reveal(); note(reason(end.html)); }
};

// step goes to the cell beside or below, of those whose fields can be set; from the row itself to its first.
const step = (a, row, key) => {
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const list = linksOf(row), to = list.indexOf(a) + (key === 'ArrowRight' ? 1 : -1);
    return to < 0 ? a && row : list[to];
  }
  if (!a) return;
  const rows = $$('tbody tr', row.closest('table')).filter(r => r.offsetParent), column = a.closest('td, th').cellIndex;
  if (key === 'ArrowUp') rows.reverse();
  return rows.slice(rows.indexOf(row) + 1).flatMap(linksOf).find(x => x.closest('td, th').cellIndex === column);
};

const onKey = e => {
  if (e.defaultPrevented || e.metaKey || e.ctrlKey || e.altKey || e.shiftKey || pop?.contains(e.target) || $('dialog[open]')) return;
  if (e.target.closest?.('input:not([type=checkbox]), textarea, select')) return;
  const a = e.target.closest?.(TO), row = rowOf(e.target);
  let to;
  if (e.key === 'F2' || e.key === 'e' && !$('input[name=pick]:checked')) { // e goes to what is done with selected rows
    to = a || row && linksOf(row)[0];
    if (to) { e.preventDefault(); open(to); }
  } else if (row && e.key.startsWith('Arrow')) {
    to = step(a, row, e.key);
    if (to) { e.preventDefault(); to.focus(); }
  }
};

// Enter saves, but in a text of several lines; Escape changes nothing. No other key means what it does on the page.
const onEditorKey = e => {
  if (!pop?.contains(e.target)) return;
  const save = e.key === 'Enter' && (e.metaKey || e.ctrlKey || e.target.matches('select'));
  if (save || e.key === 'Escape') e.preventDefault();
  if (e.defaultPrevented || !e.metaKey && !e.ctrlKey) e.stopPropagation();
  if (save) form().requestSubmit();
  else if (e.key === 'Escape') close(true);
};

// one tab stop for the fields of a table that is walked: those of the row on which one is
const stops = () => $$('[data-walk] :is(' + TO + ')').forEach(a => { a.tabIndex = rowOf(a)?.contains(document.activeElement) ? 0 : -1; });

export const place = () => {
  addEventListener('keydown', onEditorKey, true);
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', e => {
    if (e.defaultPrevented || e.metaKey || e.ctrlKey || e.shiftKey || e.button) return;
    if (pop?.contains(e.target)) {
      if (e.target.closest('[data-cancel]')) { e.preventDefault(); close(true); }
      return;
    }
    const a = e.target.closest?.(TO);
    if (!a) { if (pop?.matches(':popover-open')) leave(); return; }
    e.preventDefault();
    open(a);
  });
  document.addEventListener('submit', e => {
    if (!pop?.contains(e.target)) return;
    e.preventDefault();
    sending = send(e.target, e.submitter);
  });
  document.addEventListener('focusin', stops);
  again(stops);
  again(() => { // what the editor stands over may have been made anew meanwhile
    if (from && !from.isConnected) from = find(from.getAttribute('href')) || from;
    from?.classList.add('set-open');
  });
};
