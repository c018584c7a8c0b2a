// Obstacles that keep people from using the page as it is shown now, one sentence each: its width, the focus, hostile text.
// Names, structure, contrast and ARIA are left to axe-core.
const found = [];
const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const brief = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const named = (element) => {
  const id = element.id ? `#${element.id}` : "";
  return `<${element.localName}${id}> ${JSON.stringify(brief(squeeze(element.textContent) || element.name || ""))}`;
};
const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const shown = (selector) => all(selector).filter(isShown);

function width() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return;
  const wide = shown("main *, header *, footer *").filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
  found.push(`the page is ${scrollWidth} px wide; too wide is ${wide.map((one) => `${named(one)} to ${Math.round(one.getBoundingClientRect().right)}`).slice(0, 2).join(", ") || "nobody knows what"}`);
}

// At most so many elements are focused on a page; those of one kind look alike.
const MOST_FOCUSED = 40;

function focus() {
  const kinds = new Map();
  for (const one of shown("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
    const kind = `${one.localName} ${one.className} ${one.type ?? ""} ${one.parentElement.localName}`;
    if (!kinds.has(kind) && kinds.size < MOST_FOCUSED) kinds.set(kind, one);
  }
  const looksOf = (element) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(element);
    return { ring: outlineStyle !== "none" && parseFloat(outlineWidth) > 0, rest: [boxShadow, borderColor, backgroundColor].join() };
  };
  // Every change of the focus makes the browser compute styles again: all are read before the first change.
  const before = [...kinds.values()].map((one) => [one, looksOf(one)]);
  for (const [one, { rest }] of before) {
    one.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement !== one) continue;
    const after = looksOf(one);
    if (!after.ring && after.rest === rest) found.push(`the focus of ${named(one)} cannot be seen`);
  }
  document.activeElement?.blur();
}

// Texts of strangers must stay text: nothing of them runs, becomes an element or loads something.
function strangers() {
  if (window.strangerWasHere !== undefined) found.push("a script in somebody's text has run");
  // A text that turns the direction also turns the text that follows in the same line, unless it is set apart.
  const lineOf = (node) => {
    let box = node.parentElement;
    while (getComputedStyle(box).display === "inline") box = box.parentElement;
    return box;
  };
  const isSetApart = (text, line) => {
    for (let one = text.parentElement; one !== line; one = one.parentElement) {
      if (getComputedStyle(one).unicodeBidi.includes("isolate")) return true;
    }
    return false;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let turned = null;
  while (texts.nextNode()) {
    const one = texts.currentNode;
    if (one.nodeType !== Node.TEXT_NODE) {
      if (one.localName === "br") turned = null;
      continue;
    }
    const isTurning = one.data.includes("\u202e");
    if (!turned && !isTurning) continue;
    if (!squeeze(one.data) || one.parentElement.closest("option, textarea, script, style")) continue;
    const line = lineOf(one);
    if (turned?.line === line) found.push(`${JSON.stringify(brief(squeeze(turned.data)))} turns around ${JSON.stringify(brief(squeeze(one.data)))}`);
    turned = isTurning && !isSetApart(one, line) ? { line, data: one.data } : null;
  }
  if (document.querySelector("[data-stranger]")) found.push("markup in somebody's text has become part of the page");
  for (const { name } of performance.getEntriesByType("resource")) {
    if (new URL(name).origin !== location.origin) found.push(`the page loads ${name}`);
  }
}

function obstacles() {
  width();
  focus();
  strangers();
  return found;
}
