// The numbers of the hostile texts that stand on the page as text. Copies of them in the JSON that was sent to
// the merchant do not count: they prove nothing of the page that the text is for.
function hostileTexts() {
  const numbers = new Set();
  const look = (text) => {
    if (text.trimStart().startsWith("{")) return;
    for (const [, number] of text.matchAll(/<\w+[ /]data-stranger='(\d+)'/g)) numbers.add(Number(number));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) look(texts.currentNode.data);
  for (const control of document.querySelectorAll("input, textarea")) look(control.value);
  return [...numbers];
}
