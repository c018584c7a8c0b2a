// The script of the Portal: copy buttons, confirmations, and live parts that show changes.
"use strict";

const [copy, copied] = ["Copy", "Copied"];

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

// Times: the browser adds its own zone to exact times, and distances go on counting by the merchant's clock.
let [sentAt, readAt] = [Date.parse(document.body.dataset.now), performance.now()];
const units = [["s", 1000, 60], ["min", 60_000, 60], ["h", 3_600_000, 24], ["d", 86_400_000, 30]];

function distanceOf(moment) {
  const millis = Date.parse(moment) - (sentAt + performance.now() - readAt);
  const far = Math.abs(millis);
  if (far < 5000) return "now";
  for (const [name, length, most] of units) {
    const count = Math.round(far / length);
    if (count < most) return millis <= 0 ? `${count} ${name} ago` : `in ${count} ${name}`;
  }
  return moment.slice(0, 10);
}

function localOf(moment) {
  const time = new Date(moment);
  const parts = [time.getFullYear(), time.getMonth() + 1, time.getDate(), time.getHours(), time.getMinutes(), time.getSeconds()];
  const [year, month, day, hour, minute, second] = parts.map((part) => String(part).padStart(2, "0"));
  return `${year}-${month}-${day} ${hour}:${minute}:${second}\u00a0local`;
}

function tellTimes(place) {
  for (const local of place.querySelectorAll("[data-local]")) {
    local.textContent = localOf(local.dataset.local);
    local.dataset.told = "";
  }
  count(place);
}

function count(place) {
  const marked = getSelection();
  for (const time of place.querySelectorAll("[data-relative]")) {
    const text = distanceOf(time.dateTime);
    const isMarked = !marked.isCollapsed && marked.containsNode(time, true);
    if (time.textContent !== text && !isMarked) time.textContent = text;
  }
}

if (!Number.isNaN(sentAt)) {
  tellTimes(document);
  setInterval(() => count(document), 1000);
}

// Parts marked `data-live` are fetched again when data of the merchant has changed.
const parts = [...document.querySelectorAll("[data-live]")];
const asSent = new Map(parts.map((part) => [part, part.innerHTML]));
let isRefreshing = false;
let isStale = false;
let isPostponed = false;

// The summary of a form's faults takes the focus.
document.getElementById("faults")?.focus();

// A refused action was answered at its own address; loading it again must show the page, not repeat the action.
const page = document.querySelector("[data-page]")?.dataset.page;
// Its form has what the person has typed before; an update would lose it.
const sentBackTo = page && page !== location.pathname ? location.pathname : null;
if (sentBackTo) history.replaceState(null, "", page);

// The offer to show changes that wait for a person who types.
const offer = document.createElement("p");
offer.className = "note offer";
document.querySelector("main").prepend(offer);

function offerChanges() {
  if (!isPostponed) {
    offer.replaceChildren();
  } else if (!offer.hasChildNodes()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet small";
    button.textContent = "Show the changes";
    button.addEventListener("click", () => location.reload());
    const news = "This page has changed since you began to type. ";
    offer.append(news, button);
    spoken.textContent = news;
  }
}

function isChanged(field) {
  if (field.matches("select")) {
    const standard = field.querySelector("option[selected]") ?? field.options[0];
    return field.selectedOptions[0] !== standard;
  }
  return field.value !== field.defaultValue || Boolean(field.checked) !== Boolean(field.defaultChecked);
}

// True while a person types, selects text or presses a button in the part, which then must not change.
function isInUse(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const isSentBack = (field) => sentBackTo && field.form?.getAttribute("action") === sentBackTo;
  const marked = getSelection();
  return fields.some((field) => isSentBack(field) || field === document.activeElement || isChanged(field))
    || part.querySelector(":active, dialog[open]") !== null
    || (!marked.isCollapsed && marked.getRangeAt(0).intersectsNode(part));
}

// The element of the new part that corresponds to `element`: the one with the same attributes and the same position.
function twinOf(element, part, next) {
  const names = ["id", "href", "value", "data-copy"];
  // The same link can stand in several rows of a table; the first link of a row tells them apart.
  const rowOf = (one) => one.closest("tr")?.querySelector("a")?.getAttribute("href");
  const isAlike = (other) => names.every((name) => other.getAttribute(name) === element.getAttribute(name))
    && rowOf(other) === rowOf(element)
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
  tellTimes(part);
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
      [sentAt, readAt] = [Date.parse(fresh.body.dataset.now), performance.now()];
      shows = fresh.body.dataset.changes;
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
  offerChanges();
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

// The browser may keep a page that was left; its connection is closed, because the number of connections is limited.
let changes = null;
// The number of changes that the page shows.
let shows = document.body.dataset.changes;
function listen() {
  if (changes || parts.length === 0) return;
  // What has changed since the page was made is told at once, also after a connection was lost.
  changes = new EventSource(`/live?shows=${shows}`);
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
