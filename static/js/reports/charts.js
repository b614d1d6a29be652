import "./ask.js";

// Draws the charts of the reports with ECharts, in the colours of the theme; redraws when the theme or the width changes.

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A token's colour as the browser resolves it: light-dark() is nothing ECharts can read. */
function colour(name) {
  const probe = document.createElement("span");
  probe.className = "sh-hidden";
  probe.hidden = true;
  document.body.append(probe);
  probe.style.color = `var(${name})`;
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved || token(name);
}

let library;

/** ECharts is large and only pages with charts want it: loaded when the first one is drawn. */
function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("[data-echarts]").dataset.echarts;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

function monthsOption(data) {
  const ink = colour("--sh-ink-2");
  const line = colour("--sh-line");
  const words = data.words;
  const series = [
    { name: words.within, type: "bar", stack: "actual", data: data.within, itemStyle: { color: colour("--sh-spent") }, barMaxWidth: 24 },
    { name: words.over, type: "bar", stack: "actual", data: data.over.map((value) => value || null), itemStyle: { color: colour("--sh-unf") }, barMaxWidth: 24 },
    { name: words.budget, type: "line", step: "middle", symbol: "none", data: data.budget, lineStyle: { width: 2, color: colour("--sh-accent") }, itemStyle: { color: colour("--sh-accent") } },
  ];
  if (data.last_year) {
    series.push({ name: words.last_year, type: "line", data: data.last_year, symbolSize: 4, lineStyle: { width: 1.25, type: "dotted", color: ink }, itemStyle: { color: ink } });
  }
  if (data.forecast) {
    series.push({ name: words.forecast, type: "bar", barGap: "-100%", data: data.forecast, barMaxWidth: 24, itemStyle: { color: "transparent", borderColor: ink, borderWidth: 1, borderType: "dashed" } });
  }
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    grid: { left: 4, right: 4, top: 28, bottom: 0, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 8, itemGap: 8, textStyle: { color: ink, fontSize: 12 }, data: series.map(({ name }) => ({ name, ...(name === words.budget ? { icon: "path://M0 3h14v2H0z" } : {}) })) },
    tooltip: { trigger: "axis", backgroundColor: colour("--sh-surface"), borderColor: line, textStyle: { color: colour("--sh-ink"), fontSize: 12 } },
    xAxis: { type: "category", data: data.months, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: ink, fontSize: 12, formatter: (text) => text.replace(/\s*月$/, "") } },
    yAxis: { type: "value", splitLine: { lineStyle: { color: line } }, axisLabel: { color: ink, fontSize: 12 } },
    series,
  };
}

/** Bars that lie, one or several a line or stacked, what they are of at the left. */
function barsOption(data) {
  const ink = colour("--sh-ink-2");
  const line = colour("--sh-line");
  const bar = ({ name, values, fill }) => ({
    name,
    type: "bar",
    data: [...values].reverse(),
    itemStyle: { color: colour(fill) },
    barMaxWidth: 12,
    barGap: "20%",
    ...(data.stacked && { stack: "all" }),
  });
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    grid: { left: 4, right: 12, top: 28, bottom: 0, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 8, itemGap: 8, textStyle: { color: ink, fontSize: 12 } },
    tooltip: { trigger: "axis", backgroundColor: colour("--sh-surface"), borderColor: line, textStyle: { color: colour("--sh-ink"), fontSize: 12 } },
    xAxis: { type: "value", splitLine: { lineStyle: { color: line } }, axisLabel: { color: ink, fontSize: 12 } },
    yAxis: { type: "category", data: [...data.names].reverse(), axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: ink, fontSize: 12, width: 190, overflow: "truncate" } },
    series: data.series.map(bar),
  };
}

const OPTIONS = { months: monthsOption, bars: barsOption };
const option = (place, source) => (OPTIONS[place.dataset.chart] ?? monthsOption)(JSON.parse(source.textContent));

const drawn = new Map();

async function draw(place) {
  const source = document.getElementById(place.dataset.source);
  if (!source) return;
  const echarts = await load();
  drawn.get(place)?.dispose();
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(option(place, source));
  drawn.set(place, chart);
}

function drawAll() {
  for (const [place, chart] of drawn) {
    if (!place.isConnected) {
      chart.dispose();
      drawn.delete(place);
    }
  }
  for (const place of document.querySelectorAll("[data-chart]")) draw(place);
}

drawAll();
document.body.addEventListener("htmx:afterSettle", drawAll);
new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));

// Paper is white whatever the screen is.
const root = document.documentElement;
let theme;
addEventListener("beforeprint", () => {
  theme = root.dataset.theme;
  root.dataset.theme = "light";
  for (const [place, chart] of drawn) {
    const source = document.getElementById(place.dataset.source);
    if (source) chart.setOption(option(place, source));
  }
});
addEventListener("afterprint", () => {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
});
