// Amount fields (data-money): shown with thousands separators, typed as people type them, sent as plain numbers.

import { all, onContent } from "./events.js";

const WIDE = "０１２３４５６７８９．，－";
const NARROW = "0123456789.,-";

export function startMoney() {
  onContent((root) => all(root, "input[data-money]").forEach(attend));
  document.addEventListener("formdata", (event) => {
    for (const input of event.target.querySelectorAll("input[data-money][name]")) {
      const plain = parse(input.value);
      if (plain !== null && event.formData.has(input.name)) replace(event.formData, input, plain);
    }
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const values = event.detail.parameters;
    for (const input of all(event.detail.elt, "input[data-money][name]")) {
      const plain = parse(input.value);
      if (plain !== null && typeof values[input.name] === "string") values[input.name] = plain;
    }
  });
}

/** The plain number in what was typed ("１，２３４.5", "(5)", "−3"); null when it is not one. */
export function parse(typed) {
  let text = [...typed.trim()].map((char) => (WIDE.includes(char) ? NARROW[WIDE.indexOf(char)] : char)).join("");
  text = text.replace(/[\s\u00a0¥￥元]/g, "").replace(/\u2212/g, "-");
  if (/^\(.*\)$/.test(text)) text = `-${text.slice(1, -1)}`;
  if (/^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text)) text = text.replace(/,/g, ""); // 12,50 is not 1250
  return /^-?(\d+\.?\d*|\.\d+)$/.test(text) ? text : null;
}

/** A plain number as people read it, keeping the decimals it has; amounts get two. */
export function format(plain, places = 2) {
  const negative = plain.startsWith("-");
  const [whole, decimals = ""] = plain.replace("-", "").split(".");
  const grouped = (whole || "0").replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const tail = decimals.length > places ? decimals : decimals.padEnd(places, "0");
  return `${negative ? "\u2212" : ""}${grouped}${tail ? `.${tail}` : ""}`;
}

function attend(input) {
  if (input.dataset.money === "ready" || input.type === "number") return;
  input.dataset.money = "ready";
  const places = Number(input.dataset.places ?? 2);
  const show = () => {
    const plain = parse(input.value);
    if (plain !== null) input.value = format(plain, places);
  };
  show();
  input.addEventListener("blur", show);
  input.addEventListener("change", show);
}

function replace(data, input, plain) {
  const same = [...input.form.querySelectorAll(`[name="${CSS.escape(input.name)}"]`)].filter((item) => !item.disabled);
  if (same.length === 1) {
    data.set(input.name, plain);
    return;
  }
  data.delete(input.name);
  for (const item of same) data.append(item.name, parse(item.value) ?? item.value);
}
