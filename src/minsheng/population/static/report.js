"use strict";
// Draws the charts of the result page from the JSON that stands in it. Colours come from the style sheet, so dark mode and print follow it.
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

  function layout(chart, width) {
    const narrow = width < 560;
    const label = Math.min(narrow ? 116 : 240, Math.max(...chart.categories.map(wide)) + 4);
    const lines = Math.max(...chart.categories.map((name) => Math.ceil(wide(name) / label)));
    const row = Math.max(chart.categories.length > 12 ? 28 : 42, lines * 16 + 12);
    let legend = 0, used = 0;
    for (const one of chart.series) {
      const next = wide(one.name) + 34;
      if (!legend || used + next > width - 10) { legend += 1; used = 0; }
      used += next;
    }
    const top = chart.series.length > 1 ? legend * 24 + 12 : 8;
    return { narrow, label, top, height: top + 36 + row * chart.categories.length };
  }

  function option(chart, width) {
    const { narrow, label, top } = layout(chart, width);
    const ink = colour("ink"), soft = colour("soft"), line = colour("line");
    const sums = chart.categories.map((_, at) => chart.series.reduce((sum, one) => sum + one.values[at], 0));
    const last = chart.series.length - 1;
    return {
      animation: !still && !printing,
      animationDuration: 300,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      grid: { left: 8, right: narrow ? 64 : 84, top, bottom: 4, containLabel: true },
      legend: { show: chart.series.length > 1, left: 0, top: 0, textStyle: { color: ink }, itemWidth: 14, itemHeight: 14, selectedMode: true },
      tooltip: {
        trigger: "axis", axisPointer: { type: "shadow" }, confine: true, backgroundColor: colour("paper"), borderColor: line,
        textStyle: { color: ink }, valueFormatter: (value) => shown(chart, value) + " " + chart.unit,
      },
      xAxis: {
        type: "value", axisLabel: { color: soft, hideOverlap: true, formatter: (value) => axisNumber.format(value / chart.scale) },
        splitLine: { lineStyle: { color: line } }, splitNumber: narrow ? 3 : 5,
      },
      yAxis: {
        type: "category", inverse: true, data: chart.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
        axisLabel: { color: ink, width: label, overflow: "break", lineHeight: 16, interval: 0 },
      },
      series: chart.series.map((one, place) => ({
        name: one.name, type: "bar", stack: "all", data: one.values, barMaxWidth: 26,
        itemStyle: { color: colour(one.role) || colour("one"), borderColor: colour("paper"), borderWidth: chart.series.length > 1 ? 1 : 0 },
        emphasis: { focus: "series" },
        label: place === last ? { show: true, position: "right", color: ink, formatter: (item) => shown(chart, sums[item.dataIndex]) } : { show: false },
      })),
    };
  }

  function draw(entry, redo) {
    const width = entry.node.clientWidth;
    if (width === entry.width && !redo) return;
    entry.width = width;
    entry.node.style.height = layout(entry.chart, width).height + "px";
    entry.instance.resize();
    entry.instance.setOption(option(entry.chart, width), true);
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
