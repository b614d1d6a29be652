// Files dropped on a card or chosen in it are sent at once. Without this the form has its own button.

import { onContent, all } from "./events.js";

const prepared = new WeakSet(); // HTMX announces the first page too

export function startAttachments() {
  onContent((root) => all(root, "[data-drop-files]").forEach(prepare));
}

function prepare(card) {
  if (prepared.has(card)) return;
  prepared.add(card);
  // The fact at the head of the document tells how many files there are
  const fact = document.querySelector("[data-attachments-fact]");
  if (fact) fact.textContent = card.dataset.fact;
  const input = card.querySelector("input[type='file']");
  const form = input.form;
  card.querySelector("[data-sends-files]").hidden = true;
  form.classList.add("sh-upload-quick"); // the label alone is enough to press
  input.addEventListener("change", () => send(card, form, input));
  for (const type of ["dragenter", "dragover"]) {
    card.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      card.classList.add("sh-upload-over");
    });
  }
  card.addEventListener("dragleave", (event) => {
    if (!card.contains(event.relatedTarget)) card.classList.remove("sh-upload-over");
  });
  card.addEventListener("drop", (event) => {
    event.preventDefault();
    card.classList.remove("sh-upload-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send(card, form, input);
  });
}

function send(card, form, input) {
  const largest = Number(card.dataset.largest) * 1024 * 1024;
  const fits = [...input.files].every((file) => file.size <= largest);
  input.setCustomValidity(fits ? "" : card.dataset.tooLarge);
  if (input.files.length && form.reportValidity()) form.requestSubmit();
}
