'use strict';
// The desk: a tree of features, a text with completion and mistakes, and the story of what runs. Everything that comes from files or from
// the target is shown as text, never as markup.
(() => {
  const find = (id) => document.getElementById(id);
  const text = find('text'), status = find('status');
  const states = new Map(); // the verdicts of scenarios in this session
  let open = null; // { path, version, saved }
  let isRunning = false;
  let tree = { features: [] };

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, '');
      else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;
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
    const nothing = tree.target ? 'Nothing has these words.' : 'Loading…';
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
    return { line: before.length, column: [...before[before.length - 1]].length + 1 };
  };
  const goTo = (line, column = 1, length = 0) => {
    const start = lineStart(line) + column - 1;
    text.focus();
    text.setSelectionRange(start, start + length);
    text.scrollTop = Math.max(0, (line - 6) * 20);
    drawNumbers();
  };
  let badLines = new Set();
  const drawNumbers = () => {
    const count = text.value.split('\n').length, numbers = find('numbers');
    const lines = [];
    for (let number = 1; number <= count; number += 1) {
      lines.push(badLines.has(number) ? make('span', { class: 'bad' }, `● ${number}`) : `${number}`, '\n');
    }
    numbers.replaceChildren(...lines);
    numbers.scrollTop = text.scrollTop;
  };
  const openFile = guarded(async (path, line) => {
    if (!open || open.path !== path) {
      if (isChanged() && !window.confirm(`${open.path} is not saved. Leave it?`)) return;
      const file = await askJson(`file?path=${encodeURIComponent(path)}`);
      open = { path, version: file.version, saved: file.text };
      text.value = file.text;
      text.disabled = false;
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
  const newFile = () => {
    const input = make('input', { type: 'text', id: 'new-name', value: 'features/payouts/new.feature' });
    const dialog = make('dialog', { 'aria-label': 'New file' },
      make('form', { method: 'dialog', onsubmit: (event) => {
        event.preventDefault();
        const path = input.value.trim();
        dialog.close();
        if (isChanged() && !window.confirm(`${open.path} is not saved. Leave it?`)) return;
        open = { path, version: null, saved: '' };
        text.disabled = false;
        text.value = 'Feature: \n\n  @source-S\n  Rule: NEW-1 \n\n    @NEW-1.1\n    Scenario: \n      Given a merchant who listens for events\n      When \n      Then \n';
        title(); drawTree(); goTo(1, 10); check();
      } }, make('label', { for: 'new-name' }, 'Its path in the suite'), input,
      make('p', { class: 'tools' }, make('button', { type: 'submit' }, 'Begin'), make('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'))));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  // ---- mistakes
  let checks = 0;
  const showMistakes = (mistakes) => {
    badLines = new Set(mistakes.map((one) => one.line));
    find('mistakes').replaceChildren(...mistakes.map((one) => make('li', {}, make('button', {
      type: 'button', onclick: () => goTo(one.line, one.column, one.length),
    }, `Line ${one.line}: ${one.reason}\n${one.remedy}`))));
    find('mistakes-title').textContent = mistakes.length ? counted(mistakes.length, 'mistake') : 'No mistakes';
    drawNumbers();
  };
  const check = guarded(async () => {
    if (!open) return;
    checks += 1;
    const number = checks;
    const found = await askJson('check', { path: open.path, text: text.value });
    if (number === checks) showMistakes(found.mistakes);
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
    list.style.top = `${Math.min(place.line * 20 + 8 - text.scrollTop, text.clientHeight - 60)}px`;
    list.style.left = `${find('numbers').offsetWidth + 8}px`;
    text.setAttribute('aria-activedescendant', `completion-${chosen}`);
    list.children[chosen].scrollIntoView({ block: 'nearest' });
  };
  const accept = () => {
    const one = offered[chosen];
    closeList();
    if (!one) return;
    const place = cursor();
    const line = lineStart(place.line);
    const from = line + one.from - 1, to = line + one.to - 1;
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
    const place = cursor();
    const found = await askJson('complete', { path: open.path, text: text.value, ...place });
    offered = found.completions; chosen = 0;
    if (!offered.length) say('Nothing completes this.', 'other');
    showList();
  });
  const changed = () => {
    // The verdict of a run is about the text that ran.
    if (!isRunning) say('');
    title(); drawNumbers(); soon();
  };
  text.addEventListener('input', () => { changed(); if (!list.hidden) complete(); });
  text.addEventListener('scroll', () => { find('numbers').scrollTop = text.scrollTop; closeList(); });
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

  // ---- stories
  const body = (words, message) => message.body
    ? make('details', {}, make('summary', {}, words), make('pre', {}, message.headers.map(([name, value]) => `${name}: ${value}`).join('\n') + '\n\n' + message.body))
    : make('p', { class: 'note' }, words);
  const part = (one) => {
    switch (one.kind) {
      case 'exchange': return make('div', {}, body(`→ ${one.to} ${one.method} ${one.path}`, one.request), body(`← ${one.status} after ${one.ms} ms`, one.answer));
      case 'delivery': return body(`⇐ webhook${one.subpath}, answered ${one.reply}`, one.message);
      case 'act': return make('p', {}, `● ${one.words}`);
      default: return null;
    }
  };
  const ends = { stopped: ' ← the scenario ended here', not_reached: ' (not reached)', not_binding: ' (does not bind this target)', passed: '' };
  const drawStory = (event) => {
    const blocks = [];
    let block = null, afterwards = null;
    for (const one of (event.story || { parts: [] }).parts) {
      if (one.kind === 'step') {
        block = make('div', { class: `step ${one.fate}` }, make('p', {},
          make('button', { type: 'button', onclick: () => goTo(one.line) }, one.text), ends[one.fate] || ''),
        one.argument ? make('pre', {}, one.argument) : null);
        blocks.push(block);
      } else if (one.kind === 'checks') {
        afterwards = make('details', {}, make('summary', {}, 'After the steps, the suite reads everything and compares it'));
        block = afterwards;
        blocks.push(block);
      } else if (block) {
        const drawn = part(one);
        if (drawn) block.append(drawn);
      }
    }
    const books = (event.story || { books: [] }).books.map((book) => make('div', {}, make('h4', {}, `Book of ${book.account}`),
      make('table', {}, ...book.entries.map((entry) => make('tr', {}, make('td', { class: 'money' }, entry.amount), make('td', {}, entry.what), make('td', { class: 'money' }, entry.balance || ''))),
        make('tr', {}, make('td', { class: 'money' }, book.balance), make('td', {}, 'is the balance'), make('td', {})))));
    const kind = { passed: 'good', failed: 'bad', error: 'bad' }[event.verdict] || 'other';
    const portal = event.merchant === null || event.merchant === undefined ? null : make('button', {
      type: 'button', onclick: guarded(async () => {
        // The window opens at the click; the address follows.
        const page = window.open('', '_blank');
        try {
          const link = await askJson(`portal/${event.merchant}`, {});
          if (page) { page.opener = null; page.location = link.url; } else say(link.url);
        } catch (error) { if (page) page.close(); throw error; }
      }),
    }, 'Its merchant in the Portal');
    return make('article', { class: 'scenario', 'aria-label': `${event.id} ${event.verdict}` },
      make('h3', {}, make('span', { class: kind }, event.verdict.toUpperCase()), ` ${event.id} ${event.name} (${event.seconds.toFixed(2)} s)`),
      ...event.reasons.map((reason) => make('pre', { class: 'bad' }, reason)),
      portal ? make('p', {}, portal) : null, ...blocks, ...books);
  };
  const reveal = async (article) => {
    // Step by step, so that the eye can follow; at once for whoever wants no movement.
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const steps = [...article.querySelectorAll(':scope > .step, :scope > details, :scope > div')];
    if (isCalm || steps.length > 40) return;
    steps.forEach((step) => { step.hidden = true; });
    for (const step of steps) { step.hidden = false; await new Promise((done) => { setTimeout(done, 40); }); }
  };
  const run = guarded(async (wholeRule, wholeFile = false) => {
    if (!open) return say('Open a file first.', 'other');
    if (isRunning) return say('A run is going on; stop it first.', 'other');
    isRunning = true;
    find('stop').disabled = false;
    say('running…');
    const counts = new Map();
    try {
      const answer = await ask('run', { path: open.path, text: text.value, line: wholeFile ? null : cursor().line, whole_rule: wholeRule });
      const reader = answer.body.getReader(), decoder = new TextDecoder();
      let rest = '', isEnded = false;
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        rest += decoder.decode(value, { stream: true });
        const lines = rest.split('\n');
        rest = lines.pop();
        for (const line of lines) {
          const event = JSON.parse(line);
          if (event.kind === 'begun') {
            find('stories').replaceChildren();
            find('story-note').hidden = true;
          } else if (event.kind === 'mistakes') {
            showMistakes(event.mistakes);
            say(`${counted(event.mistakes.length, 'mistake')}: nothing was run`, 'bad');
            isEnded = true;
          } else if (event.kind === 'scenario') {
            states.set(event.scenario, event.verdict);
            counts.set(event.verdict, (counts.get(event.verdict) || 0) + 1);
            const article = drawStory(event);
            find('stories').append(article);
            reveal(article);
          } else if (event.kind === 'ended') {
            isEnded = true;
            const told = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
            say(event.message || told, event.code === 0 ? 'good' : 'bad');
          }
        }
      }
      if (!isEnded) say('the run ended without a word', 'bad');
    } finally {
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
})();
