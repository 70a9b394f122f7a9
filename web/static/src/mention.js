// Naming somebody: after an @ and a letter the server suggests people, below the text. Without this, a name is typed as it is.
import { $, $$, say } from './dom.js';

const NAMED = /(?:^|[^\p{L}\p{N}._'’-])@(\p{L}[\p{L}\p{N}._'’-]*(?: [\p{L}\p{N}._'’-]+)?)$/u;

let list, at, asked = new AbortController(); // the list, and the text that it stands below

const options = () => list ? $$('[role=option]', list) : [];
const chosen = () => options().find(o => o.getAttribute('aria-selected') === 'true');

const close = () => {
  asked.abort();
  list?.remove();
  at?.removeAttribute('aria-activedescendant');
  at?.removeAttribute('aria-controls');
  list = at = undefined;
};

const select = o => {
  options().forEach(x => x.setAttribute('aria-selected', String(x === o)));
  if (o) { at.setAttribute('aria-activedescendant', o.id); o.scrollIntoView({ block: 'nearest' }); } else at.removeAttribute('aria-activedescendant');
};

// typed is what stands between the @ and the caret; undefined where nobody is being named.
const typed = text => text.selectionStart === text.selectionEnd ? NAMED.exec(text.value.slice(0, text.selectionStart))?.[1] : undefined;

const open = (text, html) => {
  if (!list) {
    at = text;
    list = document.createElement('div');
    list.className = 'named';
    list.id = 'named';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'People');
    text.after(list);
    text.setAttribute('aria-controls', 'named');
  }
  list.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  const n = options().length;
  select(options()[0]);
  say(n ? n + (n === 1 ? ' person' : ' people') + ' suggested: ' + options()[0].textContent.trim() : $('.none', list)?.textContent ?? '');
};

const suggest = async text => {
  const q = typed(text), search = $('#cmdk form')?.getAttribute('action');
  if (at && at !== text) close();
  asked.abort();
  if (!q || !search) { close(); return; }
  const mine = asked = new AbortController();
  try {
    const r = await fetch(search + '?' + new URLSearchParams({ format: 'people', q }), { signal: mine.signal });
    const html = await r.text();
    if (mine.signal.aborted || !r.ok) return;
    if (q.includes(' ') && !html.includes('role="option"')) close(); else open(text, html); // the text goes on behind a name
  } catch { if (!mine.signal.aborted) close(); }
};

const take = o => {
  const text = at, end = text.selectionStart, from = end - typed(text).length - 1;
  text.setRangeText(o.dataset.writes + ' ', from, end, 'end');
  close();
  text.focus();
};

const onKey = e => {
  if (!list || e.target !== at || e.isComposing) return;
  const all = options(), i = all.indexOf(chosen()), step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (step && all.length) select(all[(i + step + all.length) % all.length]);
  else if (e.key === 'Enter' && !e.metaKey && !e.ctrlKey && chosen()) take(chosen());
  else if (e.key === 'Escape') close();
  else { if (e.key === 'Tab') close(); return; }
  e.preventDefault();
  e.stopPropagation();
};

export const mention = () => {
  document.addEventListener('input', e => { if (e.target.matches?.('[data-mentions]')) suggest(e.target); });
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('mousedown', e => { // before the text loses the keyboard
    const o = e.target.closest?.('.named [role=option]');
    if (o) { e.preventDefault(); take(o); }
  });
  document.addEventListener('focusout', e => { if (e.target === at) close(); });
};
