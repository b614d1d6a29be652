// Text written in place: a new text node would make the browser look through the whole page for rules about what contains what.

export function setText(element, text) {
  const only = element.childNodes.length === 1 && element.firstChild.nodeType === Node.TEXT_NODE ? element.firstChild : null;
  if (!only) element.textContent = text;
  else if (only.data !== text) only.data = text;
}
