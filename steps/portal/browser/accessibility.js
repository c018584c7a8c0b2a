// Obstacles that keep people from using the page as it is shown now, one sentence each.
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

function structure() {
  if (!document.documentElement.lang) found.push("the page has no language");
  if (!squeeze(document.title)) found.push("the page has no title");
  for (const [selector, what] of [["h1", "first-level heading"], ["main", "main landmark"]]) {
    const count = shown(selector).length;
    if (count !== 1) found.push(`the page has ${count} ${what}s`);
  }
  // A person who pays or is verified is not signed in, and has no other page to go to.
  const hasMenu = document.body.classList.contains("portal");
  if (hasMenu && shown("nav").length === 0) found.push("the page has no navigation landmark");
  const ids = new Map();
  for (const { id } of all("[id]")) ids.set(id, (ids.get(id) ?? 0) + 1);
  for (const [id, count] of ids) if (count > 1) found.push(`the id ${id} stands ${count} times`);
  let level = 1;
  for (const heading of shown("h1, h2, h3, h4, h5, h6")) {
    const next = Number(heading.localName[1]);
    if (heading.closest("main") && next > level + 1) found.push(`${named(heading)} skips a level`);
    if (heading.closest("main")) level = next;
  }
  for (const one of all("[tabindex]")) if (one.tabIndex > 0) found.push(`${named(one)} changes the order of the tab key`);
}

// The name that is read out to people who do not see the element.
function nameOf(element) {
  const labelled = element.getAttribute("aria-labelledby");
  if (labelled) return squeeze(labelled.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
  const label = element.getAttribute("aria-label");
  if (label) return squeeze(label);
  if (element.labels?.length) return squeeze([...element.labels].map((one) => one.textContent).join(" "));
  if (["input", "select", "textarea"].includes(element.localName)) return squeeze(element.title);
  if (element.localName === "iframe") return squeeze(element.title);
  if (element.localName === "img") return squeeze(element.alt);
  const pictures = all("img[alt], [aria-label]", element).map((one) => one.alt ?? one.getAttribute("aria-label"));
  const title = element.querySelector(":scope > title")?.textContent;
  return squeeze([title, element.textContent, ...pictures].join(" ")) || squeeze(element.title);
}

function names() {
  const controls = shown("input:not([type=hidden]), select, textarea, button, a[href], summary, [role=button]");
  for (const one of controls) if (!nameOf(one)) found.push(`the control ${named(one)} has no name`);
  for (const one of shown("img")) {
    if (!one.hasAttribute("alt")) found.push("an image has no alternative text");
  }
  for (const one of shown("svg, canvas, iframe, meter, progress")) {
    const isDecoration = one.closest("[aria-hidden=true]") || one.getAttribute("role") === "presentation";
    const label = one.localName === "svg" ? (one.getAttribute("aria-label") ?? one.getAttribute("aria-labelledby") ?? one.querySelector("title")?.textContent) : nameOf(one);
    if (!isDecoration && !squeeze(label)) found.push(`the picture <${one.localName}> has no name`);
  }
  for (const group of shown("fieldset")) {
    if (!squeeze(group.querySelector(":scope > legend")?.textContent)) found.push("a group of controls has no legend");
  }
  for (const cell of shown("th")) if (!cell.hasAttribute("scope")) found.push(`the heading ${named(cell)} of a table has no scope`);
}

const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const known = new Map();
function rgba(colour) {
  if (!known.has(colour)) {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
    known.set(colour, [red, green, blue, alpha / 255]);
  }
  return known.get(colour);
}
const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
const luminance = (colour) => {
  const [r, g, b] = colour.slice(0, 3).map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
function contrastOf(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
function canvasColour() {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.setProperty("background-color", "Canvas");
  const colour = rgba(getComputedStyle(probe).backgroundColor);
  probe.remove();
  return colour;
}
// Elements share their ancestors, so the background of each is computed once.
const backgrounds = new Map();
function backgroundOf(element, canvas) {
  if (!element) return canvas;
  if (!backgrounds.has(element)) {
    const colour = rgba(getComputedStyle(element).backgroundColor);
    const isOpaque = colour[3] === 1;
    const below = isOpaque ? canvas : backgroundOf(element.parentElement, canvas);
    backgrounds.set(element, colour[3] > 0 ? over(colour, below) : below);
  }
  return backgrounds.get(element);
}

function contrast() {
  const canvas = canvasColour();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!squeeze(walker.currentNode.textContent) || !isShown(element)) continue;
    if (element.closest(":disabled, option, script, style, noscript, [aria-hidden=true]")) continue;
    const box = element.getBoundingClientRect();
    // Text for those who listen stands in a box that is not seen.
    if (box.width <= 1 || box.height <= 1 || box.bottom < 0) continue;
    const style = getComputedStyle(element);
    const background = backgroundOf(element, canvas);
    const colour = rgba(style.color);
    const ratio = contrastOf(over(colour, background), background);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5) && !told.has(style.color + background)) {
      told.add(style.color + background);
      found.push(`${named(element)} has a contrast of ${ratio.toFixed(2)}`);
    }
  }
}

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
  structure();
  names();
  contrast();
  width();
  focus();
  strangers();
  return found;
}
