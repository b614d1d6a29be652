// The year's end: take all of a row into the new year.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  if (!button) return;
  const input = button.closest(".sh-year-end-take").querySelector("input");
  input.value = button.dataset.take;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
});
