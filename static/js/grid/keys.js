// The keyboard of the grid. Three ways to be in a cell: "go" (keys move), "type" (typing replaced the value, keys still move),
// "edit" (F2: keys move within the text).

export function onKey(grid, event) {
  if (event.isComposing || event.keyCode === 229) {
    grid.begin("type");
    return;
  }
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl && !event.altKey && control(grid, event)) {
    event.preventDefault();
    return;
  }
  if (event.altKey && !ctrl) {
    if (alternative(grid, event)) event.preventDefault();
    return;
  }
  if (!ctrl && plain(grid, event)) event.preventDefault();
}

function control(grid, event) {
  const { selection } = grid;
  const key = event.key.toLowerCase();
  const arrows = { arrowup: [-1, 0], arrowdown: [1, 0], arrowleft: [0, -1], arrowright: [0, 1] };
  if (key in arrows && grid.mode !== "edit") {
    const to = selection.beside(...arrows[key], { edge: true });
    return move(grid, to, event.shiftKey);
  }
  if (key === "home") return move(grid, { row: grid.cells.shown()[0], month: 0 }, event.shiftKey);
  if (key === "end") return move(grid, { row: grid.cells.shown().at(-1), month: 11 }, event.shiftKey);
  if (grid.mode !== "go") return false;
  const actions = {
    z: () => (event.shiftKey ? grid.redo() : grid.undo()),
    y: () => grid.redo(),
    r: () => !event.shiftKey && grid.fill("right"),
    d: () => grid.fill("down"),
    a: () => selection.selectLine(),
    m: () => grid.open("line_detail"),
  };
  if (!(key in actions)) return false;
  if (key === "r" && event.shiftKey) return false;
  actions[key]();
  return true;
}

function alternative(grid, event) {
  if (event.key === "ArrowDown") grid.open("cell_history");
  else if (event.key === "Enter") grid.open("line_edit");
  else if (event.key === "ArrowLeft") grid.fold(true);
  else if (event.key === "ArrowRight") grid.fold(false);
  else return false;
  return true;
}

function plain(grid, event) {
  const { selection } = grid;
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  if (event.key in steps) {
    if (grid.mode === "edit") return false;
    return move(grid, selection.beside(...steps[event.key]), event.shiftKey);
  }
  switch (event.key) {
    case "Enter":
      return move(grid, selection.beside(event.shiftKey ? -1 : 1, 0), false);
    case "Tab": {
      const to = selection.next(event.shiftKey ? -1 : 1);
      if (!to) {
        grid.commit();
        return false;
      }
      return move(grid, to, false);
    }
    case "Home":
    case "End":
      if (grid.mode === "edit") return false;
      return move(grid, { row: selection.row, month: event.key === "Home" ? 0 : 11 }, event.shiftKey);
    case "PageUp":
    case "PageDown":
      return move(grid, selection.beside(event.key === "PageUp" ? -20 : 20, 0), event.shiftKey);
    case "F2":
      grid.begin("edit");
      return true;
    case "Escape":
      return grid.restore();
    case "Delete":
    case "Backspace":
      if (grid.mode !== "go") return false;
      grid.clear();
      return true;
    default:
      if (event.key.length === 1 && grid.mode === "go") grid.begin("type");
      return false;
  }
}

function move(grid, to, extend) {
  if (!grid.commit()) return true;
  grid.selection.go(to.row, to.month, { extend });
  return true;
}

/** F6 goes round the parts of the page: checks, toolbar, grid, status bar. */
export function startRegions(grid) {
  const regions = [...document.querySelectorAll("[data-region]")];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const at = regions.findIndex((region) => region.contains(document.activeElement));
    const next = regions[(at + (event.shiftKey ? -1 : 1) + regions.length) % regions.length];
    if (next.dataset.region === "grid") grid.enter();
    else (next.querySelector("a[href], button:not([disabled]), summary") ?? next).focus();
  });
}
