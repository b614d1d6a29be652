// Forms: sent once, focus to what has to be changed, a warning before typed values are lost.

import { all, onContent } from "./events.js";

export function startForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
    if (form.dataset.sending === "yes") {
      event.preventDefault();
      return;
    }
    guard(form, event.submitter);
  });
  document.addEventListener("htmx:afterRequest", (event) => release(event.detail.elt.closest("form")));
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    // What was typed is kept now, so leaving for the page that shows it needs no warning.
    const form = event.detail.elt.closest("form[data-changed]");
    if (form && event.detail.xhr.getResponseHeader("HX-Redirect")) delete form.dataset.changed;
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
  onContent(focusSummary);
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-warn-unsaved]");
    if (form) form.dataset.changed = "yes";
    corrected(event.target);
  });
  document.addEventListener("change", (event) => corrected(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed='yes']:not([data-sending])")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (button) showPassword(button);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-auto-submit]");
    if (form && !hasOwnButton(event.target)) form.requestSubmit();
  });
}

// Several filters in a menu are chosen one after the other and applied together, by the button there.
function hasOwnButton(field) {
  return Boolean(field.closest("[data-menu]")?.querySelector("button[type='submit']"));
}

// The button keeps its name and value in the sent data, so it is switched off only after the form was read.
function guard(form, button) {
  form.dataset.sending = "yes";
  window.setTimeout(() => {
    for (const item of form.querySelectorAll("button:not([type='button']), input[type='submit']")) {
      item.setAttribute("aria-disabled", "true");
      item.classList.add("disabled");
    }
    button?.setAttribute("aria-busy", "true");
  });
}

function release(form) {
  if (!form?.dataset?.sending) return;
  delete form.dataset.sending;
  for (const item of form.querySelectorAll("[aria-disabled='true'].disabled")) {
    item.removeAttribute("aria-disabled");
    item.classList.remove("disabled");
    item.removeAttribute("aria-busy");
  }
}

// A field that was refused is no longer marked once it is changed: whether it is right now is told when it is sent.
function corrected(field) {
  if (!field.matches?.("[aria-invalid='true']")) return;
  field.removeAttribute("aria-invalid");
  const told = document.getElementById(`${field.id}_error`);
  if (!told) return;
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== told.id);
  if (others.length) field.setAttribute("aria-describedby", others.join(" "));
  else field.removeAttribute("aria-describedby");
  told.remove();
}

function focusSummary(root) {
  const summary = all(root, "[data-summary]")[0];
  if (summary) {
    summary.focus();
    return;
  }
  all(root, "[aria-invalid='true']")[0]?.focus();
}

// data-show names a password field; pressed, the field shows what was typed.
function showPassword(button) {
  const field = document.getElementById(button.dataset.show);
  if (!field) return;
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}
