// The inbox by keyboard: J and K move, Space selects, Shift with arrows extends, Enter opens, A R X decide on what is selected,
// or on the row one is on; Q T S ask, hand over, add an approver there. The list works without this: ticks, links and buttons are plain.

import { isTyping } from "../events.js";

let anchor = -1;

document.addEventListener("change", (event) => {
  if (!event.target.closest("[data-inbox]")) return;
  if (event.target.matches("[data-all]")) for (const box of boxes()) box.checked = event.target.checked;
  update();
});

document.addEventListener("click", (event) => {
  const mode = event.target.closest("[data-select-mode]");
  if (mode) {
    const on = document.querySelector("[data-inbox]").classList.toggle("sh-in-selecting");
    mode.setAttribute("aria-pressed", String(on));
    if (!on) for (const box of boxes()) box.checked = false;
    update();
    return;
  }
  const box = event.target.closest("[data-inbox] input[name='task']");
  if (!box) return;
  const place = boxes().indexOf(box);
  if (event.shiftKey && anchor >= 0) select(anchor, place);
  else anchor = place;
});

update();

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "inbox-confirm") {
    const panel = document.getElementById("decide-many");
    (panel?.querySelector("textarea, [data-summary]") ?? panel?.querySelector("button:not([data-conceal])"))?.focus();
  }
  if (event.detail.target?.id === "inbox-list") update();
});

// Before the page's own keys: a verdict without a selection means the row one is on.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") || document.querySelector("[data-panel]:not([hidden])")) return;
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
  if (isTyping(event.target) || !rows().length) return;
  if (arrow && (event.shiftKey || currentPlace() >= 0)) {
    event.preventDefault();
    move(arrow, event.shiftKey);
    return;
  }
  if (document.body.dataset.shortcuts === "off") return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    move(key === "j" ? 1 : -1, event.shiftKey);
  } else if (key === " " && currentPlace() >= 0 && !event.target.matches("input, button")) {
    event.preventDefault();
    const box = boxes()[currentPlace()];
    box.checked = !box.checked;
    anchor = currentPlace();
    update();
  } else if (["q", "t", "s"].includes(key) && currentPlace() >= 0) {
    event.preventDefault();
    window.location.assign(rows()[currentPlace()].dataset[key]);
  } else if (["a", "r", "x"].includes(key) && !chosen().length && currentPlace() >= 0) {
    boxes()[currentPlace()].checked = true;
    update();
  }
}, true);

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function boxes() {
  return rows().map((row) => row.querySelector("input[name='task']"));
}

function chosen() {
  return rows().filter((row) => row.querySelector("input[name='task']").checked);
}

function currentPlace() {
  return rows().findIndex((row) => row.contains(document.activeElement));
}

function move(step, extend) {
  const list = rows();
  const from = currentPlace();
  const to = Math.min(Math.max(from < 0 ? (step > 0 ? 0 : list.length - 1) : from + step, 0), list.length - 1);
  if (extend && from >= 0) {
    if (anchor < 0) anchor = from;
    select(anchor, to);
  } else {
    anchor = to;
  }
  list[to].querySelector("[data-open]").focus();
  list[to].scrollIntoView({ block: "nearest" });
}

function select(one, other) {
  const [first, last] = [Math.min(one, other), Math.max(one, other)];
  boxes().forEach((box, place) => { if (place >= first && place <= last) box.checked = true; });
  update();
}

function update() {
  const bar = document.querySelector("[data-inbox-bar]");
  if (!bar) return;
  const ticked = chosen();
  bar.hidden = ticked.length === 0;
  bar.classList.toggle("sh-bar", ticked.length > 0);
  const whole = document.querySelector("[data-all]");
  if (whole) {
    whole.checked = ticked.length > 0 && ticked.length === rows().length;
    whole.indeterminate = ticked.length > 0 && ticked.length < rows().length;
  }
  const sum = bar.querySelector("[data-inbox-sum]");
  const total = ticked.reduce((cents, row) => cents + asCents(row.dataset.amount), 0n);
  const flagged = ticked.filter((row) => "flagged" in row.dataset).length;
  const text = (ticked.length === 1 ? sum.dataset.one : sum.dataset.many).replace("{count}", ticked.length).replace("{sum}", asAmount(total));
  const more = flagged ? ` · ${sum.dataset.flagged.replace("{count}", flagged)}` : "";
  sum.textContent = ticked.length ? text + more : sum.dataset.none;
}

function asCents(text) {
  const [whole, part = ""] = (text || "0").replace("-", "").split(".");
  const cents = BigInt(whole || "0") * 100n + BigInt(part.padEnd(2, "0").slice(0, 2));
  return text?.startsWith("-") ? -cents : cents;
}

function asAmount(cents) {
  const size = cents < 0n ? -cents : cents;
  const whole = (size / 100n).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${cents < 0n ? "−" : ""}${whole}.${(size % 100n).toString().padStart(2, "0")}`;
}
