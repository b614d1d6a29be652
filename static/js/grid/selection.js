// Where one is in the grid and what is selected: one cell has the focus (one tab stop), a rectangle lies over it.

export class Selection {
  constructor(cells, { scroller, frame, onMove }) {
    Object.assign(this, { cells, scroller, frame, onMove });
    this.row = null;
    this.month = 0;
    this.anchor = null;
    const first = cells.shown()[0];
    this.stop = null;
    if (first?.fields[0]) this.stopAt(first, 0);
  }

  /** Columns are frozen only where the table is wider than its window: frozen cells cost the browser time at each key. */
  fit() {
    this.scroller.toggleAttribute("data-fits", this.scroller.scrollWidth <= this.scroller.clientWidth);
    this.scrolled();
    this.draw();
  }

  /** At the start the first columns stand in their own places: nothing to freeze. */
  scrolled() {
    this.scroller.toggleAttribute("data-start", this.scroller.scrollLeft === 0);
  }

  get td() {
    return this.row ? this.cells.cell(this.row, this.month) : null;
  }

  get field() {
    return this.row?.fields[this.month] ?? null;
  }

  /** Go to a cell; `extend` keeps the other corner of the rectangle. */
  go(row, month, { extend = false, focus = true } = {}) {
    if (!row) return;
    const moved = this.row !== row || this.month !== month;
    if (moved) this.leave();
    this.row = row;
    this.month = month;
    if (!extend || !this.anchor) this.anchor = { row, month };
    this.td.setAttribute("data-on", "");
    if (this.stop && this.field) this.stopAt(row, month);
    if (focus && this.field) {
      this.field.focus({ preventScroll: true });
      this.field.select();
    }
    this.reveal();
    this.draw();
    this.onMove(moved);
  }

  /** The one cell the tab key comes to; its field is there to be reached. */
  stopAt(row, month) {
    if (this.stop) {
      this.stop.row.fields[this.stop.month]?.setAttribute("tabindex", "-1");
      this.cells.cell(this.stop.row, this.stop.month).removeAttribute("data-stop");
    }
    this.stop = { row, month };
    row.fields[month].tabIndex = 0;
    this.cells.cell(row, month).setAttribute("data-stop", "");
  }

  leave() {
    this.td?.removeAttribute("data-on");
  }

  /** Let go of the cell without forgetting it: the focus went elsewhere. */
  rest() {
    this.leave();
    this.frame.hidden = true;
  }

  /** The next cell in a direction, within lines that show; null at the edge. */
  beside(rows, months, { edge = false } = {}) {
    const shown = this.cells.shown();
    const at = shown.indexOf(this.row);
    let row = at + rows;
    let month = this.month + months;
    if (edge) {
      row = rows < 0 ? 0 : rows > 0 ? shown.length - 1 : at;
      month = months < 0 ? 0 : months > 0 ? 11 : this.month;
    }
    row = Math.min(Math.max(row, 0), shown.length - 1);
    month = Math.min(Math.max(month, 0), 11);
    return { row: shown[row], month };
  }

  /** The cell after this one (or before it), line after line; null past the last. */
  next(step) {
    const shown = this.cells.shown();
    const at = shown.indexOf(this.row) * 12 + this.month + step;
    return at < 0 || at >= shown.length * 12 ? null : { row: shown[Math.floor(at / 12)], month: at % 12 };
  }

  /** The rectangle: its lines in order, first and last month. */
  get area() {
    if (!this.row) return { rows: [], from: 0, to: -1 };
    const shown = this.cells.shown();
    const ends = [shown.indexOf(this.anchor.row), shown.indexOf(this.row)].sort((a, b) => a - b);
    const months = [this.anchor.month, this.month].sort((a, b) => a - b);
    return { rows: shown.slice(Math.max(ends[0], 0), ends[1] + 1), from: months[0], to: months[1] };
  }

  selectLine() {
    const { rows, from, to } = this.area;
    const whole = from === 0 && to === 11;
    const shown = this.cells.shown();
    this.anchor = { row: whole ? shown[0] : rows[0], month: 0 };
    this.row = whole ? shown.at(-1) : rows.at(-1);
    const field = this.row.fields[11];
    this.leaveAll();
    this.month = 11;
    this.td.setAttribute("data-on", "");
    field?.focus({ preventScroll: true });
    field?.select();
    this.draw();
    this.onMove(true);
  }

  leaveAll() {
    for (const td of this.cells.table.querySelectorAll("td[data-on]")) td.removeAttribute("data-on");
  }

  draw() {
    const { rows, from, to } = this.area;
    if (!rows.length || !this.row.tr.isConnected || this.row.tr.hidden) {
      this.frame.hidden = true;
      return;
    }
    const first = this.cells.cell(rows[0], from).getBoundingClientRect();
    const last = this.cells.cell(rows.at(-1), to).getBoundingClientRect();
    const base = this.cells.table.getBoundingClientRect();
    const one = rows.length === 1 && from === to;
    this.frame.hidden = false;
    this.frame.toggleAttribute("data-one", one);
    Object.assign(this.frame.style, {
      transform: `translate(${first.left - base.left}px, ${first.top - base.top}px)`,
      width: `${last.right - first.left}px`,
      height: `${last.bottom - first.top}px`,
    });
  }

  /** Scroll the cell out from under the frozen head, foot and columns. */
  reveal() {
    const box = this.scroller.getBoundingClientRect();
    const cell = this.td.getBoundingClientRect();
    const table = this.cells.table;
    const top = box.top + table.tHead.offsetHeight;
    const bottom = box.top + this.scroller.clientHeight - table.tFoot.offsetHeight;
    const frozen = this.row.cells[2].getBoundingClientRect();
    const left = Math.max(frozen.right, box.left);
    const right = Math.min(this.row.cells[19].getBoundingClientRect().left, box.left + this.scroller.clientWidth);
    if (cell.top < top) this.scroller.scrollTop -= top - cell.top;
    else if (cell.bottom > bottom) this.scroller.scrollTop += cell.bottom - bottom;
    if (cell.left < left) this.scroller.scrollLeft -= left - cell.left;
    else if (cell.right > right) this.scroller.scrollLeft += cell.right - right;
  }
}
