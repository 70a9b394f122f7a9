// Open pages follow the ledger. The server sends an event "head" with a word for what pages
// depend on (the ledger's position, and what was ready to be shown) when someone connects and each
// time it moves; the page then fetches itself again and is morphed in place, so focus, open
// explanations and the place on the page stay.
import { $, swap } from './dom.js';

const root = document.documentElement;
const GRACE = 3000; // a connection may blink for this long before the page says so
const RETRY = [1000, 2000, 5000, 10000, 30000];

let busy = false, wanted = '', timer = 0, tries = 0;

// A page of which something follows waits for the whole word, any other for its first part, the position.
const shows = word => [word, word.split('.')[0]].includes($('#main')?.dataset.head);

export const refresh = async () => {
  if (busy || document.hidden || $('.editing, [data-act][open], form.wide[data-keep], .act-of-many:popover-open') || !wanted || shows(wanted)) return;
  busy = true;
  const asked = wanted;
  try {
    await swap('GET', location.pathname + location.search, '#main');
  } catch { /* the connection says so by itself */ }
  busy = false;
  if (wanted === asked) wanted = ''; else refresh();
};

const stale = () => {
  if ('stale' in root.dataset) return;
  const t = $('.stale time');
  if (t) t.textContent = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  root.dataset.stale = '';
};

const fresh = () => {
  clearTimeout(timer);
  timer = 0;
  tries = 0;
  delete root.dataset.stale;
  document.dispatchEvent(new Event('throughline:back'));
};

const connect = url => {
  const es = new EventSource(url);
  es.addEventListener('open', fresh);
  es.addEventListener('head', e => { fresh(); wanted = e.data; refresh(); });
  es.addEventListener('error', () => {
    timer ||= setTimeout(stale, GRACE);
    if (es.readyState === EventSource.CLOSED) setTimeout(() => connect(url), RETRY[Math.min(tries++, RETRY.length - 1)]);
  });
  // a page kept for the back button must not keep a connection
  addEventListener('pagehide', () => es.close(), { once: true });
};

export const live = () => {
  const url = document.body.dataset.events;
  if (!url) return;
  connect(url);
  document.addEventListener('visibilitychange', refresh);
  document.addEventListener('toggle', refresh, true); // what was waited for may have closed
  addEventListener('pageshow', e => { if (e.persisted) connect(url); });
};
