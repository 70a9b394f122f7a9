// A field that names one of very many records: what is typed brings those that match, from the server. Without this one types a
// name or an id; the server knows both.
import { $$ } from './dom.js';

let waits, asked;

const fill = async (field, list) => {
  const address = `${list.dataset.href}&q=${encodeURIComponent(field.value)}`;
  if (asked === address || $$('option', list).some(o => o.value === field.value)) return; // one of them was taken
  asked = address;
  const answer = await fetch(address).catch(() => null); // while there is no connection what is offered stays
  if (answer?.ok && asked === address) list.innerHTML = await answer.text();
};

export const suggest = () => document.addEventListener('input', e => {
  const list = e.target.list;
  if (!list?.dataset.href) return;
  clearTimeout(waits);
  waits = setTimeout(() => fill(e.target, list), 150);
});
