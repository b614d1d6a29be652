// The quote editor: parts are found while typing, every line shows floor and margin, everything goes by keyboard.

import { all, onContent } from "../events.js";
import { Offers } from "./offers.js";
import { hundredths, isAboveNothing, pasted, product, shown, share, typedPrice } from "./sums.js";

class Editor {
  constructor(form) {
    this.form = form;
    this.rows = form.querySelector("[data-rows]");
    this.row = form.querySelector("template[data-row]");
    this.words = form.querySelector("[data-words]").dataset;
    this.total = form.querySelector("[name='lines-TOTAL_FORMS']");
    this.parts = new Map();
    this.offers = new Offers(form.querySelector("#part-offers"), {
      url: () => `${form.dataset.search}?currency=${this.currency()}&q=`,
      words: this.words,
      chosen: (input, part) => this.choose(input.closest("[data-line]"), part.number),
    });
    form.classList.add("is-live");
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("keydown", (event) => this.pressed(event));
    form.addEventListener("paste", (event) => this.paste(event));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("change", (event) => this.changed(event));
    form.addEventListener("focusout", (event) => {
      if (event.target.matches("[data-part]")) this.settle(event.target);
    });
    this.look(this.numbers()).then(() => this.lines().forEach((line) => this.draw(line, { isStored: true })));
    this.ready();
  }

  lines() {
    return [...this.rows.querySelectorAll("[data-line]")];
  }

  currency() {
    return this.form.querySelector("[name='currency']")?.value ?? "";
  }

  field(line, name) {
    return line.querySelector(`[data-${name}]`);
  }

  number(line) {
    return this.field(line, "part").value.trim().toUpperCase();
  }

  numbers() {
    return this.lines().map((line) => this.number(line)).filter(Boolean);
  }

  /** Whether the part of a line is still being looked for. */
  isOpen(line) {
    return line.dataset.kind === "GOODS" && !this.parts.has(this.number(line)) && !this.field(line, "price").value;
  }

  /** There is always one empty line for the next part. */
  ready() {
    const lines = this.lines();
    for (const line of lines) line.classList.toggle("is-empty", this.isOpen(line));
    if (!lines.length || !lines[lines.length - 1].classList.contains("is-empty")) this.add("GOODS");
    this.count();
  }

  add(kind, before = null) {
    if (this.lines().length >= Number(this.form.dataset.most)) return null;
    const holder = document.createElement("div");
    holder.append(this.row.content.cloneNode(true));
    const line = holder.querySelector("[data-line]");
    line.dataset.kind = kind;
    this.field(line, "kind-field").value = kind;
    line.classList.toggle("is-empty", kind === "GOODS");
    this.rows.insertBefore(line, before);
    this.count();
    return line;
  }

  /** Lines carry their place in their names, as the server reads them. */
  count() {
    this.lines().forEach((line, index) => {
      for (const input of line.querySelectorAll("[name^='lines-']")) {
        input.name = input.name.replace(/^lines-(\d+|__prefix__)-/, `lines-${index}-`);
        if (input.id) input.id = `id_${input.name}`;
      }
      const remove = line.querySelector("[data-remove]");
      if (remove) remove.value = `remove-${index}`;
      this.field(line, "number").textContent = index + 1;
    });
    this.total.value = this.lines().length;
  }

