// After an @ in a comment: colleagues who may see the document. Arrow keys choose, Enter or Tab takes, Escape closes.

import { onContent, all } from "./events.js";

const TYPED = /[@＠]([^\s@＠，。；：,;:]{1,40})$/;
const PAUSE = 150;
const prepared = new WeakSet(); // HTMX announces the first page too

export function startMentions() {
  onContent((root) => all(root, "textarea[data-mentions]").forEach(prepare));
}

function prepare(field) {
  if (prepared.has(field)) return;
  prepared.add(field);
  const list = document.createElement("ul");
  list.className = "sh-mentions";
  list.id = `${field.id}-mentions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "@");
  list.hidden = true;
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let timer = 0;
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => offer(field, list), PAUSE);
  });
  field.addEventListener("keydown", (event) => onKey(event, field, list));
  field.addEventListener("blur", () => window.setTimeout(() => close(field, list), PAUSE));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role='option']");
    if (!option) return;
    event.preventDefault();
    take(field, list, option);
  });
}

function typed(field) {
  return TYPED.exec(field.value.slice(0, field.selectionStart));
}

async function offer(field, list) {
  const match = typed(field);
  if (!match) return close(field, list);
  const response = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(match[1])}`, {
    headers: { "HX-Request": "true" },
  });
  if (!response.ok || typed(field)?.[1] !== match[1]) return close(field, list);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  list.replaceChildren(...page.querySelectorAll("li"));
  list.hidden = false;
  const first = list.querySelector("[role='option']");
  if (first) choose(field, list, first);
}

function onKey(event, field, list) {
  const options = [...list.querySelectorAll("[role='option']")];
  if (list.hidden || event.isComposing) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    close(field, list);
  } else if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(field, list, options[(at + step + options.length) % options.length]);
    event.preventDefault();
  } else if (options.length && (event.key === "Enter" || event.key === "Tab")) {
    take(field, list, list.querySelector("[aria-selected='true']") ?? options[0]);
    event.preventDefault();
  }
}

function choose(field, list, option) {
  for (const other of list.querySelectorAll("[aria-selected='true']")) other.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
}

function take(field, list, option) {
  const match = typed(field);
  if (match) {
    const end = field.selectionStart;
    field.setRangeText(`@${option.dataset.name} `, end - match[0].length, end, "end");
  }
  close(field, list);
  field.focus();
}

function close(field, list) {
  list.hidden = true;
  field.removeAttribute("aria-activedescendant");
}
