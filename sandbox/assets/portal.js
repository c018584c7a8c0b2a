// The script of the Portal: copy buttons, confirmations, and live parts that show changes.
"use strict";

const [copy, copied] = ["Copy", "Copied"];

function offerCopying(place) {
  for (const button of place.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
  }
}

// A message for screen readers, whose users do not see the button change.
const spoken = document.createElement("p");
spoken.className = "unseen";
spoken.setAttribute("role", "status");
document.querySelector("main").append(spoken);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = copied;
    spoken.textContent = copied;
    setTimeout(() => {
      button.textContent = copy;
      spoken.textContent = "";
    }, 1500);
  } catch {
    // Without the permission to copy, the text is selected so that the person can copy it.
    const text = button.parentElement.querySelector("code");
    if (text) getSelection().selectAllChildren(text);
  }
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// Parts marked `data-live` are fetched again when data of the merchant has changed.
const parts = [...document.querySelectorAll("[data-live]")];
const asSent = new Map(parts.map((part) => [part, part.innerHTML]));
let isRefreshing = false;
let isStale = false;
let isPostponed = false;

function isChanged(field) {
  if (field.matches("select")) {
    const standard = field.querySelector("option[selected]") ?? field.options[0];
    return field.selectedOptions[0] !== standard;
  }
  return field.value !== field.defaultValue || Boolean(field.checked) !== Boolean(field.defaultChecked);
}

// True while a person types, selects text or presses a button in the part, which then must not change.
function isInUse(part) {
  const fields = [...part.querySelectorAll("input, select, textarea")];
  const marked = getSelection();
  return fields.some((field) => field === document.activeElement || isChanged(field))
    || part.querySelector(":active, dialog[open]") !== null
    || (!marked.isCollapsed && marked.getRangeAt(0).intersectsNode(part));
}

// The element of the new part that corresponds to `element`: the one with the same attributes and the same position.
function twinOf(element, part, next) {
  const names = ["id", "href", "value", "data-copy"];
  const isAlike = (other) => names.every((name) => other.getAttribute(name) === element.getAttribute(name))
    && other.form?.getAttribute("action") === element.form?.getAttribute("action");
  const alike = (place) => [...place.querySelectorAll(element.tagName)].filter(isAlike);
  return alike(next)[alike(part).indexOf(element)];
}

// Replaces a part and keeps its open details, scroll positions, focus and place on the screen.
function replace(part, next) {
  const top = (element) => element.getBoundingClientRect().top;
  const all = (tag) => [...part.querySelectorAll(tag)];
  const twin = (element) => element && twinOf(element, part, next);
  for (const unfolded of all("details[open]")) twin(unfolded)?.setAttribute("open", "");
  const scrolled = all("pre").map((text) => [twin(text), text.scrollLeft, text.scrollTop]);
  const focused = all(":focus")[0];
  const heir = twin(focused);
  const read = top(part) < 0 ? all("a").find((link) => top(link) >= 0) : undefined;
  const readNext = twin(read);
  const height = read && top(read);

  part.replaceChildren(...next.childNodes);
  offerCopying(part);
  for (const [text, left, below] of scrolled) text?.scrollTo(left, below);
  if (readNext) scrollBy(0, top(readNext) - height);
  if (focused) {
    if (!heir) part.tabIndex = -1;
    (heir ?? part).focus({ preventScroll: true });
  }
}

async function refresh() {
  if (isRefreshing) {
    isStale = true;
    return;
  }
  isRefreshing = true;
  isPostponed = false;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts) {
        const next = fresh.getElementById(part.id);
        if (!next || next.innerHTML === asSent.get(part)) continue;
        if (isInUse(part)) {
          isPostponed = true;
          continue;
        }
        asSent.set(part, next.innerHTML);
        replace(part, next);
      }
    }
  } catch {
    // The next change starts another attempt.
  }
  isRefreshing = false;
  if (isStale) {
    isStale = false;
    refresh();
  }
}

// A postponed update runs as soon as no part is in use.
for (const end of ["focusout", "keyup", "pointerup", "selectionchange"]) {
  document.addEventListener(end, () => setTimeout(() => {
    if (isPostponed && !parts.some(isInUse)) refresh();
  }));
}

offerCopying(document);
const menu = document.querySelector(".menu .fold");
if (menu && !matchMedia("(min-width: 60rem)").matches) menu.open = false;

// The browser may keep a page that was left; its connection is closed, because the number of connections is limited.
let changes = null;
function listen() {
  if (changes || parts.length === 0) return;
  changes = new EventSource("/live");
  changes.addEventListener("changed", refresh);
  changes.addEventListener("replaced", stopListening);
}
function stopListening() {
  changes?.close();
  changes = null;
}
addEventListener("pagehide", stopListening);
// With very many pages open, the server ends the stream of the oldest; it begins again when a person returns to it.
document.addEventListener("visibilitychange", () => {
  if (document.hidden || changes || parts.length === 0) return;
  listen();
  refresh();
});
addEventListener("pageshow", (event) => {
  listen();
  if (event.persisted) refresh();
});
listen();
