// What is done to cells: typed, cleared, filled, pasted, undone. Mixed into the grid of index.js.

import { fromText, place, toText } from "./clipboard.js";
import { format, parse } from "./money.js";
import { toast } from "../toast.js";

export const Edits = (Base) => class extends Base {
  // --- Typing -------------------------------------------------------------------------------------------------------

  begin(mode) {
    if (this.mode === mode) return;
    if (this.mode === "go") {
      this.before = this.selection.row.cents[this.selection.month];
      this.missed = null;
    }
    this.mode = mode;
    const field = this.selection.field;
    field.setAttribute("data-editing", "");
    if (mode !== "edit") return;
    field.value = field.value.replaceAll(",", ""); // separators would turn up in the middle of what is typed
    field.setSelectionRange(field.value.length, field.value.length);
  }

  /** Every key: the value is read and the sums follow; what is no amount (yet) leaves them as they were. */
  typed() {
    if (this.mode === "go") this.begin("type");
    const { row, month, field } = this.selection;
    const read = parse(field.value);
    field.toggleAttribute("data-bad", Boolean(read.problem));
    this.cells.set(row, month, read.problem ? this.before : read.cents, { typing: true });
    this.cells.paint();
  }

  /** Keep what was typed; false when it is no amount and the cell keeps its old one. */
  commit() {
    if (this.mode === "go") return true;
    const { row, month, field } = this.selection;
    const typed = field.value;
    const read = parse(typed);
    this.mode = "go";
    unmark(field);
    if (read.problem) {
      this.cells.set(row, month, this.before);
      this.catchUp(row, month);
      this.cells.paint();
      toast(this.status.say(read.problem, { text: typed, old: format(this.before) }), { tone: "warn" });
      field.select();
      return false;
    }
    this.cells.set(row, month, read.cents);
    if (read.cents === this.before) this.catchUp(row, month);
    this.cells.paint();
    if (read.cents !== this.before) this.change(this.status.say("typed"), [{ row, month, before: this.before, after: read.cents }]);
    return true;
  }

  /** Esc: the value from before; with nothing typed, the rectangle shrinks to the cell. */
  restore() {
    if (this.mode === "go") {
      this.selection.go(this.selection.row, this.selection.month);
      return true;
    }
    const { row, month, field } = this.selection;
    this.mode = "go";
    unmark(field);
    this.cells.set(row, month, this.before);
    this.catchUp(row, month);
    this.cells.paint();
    field.select();
    return true;
  }

  /** Nothing was typed after all: the cell takes what somebody else wrote into it meanwhile. */
  catchUp(row, month) {
    if (this.missed === null) return;
    row.server[month] = this.missed;
    this.cells.set(row, month, this.missed);
    this.mark(row, month);
    this.missed = null;
  }

  /** Whether something typed was neither entered nor let go, or waits for a choice: leaving would lose it. */
  isTyping() {
    if (this.conflicts.hasMine) return true;
    if (this.mode === "go") return false;
    const read = parse(this.selection.field.value);
    return Boolean(read.problem) || read.cents !== this.before;
  }

  /** Take what is being typed out of the table, as it stands in its field; null when nothing is. */
  lift() {
    if (this.mode === "go") return null;
    const { row, month, field } = this.selection;
    const typing = {
      line: row.line, month, mode: this.mode, text: field.value, from: field.selectionStart, to: field.selectionEnd,
      before: this.before, server: row.server[month], missed: this.missed,
    };
    this.mode = "go"; // so that the field, leaving with its table, is not taken as entered
    this.cells.set(row, month, this.before, { typing: true });
    return typing;
  }

  /** Put it into the new table and go on typing; without its line the amount is told as a conflict. */
  put({ line, month, mode, text, from, to, before, server, missed }) {
    const row = this.cells.byLine.get(line);
    const read = parse(text);
    if (!row) {
      if (!read.problem && read.cents !== before) this.saver.addGone({ line, month, old: server, value: read.cents });
      return;
    }
    this.missed = row.server[month] === server ? missed : row.server[month];
    row.server[month] = server;
    this.cells.set(row, month, before);
    this.before = before;
    this.mode = mode;
    const { field } = this.selection;
    field.setAttribute("data-editing", "");
    field.value = text;
    field.setSelectionRange(from, to);
    this.typed();
  }

  // --- Changes ------------------------------------------------------------------------------------------------------

  /** Cells were changed here: to be undone as one step, marked, and saved. */
  change(what, cells) {
    this.history.keep(what, cells);
    this.enqueue(cells);
  }

  enqueue(cells) {
    for (const { row, month } of cells) {
      this.mark(row, month);
      if (!this.conflicts.restate(row, month, row.cents[month])) this.saver.add(row, month);
    }
    this.cells.widen();
    this.selection.fit();
    this.countChanged();
    this.status.area(this.selection.area);
  }

  /** Put values into cells and keep the step. */
  write(what, wanted) {
    const cells = wanted
      .map(({ row, month, value }) => ({ row, month, before: row.cents[month], after: value }))
      .filter(({ before, after }) => before !== after);
    for (const { row, month, after } of cells) this.cells.set(row, month, after);
    this.cells.paint();
    this.change(what, cells);
    return cells.length;
  }

  undo() {
    this.step(this.history.undo(), "before", "after", "undone");
  }

  redo() {
    this.step(this.history.redo(), "after", "before", "redone");
  }

  /** What somebody else changed since stays as it is. */
  step(step, to, from, word) {
    if (!step) return;
    const cells = step.cells
      .map((cell) => ({ ...cell, row: this.cells.byLine.get(cell.line) }))
      .filter((cell) => cell.row && cell.row.cents[cell.month] === cell[from]);
    for (const cell of cells) this.cells.set(cell.row, cell.month, cell[to]);
    this.cells.paint();
    this.enqueue(cells);
    const left = step.cells.length - cells.length;
    this.status.speak(this.status.say(word, { what: step.what }));
    if (left) toast(this.status.say("skipped", { count: left }), { tone: "warn" });
    const last = cells.at(-1);
    if (last) this.selection.go(last.row, last.month);
  }

  clear() {
    const { rows, from, to } = this.selection.area;
    const count = this.write(this.status.say("cells", { count: rows.length * (to - from + 1) }), every(rows, from, to, () => 0));
    this.status.speak(this.status.say("cleared", { count }));
  }

  fill(direction) {
    if (!this.commit()) return;
    const { rows, from, to } = this.selection.area;
    const shown = this.cells.shown();
    let wanted = [];
    if (direction === "right") {
      const source = from === to ? from - 1 : from;
      if (source < 0) return;
      wanted = every(rows, from === to ? from : from + 1, to, (row) => row.cents[source]);
    } else {
      const source = rows.length === 1 ? shown[shown.indexOf(rows[0]) - 1] : rows[0];
      if (!source) return;
      wanted = every(rows.length === 1 ? rows : rows.slice(1), from, to, (_row, month) => source.cents[month]);
    }
    const text = this.status.say("cells", { count: wanted.length });
    this.status.speak(this.status.say("filled", { count: this.write(text, wanted) }));
  }

  // --- Clipboard ----------------------------------------------------------------------------------------------------

  copy(event, { cut = false } = {}) {
    if (this.mode !== "go" || !this.selection.row) return;
    const { rows, from, to } = this.selection.area;
    event.clipboardData.setData("text/plain", toText(rows, from, to));
    event.preventDefault();
    this.status.speak(this.status.say("copied", { count: rows.length * (to - from + 1) }));
    if (cut) this.clear();
  }

  paste(event) {
    if (this.mode !== "go" || !this.selection.row) return;
    event.preventDefault();
    const block = fromText(event.clipboardData.getData("text/plain"));
    const placed = place(block, this.selection.area, this.cells.shown());
    if (placed.problem) {
      const word = placed.problem === "not_a_number" ? "paste_refused" : placed.problem;
      toast(this.status.say(word, { text: placed.text, old: "" }), { tone: "warn" });
      return;
    }
    const count = placed.cells.length;
    this.write(this.status.say("cells", { count }), placed.cells);
    const last = placed.cells.at(-1);
    if (last) {
      const first = placed.cells[0];
      this.selection.go(first.row, first.month);
      this.selection.go(last.row, last.month, { extend: true });
    }
    this.status.speak(this.status.say("pasted", { count }));
    if (placed.rounded) toast(this.status.say("rounded", { count: placed.rounded }), { tone: "warn" });
    if (placed.cutOff) toast(this.status.say("cut_off", { count: placed.cutOff }), { tone: "warn" });
  }
};

function every(rows, from, to, value) {
  const cells = [];
  for (const row of rows) for (let month = from; month <= to; month += 1) cells.push({ row, month, value: value(row, month) });
  return cells;
}

// Marks of cells and fields are attributes of their own: a change of `class` makes the browser look through the whole page for
// rules about classes of descendants.
function unmark(field) {
  field.removeAttribute("data-editing");
  field.removeAttribute("data-bad");
}
