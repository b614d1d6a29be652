// Toasts: 6 s, paused while the pointer or the focus is on them. The region is role=status and stands in the page.

import { all, onContent } from "./events.js";

const STAY = 6000;

export function startToasts() {
  onContent((root) => all(root, "[data-toast]").forEach(run));
}

/** Say something from a script. `url` with `action` adds a link, `undo` a button that calls it. */
export function toast(text, { tone = "ok", url = "", action = "", undo = null } = {}) {
  const region = document.getElementById("toasts");
  if (!region) return;
  const box = document.createElement("div");
  box.className = `sh-toast sh-toast-${tone}`;
  box.dataset.toast = "";
  const body = document.createElement("div");
  body.className = "sh-toast-body";
  body.textContent = text;
  box.append(body);
  if (url && action) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = action;
    box.append(link);
  }
  if (undo && action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sh-link";
    button.textContent = action;
    button.addEventListener("click", () => {
      undo();
      box.remove();
    });
    box.append(button);
  }
  region.append(box);
  run(box);
}

function run(box) {
  if (box.dataset.toast === "running") return;
  box.dataset.toast = "running";
  let timer = 0;
  const go = () => { timer = window.setTimeout(() => box.remove(), STAY); };
  const stop = () => window.clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) box.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) box.addEventListener(name, () => { stop(); go(); });
  box.querySelector("[data-toast-close]")?.addEventListener("click", () => { stop(); box.remove(); });
  go();
}
