// The desk: a tree of features, a text with completion and mistakes, and the stories of what runs.
import { counted, find, make } from './elements.js';
import { Stories } from './stories.js';
import { mistakesAt, placed, underline, unitsBefore } from './underlines.js';

const text = find('text'), status = find('status');
const states = new Map(); // the verdicts of scenarios in this session
let open = null; // { path, version, saved }
let isRunning = false;
let tree = { features: [] };

const say = (words, kind = '') => { status.textContent = words; status.className = kind; };

const ask = async (address, body) => {
  const options = body === undefined ? {} : {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  };
  let answer;
  try { answer = await fetch(address, options); } catch { throw new Error('the desk does not answer; is `conform desk` still running?'); }
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Error(told.error || `the desk answered ${answer.status}`);
  }
  return answer;
};
const askJson = async (address, body) => (await ask(address, body)).json();
const guarded = (work) => async (...given) => {
  try { return await work(...given); } catch (error) { say(error.message, 'bad'); return undefined; }
};

// ---- the tree
const mark = (id) => ({ passed: '✓ ', failed: '✗ ', error: '! ', 'not applicable': '– ' })[states.get(id)] || '';
const kindOf = (id) => ({ passed: 'good', failed: 'bad', error: 'bad' })[states.get(id)] || 'other';
const worst = (ids) => ids.find((id) => ['failed', 'error'].includes(states.get(id)))
  || (ids.length && ids.every((id) => states.get(id) === 'passed') ? ids[0] : null);

const drawTree = () => {
  const wanted = find('search').value.trim().toLowerCase();
  const opened = new Set([...document.querySelectorAll('#tree details[open]')].map((one) => one.dataset.key));
  const sections = new Map();
  for (const feature of tree.features) {
    const parts = feature.path.split('/');
    const section = parts.length > 2 ? parts[1] : '';
    const rules = feature.rules.map((rule) => ({
      ...rule,
      scenarios: rule.scenarios.filter((one) => !wanted
        || `${feature.path} ${rule.title} ${one.id} ${one.name}`.toLowerCase().includes(wanted)),
    })).filter((rule) => rule.scenarios.length);
    if (wanted && !rules.length && !feature.path.includes(wanted)) continue;
    if (!sections.has(section)) sections.set(section, []);
    sections.get(section).push({ ...feature, rules });
  }
  const details = (key, title, isOpen, ...children) => make('details', { 'data-key': key, open: isOpen || opened.has(key) },
    make('summary', {}, ...title), ...children);
  const idsOf = (rules) => rules.flatMap((rule) => rule.scenarios.map((one) => one.id));
  const titled = (words, ids) => {
    const id = worst(ids);
    return [id ? make('span', { class: kindOf(id) }, mark(id)) : '', words];
  };
  const drawn = [...sections].map(([section, features]) => {
    const all = features.flatMap((feature) => idsOf(feature.rules));
    return details(section, titled(section || 'features', all), !!wanted, make('ul', {}, ...features.map((feature) => {
      const name = feature.path.split('/').pop().replace('.feature', '');
      const broken = feature.mistakes ? ` (${feature.mistakes} mistakes)` : '';
      const own = open && open.path === feature.path;
      return make('li', {}, details(feature.path, titled(name + broken, idsOf(feature.rules)), !!wanted || own,
        make('ul', {},
          make('li', {}, make('button', { type: 'button', onclick: () => openFile(feature.path, 1), 'aria-current': own ? 'true' : null }, `Open ${name}.feature`)),
          ...feature.rules.map((rule) => make('li', {},
            rule.title ? make('span', { class: 'note' }, rule.title) : null,
            make('ul', {}, ...rule.scenarios.map((one) => make('li', {}, make('button', {
              type: 'button', onclick: () => openFile(feature.path, one.line),
            }, make('span', { class: kindOf(one.id) }, mark(one.id)), `${one.id} ${one.name}`)))))))));
    })));
  });
  find('tree').replaceChildren(...drawn);
  const nothing = tree.target ? 'No results.' : 'Loading…';
  if (!drawn.length) find('tree').append(make('p', { class: 'note' }, nothing));
};

const loadTree = guarded(async () => {
  const found = await askJson('tree');
  if (found.error) throw new Error(found.error);
  tree = found;
  find('target').replaceChildren('runs against ', tree.target, ' · ', make('a', { href: tree.portal, target: '_blank', rel: 'noreferrer' }, 'its Portal'));
  drawTree();
});

