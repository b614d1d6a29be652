// Confirmation inside the page: a button with aria-controls and data-reveal opens the form it names above the decision bar.
// The panel is part of the page (hidden), says the consequence in money, and Esc or its own button goes back.

export function startConfirms() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-reveal]");
    if (opener) {
      event.preventDefault();
      toggle(opener);
      return;
    }
    const back = event.target.closest("[data-conceal]");
    if (back) {
      event.preventDefault();
      conceal(back.closest("[data-panel]"));
    }
  });
  // A panel that came by HTMX: the link that asked for it opened it, also when it comes again with what was wrong.
  let asker = null;
  document.addEventListener("htmx:afterSwap", (event) => {
    const panel = event.detail.target?.id === "decision-move" && event.detail.target.querySelector(":scope > [data-panel]");
    if (!panel) return;
    const asking = event.detail.requestConfig?.elt;
    if (asking && !asking.closest("[data-panel]")) asker = asking;
    for (const other of document.querySelectorAll("[data-panel]:not([hidden])")) if (other !== panel) conceal(other, { refocus: false });
    const menu = asker?.closest("details[data-menu]");
    menu?.removeAttribute("open");
    panel.opener = menu?.querySelector("summary") ?? asker;
    focusFirst(panel);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    const shown = [...document.querySelectorAll("[data-panel]:not([hidden])")].pop();
    if (!shown) return;
    event.preventDefault();
    conceal(shown);
  });
}

function toggle(opener) {
  const panel = document.getElementById(opener.dataset.reveal);
  if (!panel) return;
  if (!panel.hidden) {
    conceal(panel);
    return;
  }
  for (const other of document.querySelectorAll("[data-panel]:not([hidden])")) conceal(other, { refocus: false });
  panel.hidden = false;
  panel.dataset.opener = opener.id || "";
  panel.opener = opener;
  opener.setAttribute("aria-expanded", "true");
  opener.closest("details[data-menu]")?.removeAttribute("open");
  focusFirst(panel);
}

function focusFirst(panel) {
  const first = panel.querySelector("[data-summary], [aria-invalid='true']")
    ?? panel.querySelector("[autofocus], textarea, input:not([type='hidden']), select") ?? panel.querySelector("button, a");
  first?.focus();
  panel.scrollIntoView({ block: "nearest" });
}

function conceal(panel, { refocus = true } = {}) {
  if (!panel) return;
  panel.hidden = true;
  if (panel.opener?.hasAttribute("aria-expanded")) panel.opener.setAttribute("aria-expanded", "false");
  if (refocus) panel.opener?.focus();
}
