function () {
  // The point of an element, `this`, at which a person would press it: `x` and `y`; null if that is not possible now, because it has
  // left the page, stands in a frame, cannot be seen, or another element is in front of it.
  const one = this.nodeType === Node.TEXT_NODE ? this.parentElement : this;
  if (!one?.isConnected || one.ownerDocument !== document) return null;
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const point = () => {
    const [place] = one.getClientRects();
    if (!place?.width || !place.height) return null;
    const x = middle(place.left, place.right, innerWidth);
    const y = middle(place.top, place.bottom, innerHeight);
    return one.contains(document.elementFromPoint(x, y)) ? { x, y } : null;
  };
  const first = point();
  if (first) return first;
  one.scrollIntoView({ behavior: "instant", block: "center", inline: "center" });
  return point();
}
