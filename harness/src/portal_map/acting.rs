//! Functions that run in the page with an element as `this`.

/// Types a text in place of what is there, as pages notice it. Gives what stands in the way.
pub(super) const FILL: &str = r"function (text) {
    const one = this.nodeType === Node.TEXT_NODE ? this.parentElement : this;
    if (one.disabled || one.readOnly) return 'cannot be changed';
    one.scrollIntoView({ block: 'center' });
    one.focus();
    if (one.isContentEditable) one.textContent = text;
    else {
        const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(one), 'value');
        if (!own?.set) return 'takes no text';
        own.set.call(one, text);
    }
    one.dispatchEvent(new InputEvent('input', { bubbles: true }));
    one.dispatchEvent(new Event('change', { bubbles: true }));
    return null;
}";

/// Chooses an option of a list by its words, their beginning, or its value. Gives what stands in the way; `open` if the list is
/// one that a person opens first.
pub(super) const CHOOSE: &str = r"function (wanted) {
    if (this.localName !== 'select') return 'open';
    if (this.disabled) return 'cannot be changed';
    const text = (one) => one.label.replace(/\s+/g, ' ').trim().toLowerCase();
    const words = wanted.replace(/\s+/g, ' ').trim().toLowerCase();
    const all = [...this.options];
    const one = all.find((other) => text(other) === words) ?? all.find((other) => other.value === wanted)
        ?? all.find((other) => words && text(other).startsWith(words));
    const labels = all.map((other) => JSON.stringify(other.label)).join(', ');
    if (!one) return `has no option ${JSON.stringify(wanted)}; it has ${labels}`;
    this.focus();
    one.selected = true;
    this.dispatchEvent(new Event('input', { bubbles: true }));
    this.dispatchEvent(new Event('change', { bubbles: true }));
    return null;
}";

/// Gives what a person reads there.
pub(super) const TEXT: &str = r"function () {
    return (this.innerText ?? this.textContent ?? '').trim();
}";

/// Gives what stands in a field; of a list the chosen option, of a box whether it is ticked.
pub(super) const VALUE: &str = r"function () {
    if (this.type === 'checkbox' || this.type === 'radio') return String(this.checked);
    if (this.localName === 'select') return this.selectedOptions[0]?.label ?? '';
    return this.value ?? this.innerText ?? '';
}";

/// Gives the address to which a link leads, to which a button sends its form, or from which a picture comes.
pub(super) const ADDRESS: &str = r"function () {
    const one = this.nodeType === Node.TEXT_NODE ? this.parentElement : this;
    const link = one.closest('a[href]');
    const form = one.getAttribute('formaction') ?? one.form?.getAttribute('action');
    return link?.href ?? one.src ?? (form ? new URL(form, location.href).href : '');
}";

/// Ticks a box or not.
pub(super) const TICK: &str = r"function (wanted) {
    const is = this.checked ?? (this.getAttribute('aria-checked') === 'true');
    if (this.disabled) return 'cannot be changed';
    if (is !== wanted) this.click();
    return null;
}";

/// Waits until a picture or a frame shows its document; the argument is the limit in milliseconds. Gives the trouble.
pub(super) const SHOW: &str = r"async function (limit) {
    this.scrollIntoView();
    const end = performance.now() + limit;
    for (;;) {
        if (this.localName === 'img') {
            if (this.complete && this.naturalWidth > 0) return null;
            if (this.complete && this.src && performance.now() + limit / 2 > end) return 'is no picture';
        } else {
            // A frame that the browser refuses to fill has a page of the browser's own, into which nobody may look. So has, for a
            // moment, a frame that is being filled.
            const inner = this.contentDocument;
            if (!inner && performance.now() + limit / 2 > end) return 'is kept out of the page';
            if (inner && inner.URL !== 'about:blank' && inner.readyState === 'complete') return null;
        }
        if (performance.now() > end) return 'does not appear';
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}";

/// Fetches the file behind a link as the page does: status, headers, and the content in Base64.
pub(super) const FETCH: &str = r"async function () {
    const answer = await fetch(this.closest('a[href]').href);
    const reader = new FileReader();
    const { promise, resolve } = Promise.withResolvers();
    reader.addEventListener('load', resolve);
    reader.readAsDataURL(await answer.blob());
    await promise;
    const content = reader.result.slice(reader.result.indexOf(',') + 1);
    return { status: answer.status, headers: [...answer.headers], content };
}";

/// Gives the page's source.
pub(super) const SOURCE: &str = "return document.documentElement.outerHTML;";

/// Gives the page's visible text.
pub(super) const WORDS: &str = "return document.body.innerText;";
