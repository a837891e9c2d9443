"use strict";
// Draws the charts of a forecast from the JSON that stands in the page. Colours come from the style sheets, so dark mode and print follow them.
(function () {
  const holder = document.getElementById("charts");
  if (!holder || typeof echarts === "undefined") return;
  const charts = JSON.parse(holder.textContent);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const drawn = [];
  let printing = false;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const axisNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  const shown = (chart, value) =>
    (value / chart.scale).toLocaleString("en", { minimumFractionDigits: chart.digits, maximumFractionDigits: chart.digits });
  // How wide a text is, near enough: Chinese letters are square.
  const wide = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2000" ? 13 : 7), 0);

  function legendHeight(chart, width) {
    let rows = 0, used = 0;
    for (const one of chart.series) {
      const next = wide(one.name) + 34;
      if (!rows || used + next > width - 10) { rows += 1; used = 0; }
      used += next;
    }
    return chart.series.length > 1 ? rows * 24 + 12 : 8;
  }

  function common(chart) {
    const ink = colour("ink"), line = colour("line");
    return {
      animation: !still && !printing,
      animationDuration: 300,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      legend: { show: chart.series.length > 1, data: chart.series.map((one) => one.name), left: 0, top: 0, textStyle: { color: ink }, itemWidth: 14, itemHeight: 14 },
      tooltip: {
        trigger: "axis", confine: true, backgroundColor: colour("paper"), borderColor: line, textStyle: { color: ink },
        axisPointer: { type: chart.kind === "bars" ? "shadow" : "line" }, valueFormatter: (value) => shown(chart, value) + " " + chart.unit,
      },
    };
  }

  function bars(chart, width) {
    const narrow = width < 560;
    const label = Math.min(narrow ? 116 : 240, Math.max(...chart.categories.map(wide)) + 4);
    const lines = Math.max(...chart.categories.map((name) => Math.ceil(wide(name) / label)));
    const beside = chart.stacked ? 1 : chart.series.length;
    const row = Math.max(chart.categories.length > 12 ? 28 : 42, lines * 16 + 12, beside * 20 + 14);
    const top = legendHeight(chart, width);
    const ink = colour("ink"), soft = colour("soft"), line = colour("line");
    const sums = chart.categories.map((_, at) => chart.series.reduce((sum, one) => sum + one.values[at], 0));
    const last = chart.series.length - 1;
    const below = Math.min(...sums, 0) < 0;
    const series = chart.series.map((one) => ({
      name: one.name, type: "bar", stack: chart.stacked ? "all" : undefined, barMaxWidth: chart.stacked ? 26 : 18, emphasis: { focus: "series" },
      itemStyle: { color: colour(one.role) || colour("one"), borderColor: colour("paper"), borderWidth: chart.stacked && last ? 1 : 0 },
      data: one.values.map((value) => ({ value, label: { position: value < 0 ? "left" : "right" } })),
      label: { show: !chart.stacked || !last, color: ink, formatter: (item) => shown(chart, item.value) },
    }));
    // The sum of a stack stands to its right, also where some parts go to the left: on a part of its own that cannot be seen.
    if (chart.stacked && last) {
      series.push({
        name: "", type: "bar", stack: "all", silent: true, tooltip: { show: false }, data: sums.map(() => 1e-9),
        label: { show: true, position: "right", color: ink, formatter: (item) => shown(chart, sums[item.dataIndex]) },
      });
    }
    return {
      height: top + 36 + row * chart.categories.length,
      option: {
        ...common(chart),
        grid: { left: below ? 16 : 8, right: narrow ? 64 : 84, top, bottom: 4, containLabel: true },
        xAxis: {
          type: "value", splitNumber: narrow ? 3 : 5, boundaryGap: below ? ["18%", 0] : undefined, minInterval: chart.unit && chart.scale === 1 ? 1 : undefined,
          axisLabel: { color: soft, hideOverlap: true, formatter: (value) => axisNumber.format(value / chart.scale) },
          splitLine: { lineStyle: { color: line } },
        },
        yAxis: {
          type: "category", inverse: true, data: chart.categories, axisTick: { show: false },
          axisLine: { onZero: false, lineStyle: { color: line } },
          axisLabel: { color: ink, width: label, overflow: "break", lineHeight: 16, interval: 0 },
        },
        series,
      },
    };
  }

  function curve(chart, width) {
    const narrow = width < 560;
    const top = legendHeight(chart, width) + 26;
    const ink = colour("ink"), soft = colour("soft"), line = colour("line");
    const named = new Map(chart.at.map((value, place) => [value, chart.shown[place]]));
    const within = chart.marks.filter((mark) => mark.at >= chart.at[0] && mark.at <= chart.at[chart.at.length - 1]);
    const base = common(chart);
    const marks = {
      silent: true, symbol: "none", animation: false, lineStyle: { color: ink, type: "dashed", width: 1.5 },
      label: { color: ink, position: "end", formatter: (item) => item.name },
      data: within.map((mark) => ({ xAxis: mark.at, name: mark.words, label: { align: mark.at === chart.at[0] ? "left" : "center" } })),
    };
    const every = Math.ceil(chart.at.length / (narrow ? 4 : 11));
    const ticks = chart.at.filter((_, place) => place % every === 0);
    return {
      height: top + (narrow ? 240 : 320),
      option: {
        ...base,
        tooltip: { ...base.tooltip, axisPointer: { type: "line", label: { formatter: (item) => named.get(item.value) || "" } } },
        grid: { left: 8, right: narrow ? 20 : 36, top, bottom: 8, containLabel: true },
        xAxis: {
          type: "value", min: chart.at[0], max: chart.at[chart.at.length - 1],
          axisTick: { customValues: ticks }, splitLine: { show: false }, axisLine: { lineStyle: { color: line } },
          axisLabel: { color: soft, customValues: ticks, hideOverlap: true, formatter: (value) => (named.get(value) || "").replace(/\.00$/, "") },
        },
        yAxis: {
          type: "value", splitNumber: 5, minInterval: chart.scale === 1 ? 1 : undefined,
          axisLabel: { color: soft, formatter: (value) => axisNumber.format(value / chart.scale) }, splitLine: { lineStyle: { color: line } },
        },
        series: chart.series.map((one, place) => ({
          name: one.name, type: "line", stack: chart.stacked ? "all" : undefined, symbolSize: 5, showSymbol: chart.at.length <= 30,
          data: one.values.map((value, at) => [chart.at[at], value]), lineStyle: { width: 2 }, color: colour(one.role) || colour("one"),
          areaStyle: chart.stacked ? { opacity: 0.75 } : undefined, emphasis: { disabled: true },
          markLine: place === 0 ? marks : undefined,
        })),
      },
    };
  }

  function draw(entry, redo) {
    const width = entry.node.clientWidth;
    if (width === entry.width && !redo) return;
    entry.width = width;
    const made = entry.chart.kind === "bars" ? bars(entry.chart, width) : curve(entry.chart, width);
    entry.node.style.height = made.height + "px";
    entry.instance.resize();
    entry.instance.setOption(made.option, true);
  }

  for (const chart of charts) {
    const node = document.getElementById("chart-" + chart.name);
    if (!node) continue;
    node.style.height = "240px";
    const entry = { chart, node, instance: echarts.init(node, null, { renderer: "svg" }) };
    drawn.push(entry);
    draw(entry, true);
  }
  const again = () => drawn.forEach((entry) => draw(entry, true));
  const watcher = new ResizeObserver(() => drawn.forEach((entry) => draw(entry, false)));
  document.querySelectorAll("figure").forEach((figure) => watcher.observe(figure));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  // Paper is narrower than most windows: charts take the width of an A4 page while it is printed.
  const paper = (width) => () => {
    printing = width !== "";
    drawn.forEach((entry) => { entry.node.style.width = width; draw(entry, true); });
  };
  addEventListener("beforeprint", paper("680px"));
  addEventListener("afterprint", paper(""));
})();
