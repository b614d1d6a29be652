// Writing a request or a claim: the rate shows for foreign currencies only, a new line takes the focus.

import { all, onContent } from "../events.js";

onContent((root) => {
  for (const fields of all(root, "#rate-fields")) attendRate(fields);
  if (all(root, "[data-added]").length) {
    const lines = document.querySelectorAll(".sh-ex-line");
    lines[lines.length - 1]?.querySelector("select, input:not([type='hidden'])")?.focus();
  }
});

function attendRate(fields) {
  const currency = document.getElementById("id_currency");
  if (!currency) return;
  const show = () => {
    fields.hidden = currency.value === fields.dataset.base;
  };
  show();
  currency.addEventListener("change", show);
}

// What was typed since is not saved yet, so nothing says it is.
document.addEventListener("input", (event) => {
  if (event.target.closest("#document-form")) document.querySelector(".sh-ex-saved")?.setAttribute("hidden", "");
});
