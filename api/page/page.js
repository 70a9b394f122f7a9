// The reference page works without this: it only lets requests be tried.
const shown = ['throughline-position', 'etag', 'link', 'idempotent-replayed', 'allow'];

const line = (to, text) => to.appendChild(Object.assign(document.createElement('p'), { textContent: text }));

// The address of the request, with what was written into the form.
const addressOf = form => {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const headers = new Headers({ Accept: 'application/json' });
  for (const field of form.querySelectorAll('[data-in]')) {
    const { name, value, dataset } = field;
    if (dataset.in === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value === '') continue;
    else if (dataset.in === 'header') headers.set(name, value);
    else if (name === 'filters') for (const [k, v] of new URLSearchParams(value)) query.append(k, v);
    else query.append(name, value);
  }
  const asked = query.toString();
  return { url: asked ? `${path}?${asked}` : path, headers };
};

const pretty = text => {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
};

// A stream is read until it is stopped.
const follow = async (answer, pre) => {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    pre.textContent += value;
  }
};

const send = async (form, signal) => {
  const said = form.querySelector('.said');
  const { url, headers } = addressOf(form);
  const { method } = form.dataset;
  const init = { method, headers, signal };
  if (form.elements.body) {
    init.body = form.elements.body.value;
    headers.set('Content-Type', 'application/json');
  }
  said.replaceChildren();
  line(said, `${method} ${url}`);
  const answer = await fetch(url, init);
  line(said, `Answer ${answer.status}`);
  for (const name of shown) if (answer.headers.has(name)) line(said, `${name}: ${answer.headers.get(name)}`);
  const pre = said.appendChild(document.createElement('pre'));
  pre.tabIndex = 0;
  if (answer.ok && 'streams' in form.dataset) await follow(answer, pre);
  else pre.textContent = pretty(await answer.text());
};

for (const form of document.querySelectorAll('form.try')) {
  const stop = form.querySelector('[data-stop]');
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const under = new AbortController();
    stop.hidden = !('streams' in form.dataset);
    stop.onclick = () => under.abort();
    try { await send(form, under.signal); } catch (err) {
      if (err.name !== 'AbortError') line(form.querySelector('.said'), 'The server could not be reached.');
    } finally { stop.hidden = true; }
  });
}

// A link into a folded part opens it.
const open = () => {
  const at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (at?.tagName === 'DETAILS') { at.open = true; at.scrollIntoView(); }
};
addEventListener('hashchange', open);
open();
