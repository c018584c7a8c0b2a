function () {
  // The point of an element, `this`, at which a person would press it: `x` and `y`; null if that is not possible now, because it has
  // left the page, stands in a frame, cannot be seen, or another element is in front of it.
  const pressed = this.nodeType === Node.TEXT_NODE ? (this.parentElement ?? this.getRootNode().host) : this;
  if (!pressed?.isConnected || window !== window.top) return null;
  const inFront = (x, y) => {
    let found = document.elementFromPoint(x, y);
    for (let inner; (inner = found?.shadowRoot?.elementFromPoint(x, y)) && inner !== found; ) found = inner;
    return found;
  };
  const isInside = (found) => {
    for (let one = found; one; one = one.assignedSlot ?? one.parentNode ?? one.host) if (one === pressed) return true;
    return false;
  };
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const point = () => {
    const place = [...pressed.getClientRects()].find(({ width, height }) => width && height);
    if (!place) return null;
    const x = middle(place.left, place.right, innerWidth);
    const y = middle(place.top, place.bottom, innerHeight);
    return isInside(inFront(x, y)) ? { x, y } : null;
  };
  const first = point();
  if (first) return first;
  pressed.scrollIntoView({ behavior: "instant", block: "center", inline: "center" });
  return point();
}
