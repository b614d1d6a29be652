// What others do: every five seconds the grid tells where one is and hears what changed since, and who is in which cell.

import { fromServer } from "./money.js";
import { post } from "./talk.js";

const EVERY = 5000;

export class Pulse {
  constructor(url, { sequence, where, onCells, onPeople, onStructure, onFrozen, onSequence }) {
    Object.assign(this, { url, sequence, where, onCells, onPeople, onStructure, onFrozen, onSequence });
    this.owed = false; // the table is to be drawn anew, which did not work yet
    this.timer = window.setInterval(() => { if (!document.hidden) this.ask(); }, EVERY);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
  }

  stop() {
    window.clearInterval(this.timer);
  }

  /** Ask now; resolves when what came was taken in. */
  async ask() {
    const { line, month } = this.where();
    const { status, body } = await post(this.url, { since: this.sequence, line, month });
    if (status !== 200) return;
    this.onPeople(body.people);
    if (body.sequence > this.sequence) {
      this.onCells(body.cells.map((cell) => ({ ...cell, month: cell.month - 1, amount: fromServer(cell.amount) })));
      this.sequence = body.sequence;
      this.onSequence(body.sequence);
      if (body.structure || this.owed) this.owed = (await this.onStructure()) === false;
    }
    if (!body.editable) this.onFrozen(body.state);
  }
}
