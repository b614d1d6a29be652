// Tables with rows below rows (`sh-tree`): folding by button and by the arrow keys, walking up and down.

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

const visibleRows = (table) => [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden);

document.addEventListener("click", (event) => {
  const toggle = event.target.closest(".sh-tree-toggle");
  if (toggle) fold(toggle.closest("tr"), toggle.getAttribute("aria-expanded") !== "true");
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".sh-tree tbody tr");
  if (!row) return;
  const rows = visibleRows(row.closest("table"));
  const at = rows.indexOf(row);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
    next?.querySelector("a")?.focus();
    event.preventDefault();
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    if (!row.querySelector(".sh-tree-toggle")) return;
    fold(row, event.key === "ArrowRight");
    event.preventDefault();
  }
});
