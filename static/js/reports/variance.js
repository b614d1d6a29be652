// The variance table: folding rows, walking them with the arrow keys, closing the panel.

import "./charts.js";

// What is asked for as a file is what is shown now: the filters change the address, not the title row.
function follow() {
  for (const item of document.querySelectorAll("[data-with-query]")) {
    const address = new URL(item.dataset.withQuery, window.location.origin);
    for (const [name, value] of new URLSearchParams(window.location.search)) address.searchParams.set(name, value);
    item.setAttribute(item.matches("form") ? "action" : "href", `${address.pathname}${address.search}`);
  }
}
document.addEventListener("htmx:pushedIntoHistory", follow);
window.addEventListener("popstate", () => window.setTimeout(follow));

const childrenOf = (row) => [...row.parentElement.children].filter((other) => other.dataset.parent === row.dataset.key);

function fold(row, open) {
  row.querySelector(".sh-tree-toggle")?.setAttribute("aria-expanded", String(open));
  for (const child of childrenOf(row)) {
    child.hidden = !open;
    fold(child, open && child.querySelector(".sh-tree-toggle")?.getAttribute("aria-expanded") === "true" && open);
    if (open) continue;
    child.querySelector(".sh-tree-toggle")?.setAttribute("aria-expanded", "false");
  }
}

const visibleRows = (table) => [...table.tBodies[0].rows].filter((row) => !row.hidden);

document.addEventListener("click", (event) => {
  const toggle = event.target.closest(".sh-tree-toggle");
  if (toggle) {
    fold(toggle.closest("tr"), toggle.getAttribute("aria-expanded") !== "true");
    return;
  }
  const link = event.target.closest("#variance-table tbody a");
  if (link) select(link.closest("tr"));
});

function select(row) {
  for (const other of row.parentElement.querySelectorAll(".sh-selected")) {
    other.classList.remove("sh-selected");
    other.querySelector("a")?.removeAttribute("aria-current");
  }
  row.classList.add("sh-selected");
  row.querySelector("a").setAttribute("aria-current", "true");
  document.querySelector(".sh-variance").classList.add("sh-variance-with-panel");
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("#variance-table tbody tr");
  if (!row) return;
  const rows = visibleRows(row.closest("table"));
  const at = rows.indexOf(row);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
    next?.querySelector("a").focus();
    event.preventDefault();
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    if (!row.querySelector(".sh-tree-toggle")) return;
    fold(row, event.key === "ArrowRight");
    event.preventDefault();
  }
});
