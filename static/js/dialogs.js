// Dialogs and menus: one is open at a time, Esc and a click outside close it, focus goes back to where it was.

export function startDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close-dialog]")) dialog.close();
    });
  }
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
      event.preventDefault();
    }
  });
}

/** Open a dialog over the page, once. */
export function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

function openMenus() {
  return document.querySelectorAll("details[data-menu][open]");
}
