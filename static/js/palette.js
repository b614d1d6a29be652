// Ctrl-K: actions, documents, pages. Arrows choose, Enter goes, what is typed is asked of the server.

import { open } from "./dialogs.js";

const REST = 150;

export function startPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role='listbox']");
  const palette = new Palette(dialog, input, list);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-open-palette]")) return;
    event.preventDefault();
    palette.show();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette.show();
    }
  });
  document.addEventListener("sh:palette", () => palette.show());
}

class Palette {
  constructor(dialog, input, list) {
    Object.assign(this, { dialog, input, list, timer: 0, asked: 0, chosen: -1 });
    input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.ask(), REST);
    });
    input.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("pointermove", (event) => {
      const hit = event.target.closest("[role='option']");
      if (hit) this.choose(this.hits().indexOf(hit));
    });
  }

  show() {
    open(this.dialog);
    this.input.select();
    this.ask();
  }

  async ask() {
    const turn = ++this.asked;
    const address = `${this.dialog.dataset.url}?q=${encodeURIComponent(this.input.value)}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (turn !== this.asked || !answer.ok) return;
    this.list.innerHTML = await answer.text();
    this.hits().forEach((hit, index) => {
      hit.id = `palette-hit-${index}`;
      hit.tabIndex = -1;
    });
    this.choose(0);
  }

  hits() {
    return [...this.list.querySelectorAll("a[role='option']")];
  }

  choose(index) {
    const hits = this.hits();
    this.chosen = hits.length ? (index + hits.length) % hits.length : -1;
    hits.forEach((hit, at) => hit.setAttribute("aria-selected", String(at === this.chosen)));
    const hit = hits[this.chosen];
    if (hit) {
      this.input.setAttribute("aria-activedescendant", hit.id);
      hit.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    if (event.isComposing) return;
    const moves = { ArrowDown: this.chosen + 1, ArrowUp: this.chosen - 1 };
    if (event.key in moves) {
      event.preventDefault();
      this.choose(moves[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.hits()[this.chosen]?.click();
    }
  }
}
