// What the page around the grid does: pointer, keys, tools, marks, checks, submitting. Mixed into the grid.

import { onKey } from "./keys.js";
import { fromServer } from "./money.js";
import { part } from "./talk.js";

const CHECKS_REST = 1200;

export const Page = (Base) => class extends Base {
  // --- The page around ------------------------------------------------------------------------------------------------

  enter() {
    const { row, month } = this.selection.row ? this.selection : this.selection.stop ?? {};
    if (row) this.selection.go(row, month);
  }

  moved(moved) {
    const { row, month } = this.selection;
    if (moved) this.status.cell(row, month);
    this.status.area(this.selection.area);
  }

  /** A cell that differs from what it is compared with carries its mark. */
  mark(row, month) {
    this.cells.cell(row, month).toggleAttribute("data-changed", this.isChanged(row, month));
  }

  isChanged(row, month) {
    const base = this.facts.lines[row.line]?.base;
    return Boolean(base) && fromServer(base[month]) !== row.cents[month];
  }

  countChanged() {
    const box = document.getElementById("grid-changed");
    if (!box) return;
    const count = this.table.querySelectorAll("td[data-changed]").length;
    box.hidden = count === 0;
    box.querySelector("span").textContent = this.status.say("changed", { count });
  }

  drawHistory(history) {
    document.getElementById("grid-undo")?.toggleAttribute("disabled", history.done.length === 0);
    document.getElementById("grid-redo")?.toggleAttribute("disabled", history.undone.length === 0);
  }

  sequence(sequence) {
    for (const field of document.querySelectorAll("input[name='sequence']")) field.value = String(sequence);
  }

  afterSave() {
    window.clearTimeout(this.checksTimer);
    this.checksTimer = window.setTimeout(() => this.checks(), CHECKS_REST);
  }

  async checks() {
    const box = document.getElementById("grid-checks");
    const html = box && await part(this.root.dataset.checksUrl);
    if (html) box.innerHTML = html;
  }

  // --- Events -------------------------------------------------------------------------------------------------------

  listen() {
    this.root.addEventListener("pointerdown", (event) => this.press(event));
    this.root.addEventListener("pointermove", (event) => { if (this.dragging) this.drag(event); });
    window.addEventListener("pointerup", () => { this.dragging = false; });
    this.root.addEventListener("dblclick", (event) => { if (this.hit(event.target)) this.begin("edit"); });
    this.root.addEventListener("keydown", (event) => {
      if (event.target.matches("td.e input") && this.selection.row) onKey(this, event);
    });
    this.root.addEventListener("input", (event) => { if (event.target === this.selection.field) this.typed(); });
    this.root.addEventListener("focusin", (event) => {
      const hit = this.hit(event.target);
      if (hit && (hit.row !== this.selection.row || hit.month !== this.selection.month)) this.selection.go(hit.row, hit.month);
      else if (hit) this.selection.draw();
    });
    this.root.addEventListener("focusout", (event) => {
      if (event.target === this.selection.field && !this.root.contains(event.relatedTarget)) this.commit();
    });
    this.root.addEventListener("click", (event) => this.click(event));
    for (const kind of ["copy", "cut"]) {
      this.root.addEventListener(kind, (event) => this.copy(event, { cut: kind === "cut" }));
    }
    this.root.addEventListener("paste", (event) => this.paste(event));
    document.addEventListener("click", (event) => this.tool(event));
    document.addEventListener("submit", (event) => this.submit(event), true);
    this.root.addEventListener("scroll", () => this.selection.scrolled(), { passive: true });
    new ResizeObserver(() => this.selection.fit()).observe(this.root);
  }

  hit(target) {
    const td = target.closest("td.e");
    const tr = td?.parentElement;
    const row = tr && this.cells.byLine.get(Number(tr.dataset.line));
    if (!row) return null;
    const at = row.cells.indexOf(td) - 3;
    return { row, month: at - Math.floor(at / 4) };
  }

  press(event) {
    const hit = event.button === 0 ? this.hit(event.target) : null;
    if (!hit) return;
    const same = hit.row === this.selection.row && hit.month === this.selection.month;
    if (same && this.mode !== "go") return;
    event.preventDefault();
    if (!this.commit()) return;
    this.selection.go(hit.row, hit.month, { extend: event.shiftKey });
    this.dragging = true;
  }

  drag(event) {
    const hit = this.hit(document.elementFromPoint(event.clientX, event.clientY) ?? this.root);
    if (hit && (hit.row !== this.selection.row || hit.month !== this.selection.month)) {
      this.selection.go(hit.row, hit.month, { extend: true });
    }
  }

  click(event) {
    const fold = event.target.closest(".sh-grid-fold");
    if (fold) {
      this.fold(fold.getAttribute("aria-expanded") === "true", fold.closest("tr").dataset.head);
      return;
    }
    const link = event.target.closest("th a[href]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const row = this.cells.byLine.get(Number(link.closest("tr").dataset.line));
      if (this.commit()) {
        this.selection.go(row, this.selection.month ?? 0, { focus: false });
        this.dialogs.show(link.href);
      }
    }
  }

  tool(event) {
    const button = event.target.closest("[data-grid-tool]");
    if (!button) return;
    event.preventDefault();
    const tools = {
      undo: () => this.undo(),
      redo: () => this.redo(),
      right: () => this.fill("right"),
      down: () => this.fill("down"),
      spread: () => this.open("line_edit"),
      line: () => this.open("line_edit"),
      add: () => this.dialogs.show(button.href ?? button.dataset.url),
    };
    tools[button.dataset.gridTool]();
    if (["undo", "redo", "right", "down"].includes(button.dataset.gridTool)) this.enter();
  }

  /** Submitting waits until everything is saved and everything others did was seen. */
  async submit(event) {
    const form = event.target;
    if (!form.matches("[data-grid-submit]") || form.dataset.ready === "yes") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.commit();
    await this.saver.flush();
    if (this.conflicts.open.size) this.conflicts.box.querySelector("button").focus();
    if (this.saver.isBusy || this.conflicts.open.size) return;
    await this.pulse.ask();
    form.dataset.ready = "yes";
    form.requestSubmit();
  }
};
