// What comes from elsewhere: others' cells and presence, refusals, pages of single lines, the table drawn anew. Mixed into the grid.

import { fromServer } from "./money.js";
import { part, post } from "./talk.js";
import { toast } from "../toast.js";

export const Others = (Base) => class extends Base {
  // --- Others -------------------------------------------------------------------------------------------------------

  takeIn(cells) {
    const { row: mine, month: at } = this.selection;
    for (const { line, month, amount, by, at: time } of cells) {
      const row = this.cells.byLine.get(line);
      if (!row || row.server[month] === amount || this.saver.holds(row, month)) continue;
      if (this.conflicts.holds(row, month)) {
        row.server[month] = amount;
        this.conflicts.renew(line, month, { theirs: amount, by, at: time });
        continue;
      }
      if (this.mode !== "go" && row === mine && month === at) {
        this.missed = amount; // shown when nothing is typed after all; what is typed meets it on the server
        continue;
      }
      row.server[month] = amount;
      this.cells.set(row, month, amount);
      this.mark(row, month);
      const td = this.cells.cell(row, month);
      td.setAttribute("data-fresh", "");
      window.setTimeout(() => td.removeAttribute("data-fresh"), 4000);
    }
    this.cells.paint();
    this.cells.widen();
    this.countChanged();
  }

  present(people) {
    const told = JSON.stringify(people);
    if (told === this.told) return;
    this.told = told;
    for (const td of this.table.querySelectorAll("td[data-other]")) td.removeAttribute("data-other");
    for (const name of this.table.querySelectorAll(".sh-grid-who")) name.remove();
    for (const person of people) {
      const row = this.cells.byLine.get(person.line);
      if (!row) continue;
      if (person.month) this.cells.cell(row, person.month - 1).setAttribute("data-other", "");
      const name = document.createElement("span");
      name.className = "sh-grid-who";
      name.textContent = person.name;
      row.cells[0].append(name);
    }
    this.status.present(people);
  }

  frozen(state) {
    if (this.saver.stopped) return;
    this.saver.stopped = true;
    this.pulse.stop();
    this.say(this.status.say("frozen", { state }));
  }

  refused(detail, stopped) {
    if (stopped) this.pulse.stop();
    this.say(this.status.say("lost", { detail }));
  }

  say(text) {
    const box = document.getElementById("grid-said");
    box.hidden = false;
    box.querySelector("span").textContent = text;
  }

  whereAmI() {
    const here = this.root.contains(document.activeElement) && this.selection.row;
    return here ? { line: this.selection.row.line, month: this.selection.month + 1 } : { line: 0, month: 0 };
  }

  // --- Lines --------------------------------------------------------------------------------------------------------

  open(name) {
    if (!this.commit() || !this.selection.row) return;
    const template = this.root.dataset[{ line_edit: "editUrl", line_detail: "lineUrl", cell_history: "historyUrl" }[name]];
    this.dialogs.show(template.replace("/0/", `/${this.selection.row.line}/`).replace("/13/", `/${this.selection.month + 1}/`));
  }

  async afterDialog(done) {
    if (done.amounts) {
      const row = this.cells.byLine.get(done.line);
      const wanted = done.amounts.map((amount, month) => ({ row, month, value: fromServer(amount) }));
      this.write(this.status.say("spread"), wanted);
      return;
    }
    await this.reload();
    const row = this.cells.byLine.get(done.line);
    if (row) this.selection.go(row, this.selection.month ?? 0);
    if (done.removed) {
      toast(this.status.say("removed", { line: done.label }), {
        action: this.status.say("undo"),
        undo: async () => {
          await post(this.root.dataset.restoreUrl.replace("/0/", `/${done.removed}/`), {});
          await this.reload();
        },
      });
    }
  }

  /** Draw the table anew: lines came, went or got other names. What waits, what is being typed and what is in conflict
      goes on in the new table; what has no line any more is told. False when the table could not be had. */
  reload(word = "") {
    // One after the other: an older table is never drawn over a newer one.
    const drawn = (this.redrawing ?? Promise.resolve()).then(() => this.redraw(word));
    this.redrawing = drawn.catch(() => false);
    return drawn;
  }

  async redraw(word) {
    let html = "";
    let kept = -1;
    while (kept !== this.saver.kept) { // what was saved while the table was on its way does not stand in it
      await this.saver.flush();
      kept = this.saver.kept;
      html = await part(window.location.href);
    }
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const table = fresh.querySelector("table.sh-grid");
    if (!table) return false;
    const at = this.selection.row ? [this.selection.row.line, this.selection.month] : null;
    const focused = this.root.contains(document.activeElement);
    const top = this.root.scrollTop;
    const typing = this.lift();
    const waiting = this.saver.pending;
    this.table.replaceWith(document.adoptNode(table));
    document.getElementById("grid-facts").textContent = fresh.getElementById("grid-facts").textContent;
    this.draw();
    this.told = "";
    for (const cell of waiting) this.goOn(cell);
    this.cells.paint();
    this.pulse.sequence = this.facts.sequence;
    this.sequence(this.facts.sequence);
    this.root.scrollTop = top;
    const row = at && this.cells.byLine.get(at[0]);
    if (row) this.selection.go(row, at[1], { focus: focused });
    if (typing) this.put(typing);
    this.selection.fit();
    this.status.sums(this.cells);
    this.countChanged();
    this.checks();
    if (word) toast(this.status.say(word), { tone: "info" });
    return true;
  }

  /** A value on its way to the server goes on in the new table, compared with what its writer saw. */
  goOn(cell) {
    const { line, month, value, old, waits } = cell;
    const row = this.cells.byLine.get(line);
    if (!row) {
      if (waits) this.saver.addGone(cell);
      return;
    }
    row.server[month] = old;
    this.cells.set(row, month, value);
    if (waits) this.saver.add(row, month);
  }

  fold(folded, key = this.selection.row?.group) {
    const head = this.table.querySelector(`tr[data-head="${key}"]`);
    if (!head) return;
    head.querySelector("button").setAttribute("aria-expanded", String(!folded));
    for (const row of this.cells.rows) if (row.group === key) row.tr.hidden = folded;
    if (folded && this.selection.row?.group === key) {
      this.selection.rest();
      const next = this.cells.shown().find((row) => row.index > this.selection.row.index) ?? this.cells.shown().at(-1);
      if (next) this.selection.go(next, this.selection.month);
    } else {
      this.selection.draw();
    }
  }
};
