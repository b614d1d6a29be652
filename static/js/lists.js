// The head of a list follows the filters shown below it: what is kept as a view, and what goes into Excel.
const NOT_ASKED = ["page", "format", "view", "sel"];

function asked() {
  const query = new URLSearchParams(location.search);
  for (const name of NOT_ASKED) query.delete(name);
  return query;
}

export function followList() {
  document.addEventListener("htmx:pushedIntoHistory", () => {
    for (const field of document.querySelectorAll("[data-list-query]")) field.value = asked().toString();
    for (const link of document.querySelectorAll("a[data-list-file]")) {
      const query = asked();
      if (link.dataset.listAdds) query.set("format", "xlsx");
      link.href = `${link.dataset.listFile}?${query}`;
    }
  });
}