  /** What the server knows of these parts, asked for once each. */
  async look(numbers) {
    const wanted = [...new Set(numbers)].filter((number) => !this.parts.has(number));
    for (let start = 0; start < wanted.length; start += 50) {
      const query = new URLSearchParams({ currency: this.currency() });
      query.set("customer", this.form.querySelector("[name='customer']").value);
      for (const number of wanted.slice(start, start + 50)) query.append("part", number);
      const answer = await fetch(`${this.form.dataset.parts}?${query}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      for (const [number, part] of Object.entries((await answer.json()).parts)) this.parts.set(number, part);
    }
  }

  async choose(line, number) {
    this.field(line, "part").value = number;
    this.field(line, "price").value = "";
    await this.look([number]);
    const part = this.parts.get(number);
    const quantity = this.field(line, "quantity");
    if (!quantity.value) quantity.value = "1";
    if (part?.price) this.field(line, "price").value = shown(hundredths(part.price));
    this.draw(line);
    this.ready();
    quantity.focus();
    quantity.select();
    this.tell();
  }

  /** A number typed to its end counts as chosen. */
  async settle(input) {
    const line = input.closest("[data-line]");
    const number = this.number(line);
    if (!number || this.field(line, "price").value) return;
    await this.look([number]);
    if (!this.parts.has(number) || this.number(line) !== number) return;
    const part = this.parts.get(number);
    input.value = number;
    if (part.price) this.field(line, "price").value = shown(hundredths(part.price));
    if (!this.field(line, "quantity").value) this.field(line, "quantity").value = "1";
    this.draw(line);
    this.ready();
    this.tell();
  }

  typed(event) {
    const line = event.target.closest("[data-line]");
    if (line) {
      if (event.target.matches("[data-part]")) {
        this.offers.ask(event.target);
        line.classList.toggle("is-empty", this.isOpen(line));
      }
      if (event.target.matches("[data-discount]")) this.discounted(line);
      this.draw(line, { from: event.target });
    }
    this.tell();
  }

  discounted(line) {
    const part = this.parts.get(this.number(line));
    const typed = share(this.field(line, "discount").value);
    if (!part?.price || typed === null) return;
    this.field(line, "price").value = shown(typedPrice(hundredths(part.price), typed));
  }

  changed(event) {
    if (event.target.matches("[name='currency']")) {
      this.parts.clear();
      this.look(this.numbers()).then(() => this.lines().forEach((line) => this.draw(line)));
    }
    this.tell();
  }

  pressed(event) {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      document.querySelector(`button[form='${this.form.id}'][value='save']`)?.click();
      return;
    }
    const line = event.target.closest("[data-line]");
    if (!line || event.isComposing) return;
    if (event.target.matches("[data-part]") && this.offers.pressed(event)) return;
    const lines = this.lines();
    const place = lines.indexOf(line);
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target.matches("input")) {
      event.preventDefault();
      if (event.target.matches("[data-part]")) {
        if (this.number(line)) this.settle(event.target).then(() => this.field(line, "quantity").select());
        return;
      }
      this.into(lines[place + 1] ?? this.add("GOODS"));
    } else if (event.key === "Delete" && event.ctrlKey) {
      event.preventDefault();
      this.remove(line);
    } else if (["ArrowUp", "ArrowDown"].includes(event.key) && !event.target.matches("[data-part]")) {
      const name = ["quantity", "discount", "price", "name"].find((one) => event.target.matches(`[data-${one}]`));
      const other = lines[place + (event.key === "ArrowDown" ? 1 : -1)];
      if (!name || !other) return;
      event.preventDefault();
      this.into(other, name);
    }
  }

  into(line, name = "") {
    if (!line) return;
    const isEmpty = line.classList.contains("is-empty");
    const first = isEmpty ? "part" : line.dataset.kind === "GOODS" ? "quantity" : "name";
    const input = this.field(line, isEmpty ? "part" : name || first);
    input.focus();
    input.select();
  }

  clicked(event) {
    const adding = event.target.closest("[data-add]");
    const removing = event.target.closest("[data-remove]");
    const setting = event.target.closest("[data-set-floor]");
    if (adding) {
      event.preventDefault();
      const lines = this.lines();
      if (adding.dataset.add === "GOODS") return this.into(lines[lines.length - 1]);
      const line = this.add(adding.dataset.add, lines[lines.length - 1] ?? null);
      if (!line) return;
      this.field(line, "name").value = adding.dataset.name;
      this.field(line, "quantity").value = "1";
      const payer = this.form.querySelector("[name='freight_payer']");
      if (adding.dataset.add === "FREIGHT" && payer) payer.value = "PREPAID"; // what such a line says
      this.draw(line);
      this.into(line, adding.dataset.add === "LABOUR" ? "quantity" : "price");
    } else if (removing) {
      event.preventDefault();
      this.remove(removing.closest("[data-line]"));
    } else if (setting) {
      event.preventDefault();
      const line = setting.closest("[data-line]");
      const part = this.parts.get(this.number(line));
      this.field(line, "price").value = shown(hundredths(part.floor));
      this.draw(line);
      this.tell();
    }
  }

  remove(line) {
    const lines = this.lines();
    const next = lines[lines.indexOf(line) + 1] ?? lines[lines.indexOf(line) - 1];
    line.remove();
    this.ready();
    this.into(next?.isConnected ? next : this.lines()[0]);
    this.tell();
  }

  /** Rows of part number and quantity, as Excel copies them. */
  async paste(event) {
    if (!event.target.matches("[data-part]")) return;
    const rows = pasted(event.clipboardData.getData("text/plain"));
    if (!rows.length) return;
    event.preventDefault();
    this.offers.close();
    await this.look(rows.map((row) => row.number));
    const unknown = rows.filter((row) => !this.parts.has(row.number)).map((row) => row.number);
    const known = rows.filter((row) => this.parts.has(row.number));
    const without = known.filter((row) => row.quantity && !isAboveNothing(row.quantity)).map((row) => row.number);
    let last = null;
    for (const row of known) {
      const empty = this.lines().find((line) => line.classList.contains("is-empty")) ?? this.add("GOODS");
      if (!empty) break;
      const part = this.parts.get(row.number);
      this.field(empty, "part").value = row.number;
      this.field(empty, "quantity").value = row.quantity || "1";
      this.field(empty, "price").value = part.price ? shown(hundredths(part.price)) : "";
      this.draw(empty);
      this.ready();
      last = empty;
    }
    const done = rows.length - unknown.length;
    this.say(
      [
        this.words.pasted.replace("{count}", done),
        unknown.length ? this.words.unknown.replace("{parts}", unknown.join(", ")) : "",
        without.length ? this.words.above.replace("{parts}", without.join(", ")) : "",
      ]
        .filter(Boolean)
        .join(" · "),
    );
    if (last) this.into(this.lines()[this.lines().length - 1]);
    this.tell();
  }

  say(text) {
    const says = this.form.querySelector("[data-says]");
    says.textContent = text;
    says.classList.remove("visually-hidden");
  }

  draw(line, { from = null, isStored = false } = {}) {
    const isGoods = line.dataset.kind === "GOODS";
    const part = isGoods ? this.parts.get(this.number(line)) : null;
    const price = hundredths(this.field(line, "price").value);
    const quantity = this.field(line, "quantity").value;
    if (quantity && !isAboveNothing(quantity)) this.field(line, "quantity").setAttribute("aria-invalid", "true");
    else if (!isStored) this.field(line, "quantity").removeAttribute("aria-invalid");
    const amount = price === null ? null : product(quantity || "1", price);
    this.field(line, "amount").textContent = amount === null ? "" : shown(amount);
    if (!isGoods) return;
    const state = part?.retired ? this.words.off : "";
    const instead = part?.successor ? this.words.replaced.replace("{part}", part.successor) : "";
    const last = part?.last ? this.words.last.replace("{amount}", shown(hundredths(part.last))) : "";
    this.field(line, "part-name").textContent = [part?.name, state, instead, last].filter(Boolean).join(" · ");
    const free = this.field(line, "part-free");
    free.textContent = part ? (part.free === "0" ? this.words.none : `${part.free} ${part.unit}`) : "";
    free.classList.toggle("is-none", part?.free === "0");
    const list = part?.price ? hundredths(part.price) : null;
    this.field(line, "list").textContent = list === null ? "" : shown(list);
    const discount = this.field(line, "discount");
    if (from !== discount) discount.value = list && price !== null ? this.discountOf(list, price) : "";
    if (isStored && price !== null) this.field(line, "price").value = shown(price);
    this.judge(line, part, price);
  }

  discountOf(list, price) {
    const share = (Number(list - price) * 100) / Number(list);
    return String(Math.round(share * 100) / 100);
  }

  /** Floor and margin; both are in the base currency, so abroad the page of the quote shows them. */
  judge(line, part, price) {
    const floor = part?.floor && !this.currency() ? hundredths(part.floor) : null;
    const cost = part?.cost && !this.currency() ? hundredths(part.cost) : null;
    const isBelow = floor !== null && price !== null && price < floor;
    const shownFloor = this.field(line, "floor");
    if (shownFloor) {
      const left = price !== null && floor !== null ? price - floor : null;
      const words = isBelow ? this.words.below : this.words.room;
      shownFloor.replaceChildren(floor === null ? "" : shown(floor));
      if (left !== null) {
        const note = document.createElement("small");
        note.textContent = words.replace("{amount}", shown(left < 0n ? -left : left));
        shownFloor.append(note);
      }
    }
    const isUnpriced = Boolean(shownFloor && part?.unpriced);
    line.classList.toggle("is-below", isBelow || isUnpriced);
    const warning = this.field(line, "warning");
    warning.hidden = !isBelow && !isUnpriced;
    if (isUnpriced) warning.replaceChildren(this.words.unpriced);
    if (isBelow) {
      const set = document.createElement("button");
      set.type = "button";
      set.className = "btn btn-ghost btn-sm";
      set.dataset.setFloor = "";
      set.textContent = this.words.set;
      warning.replaceChildren(this.words.warn.replace("{floor}", shown(floor)), " ", set);
    }
    const margin = this.field(line, "margin");
    if (!margin) return;
    const rate = cost === null || !price ? null : Number(price - cost) / Number(price);
    margin.replaceChildren(rate === null ? "" : `${(rate * 100).toFixed(1)}%`);
    if (rate !== null) {
      const bar = document.createElement("i");
      bar.className = "sh-q-bar";
      bar.style.setProperty("--part", Math.max(0, Math.min(1, rate * 2)));
      margin.append(bar);
    }
  }

  /** The sums beside the form are the server's. */
  tell() {
    this.form.querySelector("#quote-sums")?.dispatchEvent(new CustomEvent("quote-changed", { bubbles: true }));
  }
}

onContent((root) => {
  for (const form of all(root, "form[data-quote='']")) {
    form.dataset.quote = "ready";
    new Editor(form);
  }
});
