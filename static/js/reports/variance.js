// The variance table: the chosen row and its panel. Folding and walking are tree.js.

import "../tree.js";
import "./charts.js";

document.addEventListener("click", (event) => {
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
