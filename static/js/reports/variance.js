// The variance table: the chosen row and its panel. Folding and walking are tree.js.

import "../tree.js";
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
