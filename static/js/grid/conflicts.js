// What to do about cells somebody else changed meanwhile: a line above the grid offers mine or theirs. Nothing is lost.

import { format } from "./money.js";

export class Conflicts {
  constructor(box, { status, cells, onMine, onDone }) {
    Object.assign(this, { box, status, cells, onMine, onDone });
    this.open = new Map();
  }

  holds(row, month) {
    return this.open.has(`${row.line}:${month}`);
  }

  add(found) {
    for (const clash of found) {
      this.open.set(`${clash.row.line}:${clash.month}`, clash);
      this.cells.cell(clash.row, clash.month).setAttribute("data-clash", "");
    }
    this.draw();
  }

  draw() {
    const all = [...this.open.values()];
    this.box.hidden = all.length === 0;
    this.box.replaceChildren();
    if (!all.length) return;
    if (all.length > 3) {
      this.box.append(this.line(this.status.say("conflict_more", { count: all.length }), all, {}));
      return;
    }
    for (const clash of all) {
      const cell = this.status.nameOf(clash.row, clash.month);
      const text = clash.theirs === null
        ? this.status.say("conflict_gone", { who: clash.by, cell })
        : this.status.say("conflict", { who: clash.by, cell, theirs: format(clash.theirs), time: clash.at, mine: format(clash.mine) });
      this.box.append(this.line(text, [clash], { who: clash.by }));
    }
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
      this.open.delete(`${clash.row.line}:${clash.month}`);
      this.cells.cell(clash.row, clash.month).removeAttribute("data-clash");
      if (mine && clash.theirs !== null) this.onMine(clash);
      else if (clash.theirs !== null) this.cells.set(clash.row, clash.month, clash.theirs);
    }
    this.cells.paint();
    this.draw();
    this.onDone(clashes.at(-1));
  }
}
