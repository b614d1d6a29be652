// Pages of single lines and cells, shown in a dialog over the grid. Their forms answer to the grid; a refusal is shown in place.

import { part, send } from "./talk.js";

export class Dialogs {
  constructor(dialog, { onDone, onClose }) {
    Object.assign(this, { dialog, onDone });
    this.body = dialog.querySelector("[data-dialog-body]");
    dialog.addEventListener("close", () => onClose());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close-dialog]")) dialog.close();
    });
    this.body.addEventListener("submit", (event) => this.submit(event));
  }

  /** Show the part of a page; without it, the page itself. */
  async show(url) {
    const html = await part(url);
    if (!html) {
      window.location.assign(url);
      return;
    }
    this.fill(html);
    if (!this.dialog.open) this.dialog.showModal();
    const wanted = this.body.querySelector("[data-focus-first]");
    const first = wanted ?? this.body.querySelector("[autofocus], select, input:not([type='hidden']), textarea");
    (first ?? this.dialog.querySelector("button"))?.focus();
  }

  close() {
    this.dialog.close();
  }

  fill(html) {
    this.body.innerHTML = html;
    window.htmx?.process(this.body);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: this.body } }));
  }

  async submit(event) {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.sending) return;
    this.sending = true;
    const answer = await send(form);
    this.sending = false;
    if (answer.json && answer.status < 400) {
      this.dialog.close();
      this.onDone(answer.json);
    } else if (answer.html) {
      this.fill(answer.html);
    }
  }
}
