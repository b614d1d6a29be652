// The page of a request or a claim: printing.

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
