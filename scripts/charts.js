// What pages draw charts with: bars and lines on a grid, as SVG. Bundled by scripts/vendor_frontend.py into
// static/vendor/echarts/charts.min.js, so that browsers load this much of the library and no more (QLT-08). A page that wants
// another kind of chart adds it here.

import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendPlainComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LegacyGridContainLabel } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendPlainComponent, TooltipComponent, LegacyGridContainLabel, SVGRenderer]);

export { init };
