// Explanations have addresses: #why-68 opens one, and an open one shows in the address.
import { $ } from './dom.js';

const bare = () => location.pathname + location.search;

const openHash = () => {
  const t = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!t) return;
  if (t.matches('[popover]') && !t.matches(':popover-open')) {
    const b = $(`[popovertarget="${CSS.escape(t.id)}"]`);
    b?.scrollIntoView({ block: 'center' });
    if (b) b.click(); else t.showPopover();
  }
  if (t.tagName === 'DIALOG' && !t.open) t.showModal();
};

export const why = () => {
  addEventListener('hashchange', openHash);
  document.addEventListener('toggle', e => {
    const t = e.target;
    if (!t.matches?.('.pop.why')) return;
    if (e.newState === 'open') history.replaceState(history.state, '', bare() + '#' + t.id);
    else if (location.hash === '#' + t.id) history.replaceState(history.state, '', bare());
  }, true);
  if (document.readyState === 'complete') openHash(); else addEventListener('load', openHash);
};
