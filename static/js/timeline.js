// The picture of the plan opens where its first rows have something to show: at today, or at the first bar when all of
// them are past or still to come.
for (const picture of document.querySelectorAll(".timeline-picture")) {
  const bars = [...picture.querySelectorAll(".g-bar, .g-milestone, .g-late")].slice(0, 12).map((bar) => bar.getBBox());
  const today = Number(picture.dataset.today ?? -1);
  const seen = bars.some((bar) => bar.x <= today && bar.x + bar.width >= today);
  const start = seen ? today - picture.clientWidth / 4 : Math.min(...bars.map((bar) => bar.x)) - 16;
  if (Number.isFinite(start)) picture.scrollLeft = start;
}
