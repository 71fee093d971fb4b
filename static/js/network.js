// The picture of the network opens where there is something to see: at the task it is drawn around, or at the first one
// that is not done.
for (const picture of document.querySelectorAll(".network-picture")) {
  const middle = picture.querySelector(".n-middle");
  const box = middle ?? picture.querySelector(".n-box:not(.n-done, .n-outside)") ?? picture.querySelector(".n-box");
  if (box) {
    const { x, y, width, height } = box.getBBox();
    picture.scrollLeft = middle ? x + (width - picture.clientWidth) / 2 : x - 40;
    picture.scrollTop = y + (height - picture.clientHeight) / 2;
  }
}
