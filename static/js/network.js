// The picture of the network opens where there is something to see: at the task it is drawn around, or at the first one
// that is not done. Whoever goes from box to box by keyboard sees the box that has the focus.
const EDGE = 90; // the bars at the upper and lower edge of a phone

const centre = (picture, box) => {
  const { x, y, width, height } = box.getBBox();
  picture.scrollLeft = x + (width - picture.clientWidth) / 2;
  picture.scrollTop = y + (height - picture.clientHeight) / 2;
};

const within = (inner, outer) =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

const show = (picture, box) => {
  if (!within(box.getBoundingClientRect(), picture.getBoundingClientRect())) centre(picture, box);
  const { top, bottom } = box.getBoundingClientRect();
  if (top < EDGE || bottom > innerHeight - EDGE) scrollBy(0, (top + bottom - innerHeight) / 2);
};

for (const picture of document.querySelectorAll(".network-picture")) {
  const middle = picture.querySelector(".n-middle");
  const first = middle ?? picture.querySelector(".n-box:not(.n-done, .n-outside)") ?? picture.querySelector(".n-box");
  if (first) centre(picture, first);
  if (first && !middle) picture.scrollLeft = first.getBBox().x - 40;
  picture.addEventListener("focusin", (event) => {
    const box = event.target.closest(".n-box");
    if (box) show(picture, box);
  });
}
