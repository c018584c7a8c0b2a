// The stories of scenarios: each has an article from the begin of the run, which is drawn again whenever a step begins, and with the
// verdict at the end.
import { counted, make } from './elements.js';

// A message: its head and its body open below it, and stay open when the story goes on.
const message = (key, words, { headers, body }) => (body
  ? make('details', { 'data-key': key }, make('summary', { 'data-key': `${key} head` }, words),
    make('pre', {}, `${headers.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${body}`))
  : make('p', { class: 'note' }, words));

const happening = (one) => {
  switch (one.kind) {
    case 'exchange': {
      const key = `${one.at} ${one.method} ${one.path}`;
      return make('div', {}, message(`→ ${key}`, `→ ${one.to} ${one.method} ${one.path}`, one.request),
        message(`← ${key}`, `← ${one.status} after ${one.ms} ms`, one.answer));
    }
    case 'delivery': return message(`⇐ ${one.at}`, `⇐ webhook${one.subpath}, answered ${one.reply}`, one.message);
    case 'act': return make('p', {}, `● ${one.words}`);
    default: return null;
  }
};

const CHECKS = 'After the steps, the suite reads everything and compares it';
const ends = {
  stopped: ' ← the scenario ended here', not_reached: ' (not reached)', not_binding: ' (does not bind this target)',
  running: ' ← the run ended here', passed: '',
};
const liveEnds = { ...ends, running: ' ← now', not_reached: '' };

// The same request with the same answer, as while an effect is awaited.
const isRepeated = (one, before) => one.kind === 'exchange' && before && before.kind === 'exchange'
  && ['method', 'path', 'status'].every((name) => one[name] === before[name])
  && one.request.body === before.request.body && one.answer.body === before.answer.body;

const blocksOf = (story, isLive, goTo) => {
  const blocks = [];
  let before = null, repeats = null;
  for (const one of story.parts) {
    const isAgain = isRepeated(one, before);
    before = one;
    if (isAgain) {
      if (!repeats) {
        repeats = { count: 0, told: make('div', { class: 'note' }) };
        blocks.at(-1)?.append(repeats.told);
      }
      repeats.count += 1;
      repeats.told.textContent = `(the same answer ${counted(repeats.count, 'time')} more)`;
      continue;
    }
    repeats = null;
    if (one.kind === 'step') {
      blocks.push(make('div', { class: `step ${one.fate}` },
        make('p', {}, make('button', { type: 'button', 'data-key': `line ${one.line}`, onclick: () => goTo(one.line) }, one.text),
          (isLive ? liveEnds : ends)[one.fate]),
        one.argument ? make('pre', {}, one.argument) : null));
    } else if (one.kind === 'checks') {
      blocks.push(make('details', { 'data-key': 'checks' }, make('summary', { 'data-key': 'checks head' }, CHECKS)));
    } else {
      const drawn = happening(one);
      if (drawn && blocks.length) blocks.at(-1).append(drawn);
    }
  }
  return blocks;
};

const rowOf = (amount, what, balance) => make('tr', {},
  make('td', { class: 'money' }, amount), make('td', {}, what), make('td', { class: 'money' }, balance));
const bookOf = (book) => make('div', {}, make('h4', {}, `Book of ${book.account}`),
  make('table', {},
    ...book.entries.map((entry) => rowOf(entry.amount, entry.what, entry.balance || '')),
    rowOf(book.balance, 'is the balance', '')));

// The place of a running scenario in its steps.
const progressOf = (story) => {
  const steps = story.parts.filter((one) => one.kind === 'step');
  const at = steps.findIndex((one) => one.fate === 'running');
  return at < 0 ? 'after its steps' : `step ${at + 1} of ${steps.length}`;
};

// Draws an article anew. Parts that are open stay open, and the focus stays where it is.
const draw = (article, kind, headline, state, ...children) => {
  const opened = new Set([...article.querySelectorAll('details[open]')].map((one) => one.dataset.key));
  const focused = article.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  article.replaceChildren(make('h3', {}, make('span', { class: kind }, state.toUpperCase()), ` ${headline}`), ...children.filter(Boolean));
  for (const one of article.querySelectorAll('[data-key]')) {
    if (opened.has(one.dataset.key)) one.open = true;
    if (focused && one.dataset.key === focused) one.focus({ preventScroll: true });
  }
};

export class Stories {
  // `goTo` shows a line of the text, `openPortal` a merchant.
  constructor(place, { goTo, openPortal }) {
    Object.assign(this, { place, goTo, openPortal, running: new Map() });
  }

  // A run of these scenarios begins.
  begin(scenarios) {
    this.running = new Map(scenarios.map(({ id, name }) => {
      const article = make('article', { class: 'scenario', 'aria-label': `${id} waiting`, 'aria-busy': 'true' });
      draw(article, 'note', `${id} ${name}`, 'waiting');
      return [id, { id, name, article, story: { parts: [] } }];
    }));
    this.place.replaceChildren(...[...this.running.values()].map(({ article }) => article));
  }

  // A step of a scenario begins, or its steps are over.
  step({ id, story }) {
    const one = this.running.get(id);
    one.story = story;
    one.article.setAttribute('aria-label', `${id} running`);
    draw(one.article, 'now', `${id} ${one.name} (${progressOf(story)})`, 'running', ...blocksOf(story, true, this.goTo));
    const steps = story.parts.filter((part) => part.kind === 'step');
    if (!steps.some(({ fate }) => fate === 'running' || fate === 'stopped')) {
      one.article.append(make('p', { class: 'step running' }, `${CHECKS}…`));
    }
  }

  // A scenario has its verdict.
  end(event) {
    const { id, verdict, merchant } = event;
    const { article } = this.running.get(id);
    this.running.delete(id);
    const kind = { passed: 'good', failed: 'bad', error: 'bad' }[verdict] || 'other';
    const story = event.story || { parts: [], books: [] };
    article.setAttribute('aria-label', `${id} ${verdict}`);
    article.removeAttribute('aria-busy');
    const portal = merchant === null ? null : make('p', {},
      make('button', { type: 'button', onclick: () => this.openPortal(merchant) }, 'Open the merchant in the Portal'));
    draw(article, kind, `${id} ${event.name} (${event.seconds.toFixed(2)} s)`, verdict,
      ...event.reasons.map((reason) => make('pre', { class: 'bad' }, reason)),
      portal, ...blocksOf(story, false, this.goTo), ...story.books.map(bookOf));
  }

  // The run is over; scenarios that still ran have no verdict.
  close() {
    for (const { id, name, article, story } of this.running.values()) {
      article.setAttribute('aria-label', `${id} not judged`);
      article.removeAttribute('aria-busy');
      draw(article, 'other', `${id} ${name}`, 'not judged', ...blocksOf(story, false, this.goTo));
    }
    this.running.clear();
  }
}
