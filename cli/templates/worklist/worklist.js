// The worklist: asks for the list each second and changes only what is different, so that the reader's place and focus stay.
import { counted, find, make } from './elements.js';

const PAUSE_MS = 1000;
const words = { open: 'to do', done: 'done', skipped: 'skipped', expired: 'not done in time', not_needed: 'no longer needed' };
const items = new Map(); // the drawn requests by number: { element, state }
const states = new Map(); // the states of all requests by number, as they were told
let before = null; // the list that was drawn last, as text
let newest = 0; // the number of the newest batch
let ended = false; // true if the run has ended

const say = (text, kind = '') => { find('status').textContent = text; find('status').className = kind; };

// A page of another device in the network has no clipboard, since it does not come by https; there the text is selected and copied.
const copy = async (label, value, code) => {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    getSelection().selectAllChildren(code);
    if (!document.execCommand('copy')) { say(`${label} is selected; copy it with the keyboard`); return; }
  }
  say(`${label} is copied`);
};

const skip = async (number) => {
  try {
    const answer = await fetch(`skip/${number}`, { method: 'POST' });
    if (!answer.ok) say((await answer.json()).error, 'bad');
  } catch { say('the run does not answer, so nothing was skipped', 'bad'); }
  await look();
};

const idRow = ([label, value]) => {
  const code = make('code', {}, value);
  const button = make('button', { type: 'button', 'aria-label': `Copy ${label} ${value}`, onclick: () => copy(label, value, code) }, 'Copy');
  return [make('dt', {}, label), make('dd', {}, code), make('dd', {}, button)];
};

const end = ({ number, state, task }) => (state === 'open'
  ? make('p', { class: 'end' }, make('button', { type: 'button', 'aria-label': `Skip ${number}: ${task}`, onclick: () => skip(number) }, 'Skip'))
  : make('p', { class: `end ${state}` }, state === 'done' ? '✓ done' : words[state]));

const draw = (one) => make('li', { tabindex: '-1' },
  make('p', { class: 'mark' }, String(one.number)),
  make('div', {}, make('p', { class: 'task' }, one.task), make('p', { class: 'note' }, one.case)),
  end(one),
  one.ids.length ? make('dl', {}, ...one.ids.flatMap(idRow)) : null,
  one.further.length ? make('ul', {}, ...one.further.map((line) => make('li', {}, line))) : null);

// The element of a request, which ticks off when its state changes.
const item = (one) => {
  const known = items.get(one.number);
  if (!known) {
    const element = draw(one);
    items.set(one.number, { element, state: one.state });
    if (one.state !== 'open') element.classList.add('ended', one.state);
    return element;
  }
  if (known.state !== one.state) {
    known.state = one.state;
    const old = known.element.querySelector('.end');
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(end(one));
    known.element.classList.add('ended', one.state);
    if (hadFocus) known.element.focus();
  }
  return known.element;
};

// Only addresses of the web are links.
const isAddress = (link) => /^https?:\/\//.test(link);
const heading = ({ page, link }) => make('h2', {}, isAddress(link)
  ? make('a', { href: link, target: '_blank', rel: 'noreferrer' }, page, make('span', { class: 'note' }, ' (opens a new tab)'))
  : `${page} ${link}`);

// The children of an element become these, and those that stay are not touched.
const keep = (parent, children) => {
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
  children.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] || null);
  });
};

const groups = new Map(); // the drawn pages of the Portal by name and address
const group = (first) => {
  const key = `${first.page}\n${first.link}`;
  if (!groups.has(key)) groups.set(key, make('section', {}, heading(first), make('ol', {})));
  return groups.get(key);
};

const tell = ({ counts, left, requests }) => {
  const changed = requests.filter((one) => states.has(one.number) && states.get(one.number) !== one.state);
  const told = changed.map((one) => `Request ${one.number} is ${words[one.state]}`);
  if (counts.batches > newest) {
    // A page that is opened late tells the newest batch only.
    const first = newest ? newest + 1 : counts.batches;
    told.push(`Batch ${counts.batches}: ${counted(requests.filter((one) => one.batch >= first).length, 'new request')}`);
    newest = counts.batches;
  }
  for (const one of requests) states.set(one.number, one.state);
  if (told.length) say(`${told.join(', ')}. ${counted(left, 'request')} to do.`);
};

const show = (list) => {
  const { requests, counts, left, gathering } = list;
  ended = list.ended;
  const openBatches = new Set(requests.filter((one) => one.state === 'open').map((one) => one.batch));
  const shown = requests.filter((one) => openBatches.has(one.batch));
  const sections = new Map();
  for (const one of shown) {
    const section = group(one);
    sections.set(section, [...(sections.get(section) || []), item(one)]);
  }
  keep(find('open'), [...sections.keys()]);
  for (const [section, elements] of sections) keep(section.querySelector('ol'), elements);
  const earlier = requests.filter((one) => !openBatches.has(one.batch));
  find('earlier').replaceChildren(...earlier.map((one) => make('li', {},
    `${one.number} ${one.task} (${one.page}, ${one.case}): `, make('span', { class: `end ${one.state}` }, words[one.state]))));
  find('before').hidden = !earlier.length;
  find('before-title').textContent = `Earlier requests (${earlier.length})`;
  find('empty').hidden = shown.length > 0;
  const all = (state) => counts.acts[state] + counts.preparation[state];
  const ends = Object.keys(words).filter((state) => state !== 'open' && all(state)).map((state) => ` · ${all(state)} ${words[state]}`);
  const coming = gathering ? ` · ${gathering} being gathered` : '';
  find('numbers').textContent = `${left} to do${ends.join('')} · ${counted(requests.length, 'request')} in ${counts.batches} ${counts.batches === 1 ? 'batch' : 'batches'}${coming}`;
  document.title = left ? `(${left}) Worklist` : 'Worklist';
  tell(list);
};

const look = async () => {
  try {
    const answer = await fetch('list');
    const text = await answer.text();
    if (find('status').classList.contains('lost')) say('the run answers again');
    if (answer.ok && text !== before) { before = text; show(JSON.parse(text)); }
    hold(false);
  } catch {
    say('The run has ended, or it cannot be reached.', 'bad lost');
    hold(true);
  }
  if (ended) {
    say('The run has ended. Its verdict is where it was started.');
    hold(true);
    document.title = 'Worklist: the run has ended';
  }
  return ended;
};

// Without a run nothing can be skipped.
const hold = (isHeld) => { for (const one of document.querySelectorAll('.end button')) one.disabled = isHeld; };

const goOn = async () => { if (!await look()) setTimeout(goOn, PAUSE_MS); };
goOn();
