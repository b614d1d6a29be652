// The list of parts under the field in which one is typed: ↑ ↓ choose, Enter takes, Escape closes.

import { hundredths, shown } from "./sums.js";

const PAUSE = 120;

export class Offers {
  constructor(list, { url, words, chosen }) {
    Object.assign(this, { list, url, words, chosen, input: null, found: [], at: -1, asked: 0 });
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role='option']");
      event.preventDefault();
      if (option) this.take(Number(option.dataset.place));
    });
    document.addEventListener("focusin", (event) => {
      if (event.target !== this.input) this.close();
    });
  }

  ask(input) {
    this.input = input;
    clearTimeout(this.timer);
    const words = input.value.trim();
    if (!words) return this.close();
    const turn = ++this.asked;
    this.timer = setTimeout(async () => {
      const answer = await fetch(this.url() + encodeURIComponent(words), { headers: { Accept: "application/json" } });
      if (!answer.ok || turn !== this.asked || document.activeElement !== input) return;
      this.show((await answer.json()).parts);
    }, PAUSE);
  }

  show(parts) {
    this.found = parts;
    this.at = parts.findIndex((part) => !part.is_retired);
    this.input.closest("[data-line]").append(this.list);
    this.list.replaceChildren(...(parts.length ? parts.map((part, place) => this.option(part, place)) : [this.none()]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  option(part, place) {
    const row = document.createElement("li");
    row.role = "option";
    row.id = `part-offer-${place}`;
    row.dataset.place = place;
    const free = part.free === "0" ? this.words.none : this.words.free.replace("{count}", part.free);
    const instead = part.successor ? this.words.replaced.replace("{part}", part.successor) : "";
    const cells = [part.number, part.name, instead || part.fits.join(" · "), part.is_retired ? this.words.off : free, part.price ? shown(hundredths(part.price)) : ""];
    row.append(
      ...cells.map((text) => {
        const cell = document.createElement("span");
        cell.textContent = text;
        return cell;
      }),
    );
    return row;
  }

  none() {
    const row = document.createElement("li");
    row.className = "sh-muted";
    row.textContent = this.words.nothing;
    return row;
  }

  /** Whether the key was meant for the list. */
  pressed(event) {
    if (this.list.hidden || this.input !== event.target) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + this.found.length) % (this.found.length || 1);
      this.mark();
      return true;
    }
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && this.found[this.at]) {
      event.preventDefault();
      this.take(this.at);
      return true;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
      return true;
    }
    return false;
  }

  mark() {
    [...this.list.children].forEach((row, place) => row.setAttribute("aria-selected", place === this.at));
    const row = this.list.children[this.at];
    row?.scrollIntoView({ block: "nearest" });
    if (row?.id) this.input.setAttribute("aria-activedescendant", row.id);
  }

  take(place) {
    const part = this.found[place];
    const input = this.input;
    this.close();
    if (part && input) this.chosen(input, part);
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.list.hidden = true;
    this.input?.setAttribute("aria-expanded", "false");
    this.input?.removeAttribute("aria-activedescendant");
  }
}
