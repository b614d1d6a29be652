// The figures of the grid: cents per line and month, and the sums that follow every key. Only what changed is written again.
// Cells of a row stand in the order that budgets/templatetags/budget_grid.py writes.

import { change, format, percent } from "./money.js";
import { setText } from "./text.js";

const YEAR = 19;
const SHARE = 20;
/** The most figures each but the widest width of columns has room for; the same in budget_grid.py. */
const WIDTHS = [9, 10, 11, 13];
const monthCell = (month) => 3 + month + Math.floor(month / 3);
const quarterCell = (quarter) => 6 + quarter * 4;
const empty = () => new Array(12).fill(0);
const total = (months, from = 0, to = 12) => {
  let sum = 0;
  for (let month = from; month < to; month += 1) sum += months[month];
  return sum;
};

export class Cells {
  constructor(table, { onSums = () => {} } = {}) {
    this.table = table;
    this.onSums = onSums;
    this.read();
  }

  /** Read everything from the table as it stands. */
  read() {
    this.rows = [];
    this.byLine = new Map();
    this.groups = new Map();
    this.sums = new Map();
    this.stale = new Set();
    for (const tr of this.table.querySelectorAll("tr[data-head]")) this.groups.set(tr.dataset.head, figures(tr));
    for (const tr of this.table.querySelectorAll("tr[data-sum]")) this.sums.set(tr.dataset.sum, figures(tr));
    for (const tr of this.table.querySelectorAll("tr[data-line]")) this.readRow(tr);
    this.reserve = 0;
    for (const row of this.rows) {
      for (let month = 0; month < 12; month += 1) this.addUp(row, month, row.cents[month]);
    }
    this.stale.clear();
  }

  readRow(tr) {
    const cells = [...tr.cells];
    const months = empty().map((_zero, month) => readCents(cells[monthCell(month)]));
    const row = {
      ...figures(tr),
      cents: months,
      server: [...months],
      line: Number(tr.dataset.line),
      kind: tr.dataset.kind,
      group: tr.parentElement.dataset.group,
      index: this.rows.length,
      fields: empty().map((_zero, month) => cells[monthCell(month)].querySelector("input")),
    };
    this.rows.push(row);
    this.byLine.set(row.line, row);
  }

  /** Lines one can go to: those of folded groups are left out. */
  shown() {
    return this.rows.filter((row) => !row.tr.hidden);
  }

  cell(row, month) {
    return row.cells[monthCell(month)];
  }

  /** Put an amount into a cell; sums follow at `paint`. `typing` leaves the field itself alone. */
  set(row, month, value, { typing = false } = {}) {
    const before = row.cents[month];
    if (before !== value) {
      row.cents[month] = value;
      this.addUp(row, month, value - before);
    }
    if (!typing) this.show(row, month);
  }

  show(row, month) {
    const text = format(row.cents[month]);
    const td = this.cell(row, month);
    td.dataset.v = text;
    td.toggleAttribute("data-z", row.cents[month] === 0);
    if (row.fields[month]) row.fields[month].value = text;
  }

  addUp(row, month, delta) {
    const group = this.groups.get(row.group);
    if (group) group.cents[month] += delta;
    if (row.kind === "CONTINGENCY") this.reserve += delta;
    const income = row.kind === "REVENUE";
    this.sums.get(income ? "revenue" : "costs").cents[month] += delta;
    this.sums.get("result").cents[month] += income ? delta : -delta;
    for (const part of [row, group, this.sums.get(income ? "revenue" : "costs"), this.sums.get("result")]) {
      if (!part) continue;
      part.dirty.add(month);
      this.stale.add(part);
    }
  }

  /** Write every figure that changed since the last time. */
  paint() {
    for (const part of this.stale) {
      const loss = part.tr.dataset.sum === "result";
      const quarters = new Set();
      for (const month of part.dirty) {
        if (!part.line) write(part, monthCell(month), part.cents[month], loss);
        quarters.add(Math.floor(month / 3));
      }
      for (const quarter of quarters) {
        write(part, quarterCell(quarter), total(part.cents, quarter * 3, quarter * 3 + 3), loss);
      }
      const year = total(part.cents);
      write(part, YEAR, year, loss);
      part.dirty.clear();
      if (loss) this.paintMargin(part, year);
      else if (part.second !== null) setText(part.cells[SHARE], part.second ? change(year / part.second - 1) : "");
    }
    if (this.stale.size) this.onSums(this);
    this.stale.clear();
  }

  paintMargin(part, year) {
    const income = total(this.sums.get("revenue").cents);
    setText(part.cells[SHARE], income ? percent(year / income) : "");
  }

  /** The year of a sum: costs, revenue, result. */
  year(name) {
    return total(this.sums.get(name).cents);
  }

  /** The width the columns need for the longest text; the table carries it as a class. */
  widen() {
    let longest = 0;
    for (const [name, part] of this.sums) {
      for (let quarter = 0; quarter < 4; quarter += 1) {
        const value = total(part.cents, quarter * 3, quarter * 3 + 3);
        longest = Math.max(longest, name === "result" ? wide((value < 0 ? part.tr.dataset.loss : "") + format(value)) : format(value).length);
      }
    }
    for (const row of this.rows) for (const value of row.cents) longest = Math.max(longest, format(value).length);
    const width = 1 + WIDTHS.filter((most) => longest > most).length;
    const now = Number(/sh-grid-w(\d)/.exec(this.table.className)?.[1] ?? 1);
    if (width > now) this.table.classList.replace(`sh-grid-w${now}`, `sh-grid-w${width}`);
  }
}

/** The room a text takes in figures: a Chinese character and a minus take two. The same as `_wide` in budget_grid.py. */
function wide(text) {
  return [...text].reduce((sum, letter) => sum + (letter === "−" || letter.codePointAt(0) > 0x2e80 ? 2 : 1), 0);
}

/** The sum, count of a rectangle of cells. */
export function measure(rows, from, to) {
  let sum = 0;
  for (const row of rows) for (let month = from; month <= to; month += 1) sum += row.cents[month];
  return { sum, count: rows.length * (to - from + 1) };
}

function figures(tr) {
  const second = tr.dataset.second;
  return { tr, cells: [...tr.cells], cents: empty(), dirty: new Set(), second: second === undefined ? null : Number(second) };
}

function readCents(td) {
  const text = td.dataset.v ?? td.textContent;
  const plain = text.replaceAll(",", "").replace("\u2212", "-");
  return Math.round(Number(plain) * 100);
}

function write(part, index, value, loss) {
  const td = part.cells[index];
  if (loss && value < 0) {
    if (!td.hasAttribute("data-below")) {
      td.setAttribute("data-below", "");
      td.replaceChildren(Object.assign(document.createElement("b"), { textContent: part.tr.dataset.loss }), "");
    }
    td.lastChild.data = format(value);
    return;
  }
  if (loss) td.removeAttribute("data-below");
  setText(td, format(value));
}
