// Undo and redo: a step is everything one action did, a whole paste included.

const KEPT = 200;

export class History {
  constructor(onChange = () => {}) {
    this.done = [];
    this.undone = [];
    this.onChange = onChange;
  }

  /** Keep a step: its words and its cells, each {row, month, before, after}. Lines are kept by their number: the table may
      be drawn anew before the step is undone. */
  keep(what, cells) {
    if (!cells.length) return;
    this.done.push({ what, cells: cells.map(({ row, month, before, after }) => ({ line: row.line, month, before, after })) });
    if (this.done.length > KEPT) this.done.shift();
    this.undone.length = 0;
    this.onChange(this);
  }

  undo() {
    const step = this.done.pop();
    if (step) this.undone.push(step);
    this.onChange(this);
    return step;
  }

  redo() {
    const step = this.undone.pop();
    if (step) this.done.push(step);
    this.onChange(this);
    return step;
  }
}
