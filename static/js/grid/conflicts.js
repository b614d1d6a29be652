// What to do about cells somebody else changed meanwhile: a line above the grid offers mine or theirs. Nothing is lost.
// A clash names its cell by line and month, never by its row: the table may be drawn anew while somebody makes up their mind.

import { format } from "./money.js";

export class Conflicts {
  constructor(box, { onMine, onDone }) {
    Object.assign(this, { box, onMine, onDone });
    this.open = new Map();
  }

  /** Work on this table from now on: what is still open is marked in it and keeps the value typed here. */
  attach(cells, status) {
    Object.assign(this, { cells, status });
    for (const clash of this.open.values()) {
      const row = cells.byLine.get(clash.line);
      clash.theirs = row ? row.server[clash.month] : null;
      if (row) cells.set(row, clash.month, clash.mine);
      this.mark(clash, true);
    }
    cells.paint();
    this.draw();
  }

  get hasMine() {
    return [...this.open.values()].some((clash) => clash.theirs !== null);
  }

  holds(row, month) {
    return this.open.has(`${row.line}:${month}`);
  }

  add(found) {
    for (const clash of found) {
      this.open.set(`${clash.line}:${clash.month}`, clash);
      this.mark(clash, true);
    }
    this.draw();
  }

  /** Something else was typed here before a choice was made; false where there is none to be made. */
  restate(row, month, mine) {
    const clash = this.open.get(`${row.line}:${month}`);
    if (!clash) return false;
    clash.mine = mine;
    this.draw();
    return true;
  }

  /** The other's value changed once more before a choice was made. */
  renew(line, month, { theirs, by, at }) {
    Object.assign(this.open.get(`${line}:${month}`), { theirs, by, at });
    this.draw();
  }

  mark({ line, month }, on) {
    const row = this.cells.byLine.get(line);
    if (row) this.cells.cell(row, month).toggleAttribute("data-clash", on);
  }

  draw() {
    const all = [...this.open.values()];
    this.box.hidden = all.length === 0;
    this.box.replaceChildren();
    if (!all.length) return;
    const gone = all.filter((clash) => clash.theirs === null);
    const changed = all.filter((clash) => clash.theirs !== null);
    if (changed.length > 3) {
      this.box.append(this.line(this.status.say("conflict_more", { count: changed.length }), changed, {}));
    }
    for (const clash of [...(changed.length > 3 ? [] : changed), ...gone]) this.box.append(this.one(clash));
  }

  one(clash) {
    const cell = this.status.nameOf(clash.line, clash.month);
    const given = { who: clash.by, cell, mine: format(clash.mine) };
    const text = clash.theirs === null
      ? this.status.say("conflict_gone", given)
      : this.status.say("conflict", { ...given, theirs: format(clash.theirs), time: clash.at });
    return this.line(text, [clash], { who: clash.by });
  }

  line(text, clashes, given) {
    const line = document.createElement("div");
    line.className = "sh-grid-conflict";
    const words = document.createElement("span");
    words.textContent = text;
    line.append(words);
    if (clashes.some((clash) => clash.theirs !== null)) {
      line.append(
        this.button(given.who ? "mine" : "all_mine", given, () => this.settle(clashes, true)),
        this.button(given.who ? "theirs" : "all_theirs", given, () => this.settle(clashes, false)),
      );
    } else {
      line.append(this.button("close", given, () => this.settle(clashes, false)));
    }
    return line;
  }

  button(word, given, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = this.status.say(word, given);
    button.addEventListener("click", act);
    return button;
  }

  settle(clashes, mine) {
    for (const clash of clashes) {
      this.open.delete(`${clash.line}:${clash.month}`);
      this.mark(clash, false);
      const row = this.cells.byLine.get(clash.line);
      if (!row || clash.theirs === null) continue;
      row.server[clash.month] = clash.theirs;
      if (mine) this.onMine(row, clash);
      else this.cells.set(row, clash.month, clash.theirs);
    }
    this.cells.paint();
    this.draw();
    this.onDone(clashes.at(-1));
  }
}
