// Reasons for which the open page does not fit into its window, one sentence each.
const faults = [];
const { scrollWidth, clientWidth } = document.documentElement;
const textOf = (one) => JSON.stringify((one.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 60));
if (scrollWidth > clientWidth) {
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
  const last = wide.at(-1);
  faults.push(`is ${scrollWidth} px wide, because of ${last ? `<${last.localName}> ${textOf(last)}` : "something that is not shown"}`);
}
// Texts of others, ids and code have no places to break at; every other word must stay whole.
const FOREIGN = "bdi, code, pre, .any, option, select, textarea, script, style, svg, .unseen";
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const range = document.createRange();
while (texts.nextNode()) {
  const text = texts.currentNode;
  const place = text.parentElement;
  if (!place.checkVisibility() || place.closest(FOREIGN)) continue;
  for (const { 0: word, index } of text.data.matchAll(/[^\s\-–—/]+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
    if (lines.size > 1) faults.push(`breaks the word ${JSON.stringify(word)}`);
  }
}
// A shortened amount is a wrong amount.
for (const cell of document.querySelectorAll("td.number, .amount")) {
  const box = cell.getBoundingClientRect();
  const overlaps = [...cell.parentElement.querySelectorAll("td")].some((other) => {
    const place = other.getBoundingClientRect();
    return other !== cell && place.left < box.right - 1 && place.right > box.left + 1 && place.top < box.bottom - 1 && place.bottom > box.top + 1;
  });
  if (cell.scrollWidth > cell.clientWidth + 1 && getComputedStyle(cell).display !== "inline") faults.push(`shortens ${textOf(cell)}`);
  if (overlaps) faults.push(`puts something over ${textOf(cell)}`);
}
const links = [...document.querySelectorAll("a[href^='/']")].map((link) => link.getAttribute("href"));
return { faults, links };
