'use strict';
(() => {
  const up = document.currentScript.dataset.up;
  const by = id => document.getElementById(id);
  const MOST = 60;
  let site;

  // The words of all pages, read when they are needed.
  function load() {
    site ||= new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = up + 'search.js';
      script.onload = () => done(prepared(window.conformSite));
      script.onerror = failed;
      document.head.append(script);
    });
    return site;
  }

  function prepared({ pages, entries }) {
    const entry = ([id, title, page, verdict, words]) =>
      ({ id, title, page, verdict, head: (id + ' ' + title).toLowerCase(), words: words.toLowerCase() });
    return { pages, entries: entries.map(entry) };
  }

  const form = document.querySelector('.search'), input = by('words'), found = by('found');
  const count = by('found-count'), list = by('found-list');
  form.hidden = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  input.addEventListener('focus', load);
  input.addEventListener('input', search);
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !found.hidden) { input.value = ''; search(); input.focus(); }
  });
  list.addEventListener('click', event => {
    if (event.target.closest('a')) { input.value = ''; found.hidden = true; }
  });

  async function search() {
    const { pages, entries } = await load();
    const wanted = input.value.trim().toLowerCase();
    found.hidden = !wanted;
    list.replaceChildren();
    if (!wanted) return;
    const parts = wanted.split(/\s+/);
    const scenario = wanted.split('#')[0];
    const rank = ({ id, head, words }) => {
      if (id && id.toLowerCase() === scenario) return 4;
      if (!parts.every(part => head.includes(part) || words.includes(part))) return -1;
      if (id.toLowerCase().startsWith(wanted)) return 3;
      if (head.includes(wanted)) return 2;
      return parts.every(part => head.includes(part)) ? 1 : 0;
    };
    const hits = entries.map(entry => [rank(entry), entry]).filter(([rank]) => rank >= 0);
    hits.sort(([one], [other]) => other - one);
    const shown = hits.slice(0, MOST);
    count.textContent = hits.length > MOST ? `${hits.length} found, the first ${MOST} are shown` : `${hits.length} found`;
    list.append(...shown.map(([, entry]) => item(pages[entry.page], entry)));
  }

  function item([page, title, section], entry) {
    const row = document.createElement('li'), link = document.createElement('a'), note = document.createElement('div');
    link.href = up + page + (entry.id ? '#' + encodeURIComponent(entry.id) : '');
    link.textContent = (entry.id + ' ' + entry.title).trim();
    note.className = 'note';
    note.textContent = [section, title, entry.verdict].filter(Boolean).join(' · ');
    row.append(link, note);
    return row;
  }

  // An id that is not on this page is looked up on the others, so that a link stays right when a scenario moves.
  async function follow() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    if (!wanted || by(wanted)) return;
    const { pages, entries } = await load();
    const entry = entries.find(one => one.id && one.id === wanted.split('#')[0]);
    if (!entry) return;
    const page = new URL(up + pages[entry.page][0], location.href);
    const isHere = page.pathname === location.pathname;
    page.hash = encodeURIComponent(isHere ? entry.id : wanted);
    location.replace(page);
  }
  addEventListener('hashchange', follow);
  follow();

  const said = by('said');
  document.addEventListener('click', event => {
    const anchor = event.target.closest('.anchor');
    if (anchor) navigator.clipboard?.writeText(anchor.href).then(() => {
      said.textContent = 'The link is copied.';
      anchor.textContent = 'copied';
      setTimeout(() => { anchor.textContent = '#'; }, 1500);
    }, () => {});
  });

  const red = by('only-red');
  if (red) {
    red.closest('p').hidden = false;
    red.addEventListener('change', () => {
      const rules = [...document.querySelectorAll('.rules > li')];
      for (const rule of rules) rule.hidden = red.checked && !rule.classList.contains('red');
      for (const section of document.querySelectorAll('.rule-section')) section.hidden = !section.querySelector('.rules > li:not([hidden])');
      by('only-count').textContent = rules.filter(rule => !rule.hidden).length + ' rules';
    });
  }
})();
