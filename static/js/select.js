// Long choices become a field one can search in: <select data-search>. The plain select stays underneath.

import { all, onContent } from "./events.js";

let loading = null;

export function startSelects() {
  onContent((root) => {
    const wanted = all(root, "select[data-search]").filter((select) => select.dataset.search !== "ready");
    for (const select of wanted) select.dataset.search = "ready";
    if (wanted.length) library().then((TomSelect) => wanted.forEach((select) => dress(select, TomSelect)));
  });
}

function library() {
  const source = document.querySelector("meta[name='tom-select']")?.content;
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => resolve(window.TomSelect);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

function dress(select, TomSelect) {
  const labels = select.labels;
  const isHeld = document.activeElement === select;
  const control = new TomSelect(select, {
    maxOptions: 200,
    refreshThrottle: 0, // at once: a late look-up would open the list again after Enter has chosen
    searchField: ["text", "keywords"],
    allowEmptyOption: !select.required,
    plugins: select.multiple ? ["remove_button"] : [],
    render: {
      item: (data, escape) => `<div>${escape(data.text.trim())}</div>`, // chosen, an entry of a tree needs no indent
      no_results: () => {
        const box = document.createElement("div");
        box.className = "no-results";
        box.textContent = select.dataset.none ?? "—";
        return box;
      },
    },
  });
  select.setAttribute("aria-hidden", "true");
  if (isHeld) control.focus();
  const name = labels?.[0]?.textContent.trim();
  if (name) control.control_input.setAttribute("aria-label", name);
  for (const attribute of ["aria-invalid", "aria-describedby"]) {
    const value = select.getAttribute(attribute);
    if (value) control.control_input.setAttribute(attribute, value);
  }
}
