// Files dropped on a card or chosen in it are sent at once. Without this the form has its own button. On a form they
// join those chosen there, and go with it.

import { onContent, all } from "./events.js";

const prepared = new WeakSet(); // HTMX announces the first page too

export function startAttachments() {
  onContent((root) => {
    all(root, "[data-drop-files]").forEach(prepare);
    all(root, "[data-drop-into]").forEach(prepareOnForm);
  });
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
  takeDrops(card, (files) => {
    input.files = files;
    send(card, form, input);
  });
}

function prepareOnForm(card) {
  if (prepared.has(card)) return;
  prepared.add(card);
  const input = document.getElementById(card.dataset.dropInto);
  const missing = card.querySelector(".sh-files-missing");
  const tell = () => missing?.toggleAttribute("hidden", input.files.length > 0);
  input.addEventListener("change", tell);
  tell();
  takeDrops(card, (files) => {
    const together = new DataTransfer();
    for (const file of [...input.files, ...files]) together.items.add(file);
    input.files = together.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function takeDrops(card, take) {
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
    if (event.dataTransfer.files.length) take(event.dataTransfer.files);
  });
}

function send(card, form, input) {
  const largest = Number(card.dataset.largest) * 1024 * 1024;
  const fits = [...input.files].every((file) => file.size <= largest);
  input.setCustomValidity(fits ? "" : card.dataset.tooLarge);
  if (input.files.length && form.reportValidity()) form.requestSubmit();
}
