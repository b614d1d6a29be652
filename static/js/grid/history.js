// Undo and redo: a step is everything one action did, a whole paste included.

const KEPT = 200;

export class History {
  constructor(onChange = () => {}) {
    this.done = [];
    this.undone = [];
    this.onChange = onChange;
  }

  /** Keep a step: its words and its cells, each {row, month, before, after}. */
  keep(what, cells) {
    if (!cells.length) return;
    this.done.push({ what, cells });
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

  clear() {
    this.done.length = 0;
    this.undone.length = 0;
    this.onChange(this);
  }
}
