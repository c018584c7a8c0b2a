// What pages can do beyond forms and links: copying, asking before it is too late, and looking again when something changed.
"use strict";

const copied = "Copied";

function offerCopying(place) {
  for (const button of place.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const name = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = copied;
  } catch {
    // Without the permission the text is selected, ready to be copied by hand.
    const text = button.parentElement.querySelector("code");
    if (text) getSelection().selectAllChildren(text);
  }
  setTimeout(() => { button.textContent = name; }, 1500);
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// Parts of a page marked `data-live` are fetched again when something of the merchant has changed.
let isLooking = false;
let isStale = false;

function isInUse(part) {
  return part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
}

// What the person has unfolded stays so.
function keepOpen(part, next) {
  for (const unfolded of part.querySelectorAll("details[id][open]")) {
    next?.querySelector(`#${CSS.escape(unfolded.id)}`)?.setAttribute("open", "");
  }
}

async function lookAgain() {
  if (isLooking) {
    isStale = true;
    return;
  }
  isLooking = true;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const next = fresh.getElementById(part.id);
        keepOpen(part, next);
        if (next && !isInUse(part) && next.innerHTML !== part.innerHTML) {
          part.replaceChildren(...next.childNodes);
          offerCopying(part);
        }
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

offerCopying(document);
const menu = document.querySelector(".menu .fold");
if (menu && !matchMedia("(min-width: 60rem)").matches) menu.open = false;

// A page that was left may be kept for going back; its connection would be missed by the pages that follow.
let news = null;
function listen() {
  if (news || !document.querySelector("[data-live]")) return;
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
