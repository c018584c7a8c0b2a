// The addresses to which the page leads, within the Portal; a link to a file that is only to be saved leads to no page.
function links() {
  const links = [...document.querySelectorAll("a[href]")].filter((link) => !link.download);
  const own = links.map((link) => new URL(link.href)).filter((url) => url.origin === location.origin);
  return [...new Set(own.map((url) => url.pathname + url.search))];
}
