// Keys of the page. An element says its own with data-key ("a", "ctrl+enter"), its words are its label.
// Single letters work outside fields only and can be switched off (WCAG 2.1.4).

import { open } from "./dialogs.js";
import { isShown, isTyping } from "./events.js";

const PAUSE = 1200;

export function startKeys() {
  let began = "";
  let timer = 0;
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-open-keys]")) return;
    event.preventDefault();
    showSheet();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (!event.repeat) press(mainAction(event.target), event);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || document.body.dataset.shortcuts === "off") return;
    const key = event.key.toLowerCase();
    window.clearTimeout(timer);
    if (began) {
      const link = goTo(`${began} ${key}`);
      began = "";
      if (link) {
        event.preventDefault();
        window.location.assign(link);
        return;
      }
    }
    if (key === "g") {
      began = "g";
      timer = window.setTimeout(() => { began = ""; }, PAUSE);
    } else if (key === "/") {
      event.preventDefault();
      const field = document.querySelector("[data-search-field]");
      if (field) field.focus();
      else document.dispatchEvent(new CustomEvent("sh:palette"));
    } else if (key === "?") {
      event.preventDefault();
      showSheet();
    } else {
      // A key held down acts once: after a decision it would go on deciding on the next document.
      const own = event.repeat ? undefined : [...document.querySelectorAll("[data-key]")].find((item) => item.dataset.key === key && isShown(item));
      if (own) press(own, event);
    }
  });
}

/** What Ctrl+Enter means: the form one types in is sent; else the open panel's; else the page's main action. */
function mainAction(target) {
  const form = target.form ?? target.closest("form") ?? [...document.querySelectorAll("form[data-panel]")].find(isShown);
  if (form) {
    const senders = [...form.elements].filter((item) => item.type === "submit" && isShown(item));
    return senders.find((item) => item.dataset.key === "ctrl+enter") ?? senders.at(-1);
  }
  const named = [...document.querySelectorAll("[data-key='ctrl+enter']")].find(isShown);
  return named ?? [...document.querySelectorAll("#decision .btn-primary, .sh-title-actions .btn-primary, main form .btn-primary")].find(isShown);
}

function press(element, event) {
  if (!element || !isShown(element)) return;
  event.preventDefault();
  if (element.matches("input:not([type='checkbox']):not([type='radio']), textarea, select")) element.focus();
  else element.click();
}

function goTo(keys) {
  return [...document.querySelectorAll("#keys [data-go]")].find((item) => item.dataset.goKeys === keys)?.dataset.go;
}

function showSheet() {
  const sheet = document.getElementById("keys");
  if (!sheet) return;
  const own = sheet.querySelector("#keys-page");
  own.replaceChildren();
  const seen = new Set();
  for (const item of document.querySelectorAll("[data-key]")) {
    if (!isShown(item) || seen.has(item.dataset.key)) continue;
    seen.add(item.dataset.key);
    own.append(row(item.dataset.keyLabel || words(item), item.dataset.key));
  }
  for (const item of document.querySelectorAll("[data-keys-help]")) {
    for (const [key, label] of Object.entries(JSON.parse(item.dataset.keysHelp))) own.append(row(label, key));
  }
  own.hidden = own.childElementCount === 0;
  open(sheet);
}

function words(item) {
  const copy = item.cloneNode(true);
  for (const key of copy.querySelectorAll("kbd")) key.remove();
  return item.getAttribute("aria-label") || copy.textContent.trim();
}

function row(label, keys) {
  const pair = document.createElement("div");
  const term = document.createElement("dt");
  term.textContent = label;
  const value = document.createElement("dd");
  for (const key of keys.split("+")) {
    const cap = document.createElement("kbd");
    cap.textContent = key.length === 1 ? key.toUpperCase() : key[0].toUpperCase() + key.slice(1);
    value.append(cap);
  }
  pair.append(term, value);
  return pair;
}
