// Looks at a document as the page shows it, and fetches it as the page does: `arguments` are its address and how long it
// may take to be shown, in milliseconds. A document that is only to be saved is not looked at.
const [address, limit] = arguments;

function shownBy(element) {
  const { promise, resolve } = Promise.withResolvers();
  setTimeout(() => resolve("does not appear"), limit);
  if (element.localName === "img") {
    element.decode().then(() => resolve(null), () => resolve("is no picture"));
  } else {
    // A frame that the browser refuses to fill is loaded, too, with a page of the browser's own that nobody may look into.
    element.addEventListener("load", () => resolve(element.contentDocument ? null : "is kept out of the page"));
  }
  return promise;
}

return (async () => {
  const link = [...document.querySelectorAll("main a[href]")].find((one) => one.getAttribute("href") === address);
  if (!link) return { missing: `link to the document ${address}` };
  const previews = [...document.querySelectorAll("main .preview img, main .preview iframe")];
  const preview = previews.find((one) => one.getAttribute("src") === address);
  if (!preview && !link.download && link.target) return { missing: `preview of the document ${address}` };
  let trouble = null;
  if (preview) {
    const shown = shownBy(preview);
    preview.closest("details").open = true;
    preview.scrollIntoView();
    trouble = await shown;
  }
  const answer = await fetch(address);
  const reader = new FileReader();
  const { promise: read, resolve } = Promise.withResolvers();
  reader.addEventListener("load", resolve);
  reader.readAsDataURL(await answer.blob());
  await read;
  const content = reader.result.slice(reader.result.indexOf(",") + 1);
  return { trouble, status: answer.status, headers: [...answer.headers], content };
})();
