// Rectangles from and to Excel: tab-separated lines. An Excel copy ends in a line break that means nothing.

import { format, parse } from "./money.js";

/** A rectangle of cells as text that Excel takes. */
export function toText(rows, from, to) {
  return rows.map((row) => row.cents.slice(from, to + 1).map((value) => format(value).replaceAll(",", "").replace("\u2212", "-")).join("\t")).join("\r\n");
}

/** What was copied, as lines of cells. */
export function fromText(text) {
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  return body.split("\n").map((line) => line.split("\t").map((cell) => cell.replace(/^"(.*)"$/s, "$1")));
}

/**
 * Where a block goes: {cells: [{row, month, value}], cutOff, rounded} or {problem, text}.
 * One value fills the whole selection; a block that fits the selection evenly is repeated; else it starts at its corner.
 */
export function place(block, area, shown) {
  const height = block.length;
  const width = Math.max(...block.map((line) => line.length));
  const values = [];
  let rounded = 0;
  for (const line of block) {
    const row = [];
    for (let at = 0; at < width; at += 1) {
      const read = parse(line[at] ?? "", { rounds: true });
      if (read.problem) return { problem: read.problem, text: line[at] };
      if (read.rounded) rounded += 1;
      row.push(read.cents);
    }
    values.push(row);
  }
  const tall = area.rows.length;
  const wide = area.to - area.from + 1;
  const repeats = tall % height === 0 && wide % width === 0;
  const rows = repeats ? tall : height;
  const months = repeats ? wide : width;
  const start = shown.indexOf(area.rows[0]);
  const cells = [];
  let cutOff = 0;
  for (let down = 0; down < rows; down += 1) {
    for (let right = 0; right < months; right += 1) {
      const row = shown[start + down];
      const month = area.from + right;
      if (!row || month > 11) cutOff += 1;
      else cells.push({ row, month, value: values[down % height][right % width] });
    }
  }
  return { cells, cutOff, rounded };
}
