// Amounts as whole hundredths (BigInt), so that no cent is lost; what people type and paste.

import { format, parse } from "../money-input.js";

/** "6,480.5" as 648050n; null for what is no amount. */
export function hundredths(typed) {
  const plain = parse(String(typed ?? ""));
  if (plain === null) return null;
  const [whole, decimals = ""] = plain.replace("-", "").split(".");
  const value = BigInt(whole || "0") * 100n + BigInt((decimals + "00").slice(0, 2));
  return plain.startsWith("-") ? -value : value;
}

/** Hundredths as people read them. */
export function shown(value) {
  const digits = String(value < 0n ? -value : value).padStart(3, "0");
  return format(`${value < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`);
}

/** Quantity (to a thousandth) times price, rounded half up; null for what is no quantity. */
export function product(quantity, price) {
  const plain = parse(quantity);
  if (plain === null || plain.startsWith("-")) return null;
  const [whole, decimals = ""] = plain.split(".");
  const thousandths = BigInt(whole || "0") * 1000n + BigInt((decimals + "000").slice(0, 3));
  return (thousandths * price + 500n) / 1000n;
}

/** Whether a typed quantity is one that can be offered. */
export function isAboveNothing(quantity) {
  const plain = parse(quantity);
  return plain !== null && !plain.startsWith("-") && /[1-9]/.test(plain);
}

/** A discount in percent as ten thousandths of the whole; null for what is none. */
export function share(typed) {
  const plain = parse(typed.replace("%", ""));
  if (plain === null) return null;
  const value = hundredths(plain);
  return value < 0n || value > 10000n ? null : value;
}

/** A list price less a discount in ten thousandths, rounded half up. */
export function typedPrice(list, discount) {
  return (list * (10000n - discount) + 5000n) / 10000n;
}

/** Rows of part number and quantity; nothing where the text is one word, which is typed like any other. */
export function pasted(text) {
  const rows = text
    .split(/\r?\n/)
    .map((row) => row.split(/\t|;|,(?=\s*\d+\s*$)|\s{2,}/).map((cell) => cell.trim()))
    .filter((cells) => cells[0]);
  if (rows.length < 2 && (rows[0]?.length ?? 0) < 2) return [];
  return rows
    .map((cells) => ({ number: cells[0].toUpperCase(), quantity: cells.slice(1).find((cell) => parse(cell) !== null) }))
    .filter((row, place) => place > 0 || row.quantity || /\d/.test(row.number));
}