// ---- the text
const isChanged = () => open && text.value !== open.saved;
const title = () => {
  for (const id of ['run-scenario', 'run-rule', 'run-file', 'save', 'download']) find(id).disabled = !open;
  find('file-name').textContent = open ? open.path + (isChanged() ? ' (not saved)' : '') : 'No file is open';
  document.title = open ? `${isChanged() ? '● ' : ''}${open.path.split('/').pop()} – Desk` : 'Desk';
};
const lineStart = (number) => text.value.split('\n').slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
const cursor = () => {
  const before = text.value.slice(0, text.selectionStart).split('\n');
  const unit = before.at(-1).length;
  return { line: before.length, column: [...before.at(-1)].length + 1, unit };
};
const LINE = 20; // the height of a line in pixels
const widthOf = (words) => {
  const probe = find('underlines').appendChild(make('span', {}, words));
  const width = probe.offsetWidth;
  probe.remove();
  return width;
};
// Selects units of a line, and shows them.
const select = (line, from, to) => {
  const start = lineStart(line);
  text.setSelectionRange(start + from, start + to);
  // A text that gets the focus shows its selection.
  text.blur();
  text.focus();
  const words = text.value.slice(lineStart(line)).split('\n', 1)[0];
  const left = widthOf(words.slice(0, from)), right = widthOf(words.slice(0, to));
  text.scrollTop = Math.max(0, (line - 6) * LINE);
  text.scrollLeft = Math.max(0, Math.min(left, right + 60 - text.clientWidth));
};
const goTo = (line, unit = 0) => select(line, unit, unit);
let checked = { text: '', mistakes: [] }, mistakesNow = [];
// Draws all that lies beside and below the text.
const drawText = () => {
  mistakesNow = placed(checked.mistakes, checked.text, text.value);
  underline(find('underlines'), text.value, mistakesNow);
  const badLines = new Set(mistakesNow.map((one) => one.line));
  const count = text.value.split('\n').length;
  const lines = [];
  for (let number = 1; number <= count; number += 1) {
    lines.push(badLines.has(number) ? make('span', { class: 'bad' }, `● ${number}`) : `${number}`, '\n');
  }
  find('numbers').replaceChildren(...lines);
  scrollWithText();
  tellCursor();
};
const scrollWithText = () => {
  find('numbers').scrollTop = text.scrollTop;
  find('underlines').style.transform = `translate(${-text.scrollLeft}px, ${-text.scrollTop}px)`;
};
// The reason and the remedy of a mistake where the cursor stands.
const tellCursor = () => {
  const here = cursor(), place = find('at-cursor');
  const told = mistakesAt(mistakesNow, here).flatMap((one) => [one.reason, one.remedy]).filter(Boolean).join('\n');
  // In a text that has changed, a reason stays until the next check, so that nothing jumps while somebody types.
  if (place.textContent === told || (!told && text.value !== checked.text)) return;
  place.textContent = told;
  // The reason takes a part of the text's height; the cursor stays in sight.
  const below = here.line * LINE + 12 - text.clientHeight;
  if (told && document.activeElement === text) text.scrollTop = Math.max(text.scrollTop, below);
};
// Shows another text, of which no mistakes are known yet.
const begin = (words) => {
  text.value = words;
  text.disabled = false;
  showMistakes([], words);
  find('mistakes-title').textContent = 'Mistakes';
};
const openFile = guarded(async (path, line) => {
  if (!open || open.path !== path) {
    if (isChanged() && !window.confirm(`${open.path} is not saved. Leave it?`)) return;
    const file = await askJson(`file?path=${encodeURIComponent(path)}`);
    open = { path, version: file.version, saved: file.text };
    begin(file.text);
    say(`${path} is open`);
    drawTree();
  }
  title();
  goTo(line);
  await check();
});
const save = guarded(async () => {
  if (!open) return say('Open a file first.', 'other');
  const written = text.value;
  const answer = await askJson('file', { path: open.path, text: written, version: open.version });
  open.version = answer.version;
  open.saved = written;
  title();
  const found = await check() || [];
  const left = found.length ? `, with ${counted(found.length, 'mistake')}` : '';
  say(`${open.path} is saved${left}`, found.length ? 'other' : 'good');
  await loadTree();
});
const download = () => {
  if (!open) return say('Open a file first.', 'other');
  const address = URL.createObjectURL(new Blob([text.value], { type: 'text/plain' }));
  make('a', { href: address, download: open.path.split('/').pop() }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};
const TEMPLATE = [
  'Feature: ', '', '  @source-S', '  Rule: NEW-1 ', '', '    @NEW-1.1', '    Scenario: ',
  '      Given a merchant who listens for events', '      When ', '      Then ', '',
].join('\n');
const newFile = () => {
  const input = make('input', { type: 'text', id: 'new-name', value: 'features/payouts/new.feature' });
  const dialog = make('dialog', { 'aria-label': 'New file' },
    make('form', { method: 'dialog', onsubmit: (event) => {
      event.preventDefault();
      const path = input.value.trim();
      dialog.close();
      if (isChanged() && !window.confirm(`${open.path} is not saved. Leave it?`)) return;
      open = { path, version: null, saved: '' };
      begin(TEMPLATE);
      title(); drawTree(); goTo(1, 9); check();
    } }, make('label', { for: 'new-name' }, 'Its path in the suite'), input,
    make('p', { class: 'tools' }, make('button', { type: 'submit' }, 'Begin'), make('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

// ---- mistakes
let checks = 0;
// Selects the mistaken part, which may have moved since the check.
const goToMistake = (mistake) => {
  const now = mistakesNow.find((one) => one.origin === mistake);
  if (now) select(now.line, now.from, now.to); else goTo(mistake.line);
};
const showMistakes = (mistakes, inText) => {
  checked = { text: inText, mistakes };
  find('mistakes').replaceChildren(...mistakes.map((one) => make('li', {}, make('button', {
    type: 'button', onclick: () => goToMistake(one),
  }, [`Line ${one.line}: ${one.reason}`, one.remedy].filter(Boolean).join('\n')))));
  find('mistakes-title').textContent = mistakes.length ? counted(mistakes.length, 'mistake') : 'No mistakes';
  drawText();
};
const check = guarded(async () => {
  if (!open) return;
  checks += 1;
  const number = checks;
  const written = text.value;
  const found = await askJson('check', { path: open.path, text: written });
  if (number === checks) showMistakes(found.mistakes, written);
  return found.mistakes;
});
let waiting;
const soon = () => { clearTimeout(waiting); waiting = setTimeout(check, 300); };

// ---- completion
const list = find('completions');
let offered = [], chosen = 0;
const closeList = () => { list.hidden = true; text.removeAttribute('aria-activedescendant'); };
const showList = () => {
  list.replaceChildren(...offered.map((one, index) => make('li', {
    id: `completion-${index}`, role: 'option', 'aria-selected': String(index === chosen),
    onmousedown: (event) => { event.preventDefault(); chosen = index; accept(); },
  }, one.label, one.detail ? make('small', {}, one.detail) : null)));
  list.hidden = !offered.length;
  if (!offered.length) return closeList();
  const place = cursor();
  list.style.top = `${Math.min(place.line * LINE + 8 - text.scrollTop, text.clientHeight - 60)}px`;
  list.style.left = `${find('numbers').offsetWidth + 8}px`;
  text.setAttribute('aria-activedescendant', `completion-${chosen}`);
  list.children[chosen].scrollIntoView({ block: 'nearest' });
};
const accept = () => {
  const one = offered[chosen];
  closeList();
  if (!one) return;
  const place = cursor();
  const start = lineStart(place.line), line = text.value.slice(start).split('\n', 1)[0];
  const from = start + unitsBefore(line, one.from), to = start + unitsBefore(line, one.to);
  text.setRangeText(one.insert, from, to, 'end');
  const first = one.insert.search(/\{[a-z_]+\}/);
  if (first >= 0) {
    const part = one.insert.slice(first).match(/^\{[a-z_]+\}/)[0];
    text.setSelectionRange(from + first, from + first + part.length);
  }
  changed();
};
const complete = guarded(async () => {
  if (!open) return;
  const { line, column } = cursor(), written = text.value;
  const found = await askJson('complete', { path: open.path, text: written, line, column });
  // What was typed meanwhile has asked again.
  if (written !== text.value || cursor().column !== column) return;
  offered = found.completions; chosen = 0;
  if (!offered.length) say('Nothing completes this.', 'other');
  showList();
});
const changed = () => {
  // The verdict of a run is about the text that ran.
  if (!isRunning) say('');
  title(); drawText(); soon();
};
text.addEventListener('input', () => { changed(); if (!list.hidden) complete(); });
text.addEventListener('scroll', () => { scrollWithText(); closeList(); });
for (const moved of ['keyup', 'click', 'focus', 'select']) text.addEventListener(moved, tellCursor);
text.addEventListener('blur', closeList);
text.addEventListener('keydown', (event) => {
  if (!list.hidden) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      chosen = (chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length;
      event.preventDefault();
      return showList();
    }
    if (event.key === 'Enter' && !event.ctrlKey) { event.preventDefault(); return accept(); }
    if (event.key === 'Escape') { event.preventDefault(); return closeList(); }
  }
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
    // The next line begins below this one's words.
    const line = text.value.slice(0, text.selectionStart).split('\n').pop();
    event.preventDefault();
    text.setRangeText(`\n${line.match(/^ */)[0]}`, text.selectionStart, text.selectionEnd, 'end');
    changed();
  }
});
document.addEventListener('keydown', (event) => {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.key === 's') { event.preventDefault(); save(); }
  if (isCommand && event.key === 'Enter') { event.preventDefault(); run(false); }
  if (isCommand && event.code === 'Space') { event.preventDefault(); complete(); }
});

// ---- runs
const openPortal = guarded(async (merchant) => {
  // The window opens at the click; the address follows.
  const page = window.open('', '_blank');
  try {
    const link = await askJson(`portal/${merchant}`, {});
    if (page) { page.opener = null; page.location = link.url; } else say(link.url);
  } catch (error) { if (page) page.close(); throw error; }
});
let ranPath = null; // the file of the stories
const stories = new Stories(find('stories'), { goTo: (line) => openFile(ranPath, line), openPortal });
// The verdict of an outline is that of its worst row.
const RANKS = ['passed', 'not applicable', 'warning', 'known deviation', 'error', 'failed'];
// The events of a run, one in each line of the answer.
async function* eventsIn(answer) {
  const decoder = new TextDecoder();
  let rest = '';
  for (const reader = answer.body.getReader(); ;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop();
    yield* lines.map((line) => JSON.parse(line));
  }
}
// Shows an event of a run; true if it is the last one.
const show = (event, { path, counts, ranks, written }) => {
  switch (event.kind) {
    case 'begun':
      find('story-note').hidden = true;
      stories.begin(event.scenarios);
      return false;
    case 'step':
      stories.step(event);
      return false;
    case 'scenario':
      if (RANKS.indexOf(event.verdict) >= (ranks.get(event.scenario) ?? -1)) {
        ranks.set(event.scenario, RANKS.indexOf(event.verdict));
        states.set(event.scenario, event.verdict);
      }
      counts.set(event.verdict, (counts.get(event.verdict) || 0) + 1);
      stories.end(event);
      return false;
    case 'mistakes':
      if (open.path === path) showMistakes(event.mistakes, written);
      say(`${counted(event.mistakes.length, 'mistake')}: nothing was run`, 'bad');
      return true;
    case 'ended': {
      const told = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
      say([told, event.message].filter(Boolean).join('; ') || event.verdict, event.code === 0 ? 'good' : 'bad');
      return true;
    }
    default:
      return false;
  }
};
const run = guarded(async (wholeRule, wholeFile = false) => {
  if (!open) return say('Open a file first.', 'other');
  if (isRunning) return say('A run is going on; stop it first.', 'other');
  isRunning = true;
  find('stop').disabled = false;
  say('running…');
  const written = text.value;
  const ran = { path: open.path, counts: new Map(), ranks: new Map(), written };
  ranPath = open.path;
  let isEnded = false;
  try {
    const answer = await ask('run', { path: open.path, text: written, line: wholeFile ? null : cursor().line, whole_rule: wholeRule });
    for await (const event of eventsIn(answer)) isEnded = show(event, ran);
    if (!isEnded) say('the run ended unexpectedly', 'bad');
  } finally {
    stories.close();
    isRunning = false;
    find('stop').disabled = true;
    drawTree();
  }
});

find('search').addEventListener('input', drawTree);
find('new-file').addEventListener('click', newFile);
find('run-scenario').addEventListener('click', () => run(false));
find('run-rule').addEventListener('click', () => run(true));
find('run-file').addEventListener('click', () => run(false, true));
find('stop').addEventListener('click', guarded(() => ask('stop', {})));
find('save').addEventListener('click', save);
find('download').addEventListener('click', download);
window.addEventListener('beforeunload', (event) => { if (isChanged()) event.preventDefault(); });
title();
loadTree();
