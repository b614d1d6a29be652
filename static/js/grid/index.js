// The budget grid: a table of inputs made into a spreadsheet. The page works without this as one large form.
// cells.js holds the figures, selection.js where one is, saver.js and pulse.js speak with the server; edits.js, others.js and
// page.js are what the grid does.

import { Cells } from "./cells.js";
import { Conflicts } from "./conflicts.js";
import { Dialogs } from "./dialogs.js";
import { Edits } from "./edits.js";
import { History } from "./history.js";
import { startRegions } from "./keys.js";
import { Others } from "./others.js";
import { Page } from "./page.js";
import { Pulse } from "./pulse.js";
import { Saver } from "./saver.js";
import { Selection } from "./selection.js";
import { Status } from "./status.js";

class Grid extends Page(Others(Edits(Object))) {
  constructor(root) {
    super();
    this.root = root;
    this.mode = "go";
    this.dragging = false;
    this.checksTimer = 0;
    this.told = "[]";
    this.missed = null;
    this.conflicts = new Conflicts(document.getElementById("grid-conflicts"), {
      onMine: (row, { month, mine }) => {
        this.cells.set(row, month, mine);
        this.saver.add(row, month);
      },
      onDone: ({ line, month }) => this.selection.go(this.cells.byLine.get(line), month),
    });
    this.draw();
    this.history = new History((history) => this.drawHistory(history));
    this.dialogs = new Dialogs(document.getElementById("grid-dialog"), {
      onDone: (done) => this.afterDialog(done),
      onClose: () => this.enter(),
    });
    this.saver = new Saver(root.dataset.cellsUrl, {
      cells: this.cells,
      isTyping: () => this.isTyping(),
      onState: (state) => this.status.state(state),
      onConflicts: (found) => this.conflicts.add(found),
      onSaved: () => this.afterSave(),
      onRefused: (detail, stopped) => this.refused(detail, stopped),
    });
    this.pulse = new Pulse(root.dataset.pulseUrl, {
      sequence: this.facts.sequence,
      where: () => this.whereAmI(),
      onCells: (cells) => this.takeIn(cells),
      onPeople: (people) => this.present(people),
      onStructure: () => this.reload("stale"),
      onFrozen: (state) => this.frozen(state),
      onSequence: (sequence) => this.sequence(sequence),
    });
    this.listen();
    startRegions(this);
    this.pulse.ask();
  }

  /** Read the table as it stands: at the start, and after it was drawn anew. */
  draw() {
    const gone = this.facts?.lines; // lines that stand no more keep their names: a conflict may speak of them
    this.facts = JSON.parse(document.getElementById("grid-facts").textContent);
    this.facts.lines = { ...gone, ...this.facts.lines };
    this.table = this.root.querySelector("table");
    this.table.classList.add("sh-grid-live");
    for (const tr of this.table.querySelectorAll("tr[data-sum='result']")) tr.dataset.loss = this.facts.words.loss;
    this.cells = new Cells(this.table, { onSums: (cells) => this.status?.sums(cells) });
    this.status = new Status(this.facts, this.cells);
    this.selection = new Selection(this.cells, {
      scroller: this.root,
      frame: this.root.querySelector("[data-selection]"),
      onMove: (moved) => this.moved(moved),
    });
    this.conflicts.attach(this.cells, this.status);
    if (this.saver) this.saver.cells = this.cells;
  }
}

const root = document.getElementById("grid");
if (root?.dataset.cellsUrl && window.matchMedia("(width >= 768px)").matches) root.grid = new Grid(root);
else if (root) startReading(root);

/** A grid that is only read: groups still fold. */
function startReading(box) {
  box.addEventListener("click", (event) => {
    const fold = event.target.closest(".sh-grid-fold");
    if (!fold) return;
    const open = fold.getAttribute("aria-expanded") === "true";
    fold.setAttribute("aria-expanded", String(!open));
    const key = fold.closest("tr").dataset.head;
    for (const body of box.querySelectorAll(`tbody[data-group="${key}"]`)) {
      for (const tr of body.querySelectorAll("tr[data-line]")) tr.hidden = open;
    }
  });
}
