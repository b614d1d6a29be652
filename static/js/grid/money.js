// Amounts of cells: integer cents inside, text outside. Reads what people type and what Excel copies.

export const LARGEST = 999999999999; // cents; 500 lines of 12 such months still add up exactly

const NOTHING = new Set(["", "-", "--", "\u2014", "\u2014\u2014"]);
const UNITS = [["亿", 8], ["百万", 6], ["万", 4], ["千", 3]];

/**
 * The cents in what was typed: {cents} or {problem}. “1,234.50”, “１２３４”, “1.2万”, “1,234.50元”, “(5)”. What has parts
 * of a cent is a problem; with `rounds`, as a pasted block is read, it is {cents, rounded: true}.
 */
export function parse(typed, { rounds = false } = {}) {
  let text = typed.normalize("NFKC").replace(/\u2212/g, "-").trim();
  if (NOTHING.has(text)) return { cents: 0 };
  let negative = false;
  if (/^\(.*\)$/.test(text)) {
    negative = true;
    text = text.slice(1, -1);
  }
  text = text.replace(/人民币|RMB|CNY|[¥$元圆]/gi, "").replace(/[\s'_]/g, "");
  if (/^[-+]/.test(text)) {
    negative = negative !== (text[0] === "-");
    text = text.slice(1);
  }
  let shift = 0;
  for (const [unit, places] of UNITS) {
    if (text.endsWith(unit)) {
      text = text.slice(0, -unit.length);
      shift = places;
      break;
    }
  }
  if (text.includes(",")) {
    if (!/^\d{1,3}(,\d{3})+(\.\d*)?$/.test(text)) return { problem: "not_a_number" };
    text = text.replaceAll(",", "");
  }
  const parts = /^(\d*)(?:\.(\d*))?$/.exec(text);
  if (!parts || (!parts[1] && !parts[2])) return { problem: "not_a_number" };
  const [value, isExact] = cents(parts[1] || "0", parts[2] || "", shift);
  const read = limited(value, negative);
  if (isExact || read.problem) return read;
  return rounds ? { ...read, rounded: true } : { problem: "too_exact" };
}

/** An amount of the server (“1234.50”) as cents. */
export function fromServer(text) {
  return Number(text.replace(".", ""));
}

/** Cents as the server takes them: “1234.50”. */
export function toServer(value) {
  const whole = String(Math.abs(value)).padStart(3, "0");
  return `${value < 0 ? "-" : ""}${whole.slice(0, -2)}.${whole.slice(-2)}`;
}

/** Cents as a cell shows them: thousands, decimals only where there are some. */
export function format(value) {
  const size = Math.abs(value);
  const rest = size % 100;
  const whole = String((size - rest) / 100).replace(/\B(?=(\d{3})+$)/g, ",");
  const tail = rest ? `.${String(rest).padStart(2, "0")}` : "";
  return `${value < 0 ? "\u2212" : ""}${whole}${tail}`;
}

/** A fraction as +6.9% or −2.1%; nothing for none. */
/** A change as the grid shows it, whole from a thousand per cent; the same as `share_text` in budget_grid.py. */
export function change(share) {
  if (share === null || !Number.isFinite(share) || Math.abs(share) < 10) return percent(share, { sign: true });
  const mark = share < 0 ? "\u2212" : "+";
  if (Math.abs(share) >= 100) return `${share < 0 ? "<" : ">"}${mark}10,000%`;
  return `${mark}${Math.round(Math.abs(share) * 100).toLocaleString("en")}%`;
}

export function percent(share, { sign = false } = {}) {
  if (share === null || !Number.isFinite(share)) return "";
  const tenths = Math.round(Math.abs(share) * 1000) / 10;
  const mark = tenths === 0 ? "" : share < 0 ? "\u2212" : sign ? "+" : "";
  return `${mark}${tenths.toFixed(1)}%`;
}

function cents(whole, decimals, shift) {
  const digits = whole + decimals;
  const places = 2 + shift - decimals.length;
  if (places >= 0) return [BigInt(digits) * 10n ** BigInt(places), true];
  const unit = 10n ** BigInt(-places);
  const exact = BigInt(digits);
  return [(exact * 2n + unit) / (unit * 2n), exact % unit === 0n]; // half up, as the server rounds
}

function limited(value, negative) {
  if (negative && value > 0n) return { problem: "negative" };
  if (value > BigInt(LARGEST)) return { problem: "too_large" };
  return { cents: Number(value) };
}
