// The words around the grid: status bar, strip with totals and gauge, saved-at, who is here.

import { format, percent } from "./money.js";
import { measure } from "./cells.js";
import { setText } from "./text.js";

const REST = 600;

export class Status {
  constructor(facts, cells) {
    Object.assign(this, { facts, cells, words: facts.words, timer: 0 });
    this.where = document.getElementById("grid-where");
    this.figures = document.getElementById("grid-figures");
    this.spoken = document.getElementById("grid-spoken");
    this.saved = document.getElementById("grid-saved");
    this.people = document.getElementById("grid-people");
  }

  /** Words of the catalogue with {names} filled in. */
  say(name, given = {}) {
    return this.words[name].replace(/\{(\w+)\}/g, (_all, key) => given[key] ?? "");
  }

  /** The name of a cell as people say it. */
  nameOf(line, month) {
    return `${this.facts.lines[line]?.name ?? ""} ${this.facts.months[month]}`;
  }

  cell(row, month) {
    const line = this.facts.lines[row.line];
    const parts = [];
    const before = line?.before?.[month];
    if (before !== undefined) {
      const word = this.facts.compare === "version" ? "last_version" : "last_year";
      parts.push(this.say(word, { amount: format(Math.round(Number(before) * 100)) }));
    }
    if (line?.why) parts.push(this.say("why", { text: line.why }));
    this.where.replaceChildren(bold(this.nameOf(row.line, month)), ` ${parts.join(" · ")}`);
  }

  area({ rows, from, to }) {
    if (!rows.length) {
      this.figures.replaceChildren();
      return;
    }
    const { sum, count } = measure(rows, from, to);
    const shown = [["sum", format(sum)]];
    if (count > 1) {
      shown.unshift(["average", format(Math.round(sum / count))]);
      shown.unshift(["count", String(count)]);
      shown.unshift(["selected", `${rows.length} × ${to - from + 1}`]);
    }
    this.figures.replaceChildren(...shown.flatMap(([word, value]) => pair(this.words[word], value)));
    this.speak(shown.map(([word, value]) => `${this.words[word]} ${value}`).join(", "));
  }

  /** For those who listen: after a moment of rest. */
  speak(text) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.spoken.textContent = text; }, REST);
  }

  state(name) {
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: this.facts.zone });
    this.saved.dataset.state = name;
    setText(this.saved.querySelector("span"), this.say(name, { time }));
  }

  present(people) {
    const faces = people.slice(0, 4).map((person) => {
      const face = document.createElement("span");
      face.className = "sh-face sh-grid-face";
      face.textContent = person.initials;
      face.title = person.name;
      return face;
    });
    const first = people.find((person) => this.cells.byLine.has(person.line)) ?? people[0];
    const text = !first ? "" : this.cells.byLine.has(first.line)
      ? this.say("editing", { who: first.name, line: this.facts.lines[first.line]?.name ?? "" })
      : this.say("here", { who: first.name });
    const words = document.createElement("span");
    words.textContent = text;
    words.className = "sh-grid-editing";
    this.people.replaceChildren(...faces, ...(text ? [words] : []));
  }

  /** The strip: total, reserve, result. */
  sums(cells) {
    const costs = cells.year("costs");
    put("strip-costs", format(costs));
    const last = Number(document.getElementById("strip-costs")?.dataset.last ?? 0);
    if (last) put("strip-costs-change", percent(costs / last - 1, { sign: true }));
    this.gauge("strip-costs-bar", last ? costs / last / 1.25 : 0);
    this.ceiling(costs);
    this.reserve(cells.reserve, costs - cells.reserve);
    const result = cells.year("result");
    const income = cells.year("revenue");
    put("strip-result", format(result));
    document.getElementById("strip-result")?.closest("[data-loss]")?.setAttribute("data-loss", String(result < 0));
    put("strip-result-share", income ? percent(result / income) : "");
    put("strip-revenue", format(income));
  }

  /** How far all costs are from the ceiling finance gave. */
  ceiling(costs) {
    const box = document.getElementById("strip-ceiling");
    if (!box) return;
    const left = Number(box.dataset.ceiling) - costs;
    const above = String(left < 0);
    if (box.dataset.above !== above) box.dataset.above = above;
    put("strip-ceiling-left", format(Math.abs(left)));
    // The check beside it is asked for after a rest; until then it does not say the contrary.
    document.querySelector(".sh-check-ok[data-check='ceiling']")?.toggleAttribute("hidden", left < 0);
  }

  reserve(amount, others) {
    const least = Number(this.facts.least);
    const most = Number(this.facts.most);
    const share = others ? amount / others : null;
    // Compared as the server does: whole ten-thousandths of cents, so that no rounding decides.
    const below = amount * 10000 < Math.round(least * 10000) * others;
    const above = others ? amount * 10000 > Math.round(most * 10000) * others : amount > 0;
    const verdict = others === 0 && amount === 0 ? "below" : below ? "below" : above ? "above" : "within";
    put("strip-reserve-share", share === null ? "\u2014" : `${(share * 100).toFixed(2)}%`);
    put("strip-reserve", format(amount));
    const box = document.getElementById("strip-reserve-verdict");
    if (box) {
      if (box.dataset.verdict !== verdict) box.dataset.verdict = verdict;
      setText(box.querySelector("span"), this.words[verdict]);
    }
    // The check beside it is asked for after a rest; until then it does not say the contrary.
    document.querySelector(".sh-check-ok[data-check='contingency']")?.toggleAttribute("hidden", verdict !== "within");
    const tick = document.getElementById("strip-reserve-tick");
    tick?.setAttribute("x", String(Math.min(Math.max((share ?? 0) / 0.25, 0), 0.99) * 100));
  }

  gauge(id, share) {
    document.getElementById(id)?.setAttribute("width", String(Math.min(Math.max(share, 0), 1) * 100));
  }
}

function put(id, text) {
  const box = document.getElementById(id);
  if (box) setText(box, text);
}

function bold(text) {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
}

function pair(word, value) {
  const label = document.createElement("span");
  label.append(`${word} `, bold(value));
  return [label];
}
