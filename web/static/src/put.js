// Setting a field from where it is seen: what was moved is sent with what it was when it was seen, and the page
// follows. What is refused is told with its reason.
import { $, say, swap } from './dom.js';

const here = () => {
  const u = new URL(location);
  u.searchParams.delete('done');
  return u.pathname + u.search;
};

// reason is why the server did not take it, as its answer says: a form of any page, the page of a problem, or a bare sentence.
export const reason = html => {
  const page = new DOMParser().parseFromString(html, 'text/html'), text = s => page.querySelector(s)?.textContent.trim();
  const both = page.querySelector('.meanwhile');
  if (both) return 'Somebody changed this meanwhile. It is now ' + both.querySelector('dd').textContent.trim() + '.';
  const wrong = text('form .error') || text('[role=alert]') || page.querySelector('.failure') && [text('.lead'), text('.failure p')].join(' ').trim();
  return wrong || (page.body.children.length ? 'It was not taken.' : text('body') || 'It was not taken.');
};

let notes;

// note shows a sentence for a while, and longer while it is pointed at.
export const note = text => {
  if (!notes) {
    notes = document.createElement('div');
    notes.className = 'floats notes';
    notes.setAttribute('role', 'alert');
    document.body.append(notes);
  }
  const p = document.createElement('p');
  p.className = 'done';
  p.textContent = text;
  notes.append(p);
  while (notes.children.length > 3) notes.firstChild.remove();
  const leave = () => { if (p.matches(':hover')) setTimeout(leave, 1000); else p.remove(); };
  setTimeout(leave, 8000);
};

// put sends the value of a field as documents have it. It resolves to whether it was taken; back undoes what was shown already.
export const put = async (to, value, words, back) => {
  let why;
  try {
    const r = await fetch(to.action, { method: 'POST', body: new URLSearchParams({ field: to.field, seen: to.seen, raw: JSON.stringify(value), next: here() }) });
    if (r.ok) {
      const at = new URL(r.url);
      say(words);
      await swap('GET', at.pathname + at.search, '#main');
      return true;
    }
    why = reason(await r.text());
  } catch {
    why = 'No connection. Nothing was changed.';
  }
  back();
  note(why);
  return false;
};
