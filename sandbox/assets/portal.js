// What pages can do beyond forms and links: copying, asking before it is too late, and looking again when something changed.
"use strict";

const [copy, copied] = ["Copy", "Copied"];

function offerCopying(place) {
  for (const button of place.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
  }
}

// Read out to those who do not see the button change.
const told = document.createElement("p");
told.className = "unseen";
told.setAttribute("role", "status");
document.querySelector("main").append(told);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = copied;
    told.textContent = copied;
    setTimeout(() => {
      button.textContent = copy;
      told.textContent = "";
    }, 1500);
  } catch {
    // Without the permission the text is selected, ready to be copied by hand.
    const text = button.parentElement.querySelector("code");
    if (text) getSelection().selectAllChildren(text);
  }
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// Parts of a page marked `data-live` are fetched again when something of the merchant has changed.
const parts = [...document.querySelectorAll("[data-live]")];
const asSent = new Map(parts.map((part) => [part, part.innerHTML]));
let isLooking = false;
let isStale = false;
let isPutOff = false;

function isChanged(field) {
  if (field.matches("select")) {
    const standard = field.querySelector("option[selected]") ?? field.options[0];
    return field.selectedOptions[0] !== standard;
  }
  return field.value !== field.defaultValue || Boolean(field.checked) !== Boolean(field.defaultChecked);
}

// Whoever types, marks text or presses a button there is not disturbed, and nothing typed is lost.
function isInUse(part) {
  const fields = [...part.querySelectorAll("input, select, textarea")];
  const marked = getSelection();
  return fields.some((field) => field === document.activeElement || isChanged(field))
    || part.querySelector(":active, dialog[open]") !== null
    || (!marked.isCollapsed && marked.getRangeAt(0).intersectsNode(part));
}

// The same thing in the part that comes: of the same name, or in the same place among its like.
function twinOf(element, part, next) {
  const names = ["id", "href", "value", "data-copy"];
  const isAlike = (other) => names.every((name) => other.getAttribute(name) === element.getAttribute(name))
    && other.form?.getAttribute("action") === element.form?.getAttribute("action");
  const alike = (place) => [...place.querySelectorAll(element.tagName)].filter(isAlike);
  return alike(next)[alike(part).indexOf(element)];
}

// The person finds everything as it was left: unfolded, scrolled, with the focus, at the same height.
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

async function lookAgain() {
  if (isLooking) {
    isStale = true;
    return;
  }
  isLooking = true;
  isPutOff = false;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts) {
        const next = fresh.getElementById(part.id);
        if (!next || next.innerHTML === asSent.get(part)) continue;
        if (isInUse(part)) {
          isPutOff = true;
          continue;
        }
        asSent.set(part, next.innerHTML);
        replace(part, next);
      }
    }
  } catch {
    // The next change brings another try.
  }
  isLooking = false;
  if (isStale) {
    isStale = false;
    lookAgain();
  }
}

// What was put off is done as soon as nobody is in the way.
for (const end of ["focusout", "keyup", "pointerup", "selectionchange"]) {
  document.addEventListener(end, () => setTimeout(() => {
    if (isPutOff && !parts.some(isInUse)) lookAgain();
  }));
}

offerCopying(document);
const menu = document.querySelector(".menu .fold");
if (menu && !matchMedia("(min-width: 60rem)").matches) menu.open = false;

// A page that was left may be kept for going back; its connection would be missed by the pages that follow.
let news = null;
function listen() {
  if (news || parts.length === 0) return;
  news = new EventSource("/live");
  news.addEventListener("changed", lookAgain);
}
addEventListener("pagehide", () => {
  news?.close();
  news = null;
});
addEventListener("pageshow", (event) => {
  listen();
  if (event.persisted) lookAgain();
});
listen();
