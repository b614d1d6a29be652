// Small helpers shared by the modules.

/** Run `work` on the page now, and on whatever HTMX puts into it later. */
export function onContent(work) {
  work(document);
  document.addEventListener("htmx:load", (event) => work(event.target));
}

/** All elements that match inside `root`, `root` itself included. */
export function all(root, selector) {
  const own = root instanceof Element && root.matches(selector) ? [root] : [];
  return [...own, ...root.querySelectorAll(selector)];
}

/** Whether keys typed now belong to a field and not to the page. */
export function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable='true'], .ts-wrapper") !== null
    && !target.matches("input[type='checkbox'], input[type='radio'], input[type='button'], input[type='submit']");
}

/** Visible to the eye, so a key may press it. */
export function isShown(element) {
  return element.getClientRects().length > 0 && !element.disabled && element.getAttribute("aria-disabled") !== "true";
}
