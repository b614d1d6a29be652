// Saving as one goes: changed cells wait in a queue, one request is on its way at a time, nothing is overwritten silently.
// Each cell is sent with the value its writer saw; what somebody else changed meanwhile comes back as a conflict.

import { fromServer, toServer } from "./money.js";
import { post } from "./talk.js";

const REST = 250;
const RETRY = [1000, 2000, 4000, 8000, 15000];

export class Saver {
  constructor(url, { cells, isTyping, onState, onConflicts, onSaved, onRefused }) {
    Object.assign(this, { url, cells, isTyping, onState, onConflicts, onSaved, onRefused });
    this.queue = new Map();
    this.flying = null;
    this.timer = 0;
    this.failures = 0;
    this.kept = 0; // how often the server has answered with what it kept
    this.stopped = false;
    window.addEventListener("beforeunload", (event) => { if (this.isBusy || this.isTyping()) event.preventDefault(); });
    window.addEventListener("online", () => this.flush());
  }

  get isBusy() {
    return this.queue.size > 0 || this.flying !== null;
  }

  /** Whether this cell's value is still on its way. */
  holds(row, month) {
    const key = `${row.line}:${month}`;
    return this.queue.has(key) || Boolean(this.flying?.has(key));
  }

  /** A cell was changed here. */
  add(row, month) {
    if (this.stopped) return;
    this.queue.set(`${row.line}:${month}`, { line: row.line, month });
    this.onState("saving");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), REST);
  }

  /** What waits or is on its way, as it stands in this table: {line, month, old, value, waits}. */
  get pending() {
    const found = [];
    for (const key of new Set([...this.queue.keys(), ...(this.flying?.keys() ?? [])])) {
      const { line, month, ...known } = this.queue.get(key) ?? this.flying.get(key);
      const row = this.cells.byLine.get(line);
      const now = row ? { old: row.server[month], value: row.cents[month] } : known;
      found.push({ line, month, ...now, waits: this.queue.has(key) });
    }
    return found;
  }

  /** A value for a line that stands no more: the server is asked who took the line away. */
  addGone({ line, month, old, value }) {
    if (this.stopped) return;
    this.queue.set(`${line}:${month}`, { line, month, old, value });
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), REST);
  }

  /** Send what waits; resolves when nothing does any more, or when it cannot be sent now. */
  async flush() {
    window.clearTimeout(this.timer);
    if (this.stopped) return;
    while (this.queue.size && !this.flying) {
      const batch = this.take();
      if (!batch.size) break;
      this.flying = batch;
      const sent = await this.send(batch);
      this.flying = null;
      if (!sent) return;
    }
    if (!this.isBusy) this.onState("saved");
    else if (this.flying) await this.landed();
  }

  async landed() {
    while (this.flying) await new Promise((done) => window.setTimeout(done, 50));
    await this.flush();
  }

  take() {
    const batch = new Map();
    for (const [key, { line, month, ...known }] of this.queue) {
      const row = this.cells.byLine.get(line);
      const { old, value } = row ? { old: row.server[month], value: row.cents[month] } : known;
      if (old !== value) batch.set(key, { line, month, old, value });
    }
    this.queue.clear();
    return batch;
  }

  async send(batch) {
    const cells = [...batch.values()].map(({ line, month, old, value }) => [line, month + 1, toServer(old), toServer(value)]);
    const answer = await post(this.url, { cells });
    if (answer.status === 200 || answer.status === 409 && answer.body.conflicts) {
      this.failures = 0;
      this.keep(batch, answer.body);
      return true;
    }
    if (answer.status === 0 || answer.status >= 500 || answer.status === 429) {
      this.again(batch);
      return false;
    }
    this.stopped = answer.body.code === "draft_frozen" || answer.status === 403;
    for (const { line, month } of batch.values()) {
      const row = this.cells.byLine.get(line);
      if (row) this.cells.set(row, month, row.server[month]);
    }
    this.cells.paint();
    this.onRefused(answer.body.detail ?? String(answer.status), this.stopped);
    return true;
  }

  keep(batch, body) {
    this.kept += 1;
    const clashes = new Map(body.conflicts.map((clash) => [`${clash.line}:${clash.month - 1}`, clash]));
    const found = [];
    for (const [key, { line, month, value }] of batch) {
      const row = this.cells.byLine.get(line); // the table may have been drawn anew while this was on its way
      const clash = clashes.get(key);
      if (!clash) {
        if (row) row.server[month] = value;
        continue;
      }
      const theirs = clash.theirs === null ? null : fromServer(clash.theirs);
      if (row && theirs !== null) row.server[month] = theirs;
      found.push({ line, month, mine: row ? row.cents[month] : value, theirs, by: clash.by, at: clash.at });
    }
    this.onSaved();
    if (found.length) this.onConflicts(found);
  }

  again(batch) {
    for (const [key, cell] of batch) if (!this.queue.has(key)) this.queue.set(key, cell);
    const pause = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    this.onState(navigator.onLine ? "waiting" : "offline");
    this.timer = window.setTimeout(() => this.flush(), pause);
  }
}
