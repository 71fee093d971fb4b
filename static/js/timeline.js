// The picture of the plan opens where its first rows have something to show: at today, or at the first bar when all of
// them are past or still to come.
for (const picture of document.querySelectorAll(".timeline-picture")) {
  const bars = [...picture.querySelectorAll(".g-bar, .g-milestone, .g-late")].slice(0, 12).map((bar) => bar.getBBox());
  const today = Number(picture.dataset.today ?? -1);
  const seen = bars.some((bar) => bar.x <= today && bar.x + bar.width >= today);
  const start = seen ? today - picture.clientWidth / 4 : Math.min(...bars.map((bar) => bar.x)) - 16;
  if (Number.isFinite(start)) picture.scrollLeft = start;
}

// A bar is drawn to other days with the mouse or a finger, its right end makes it longer; the form that does the same
// work without JavaScript is sent with the new days.
const DAY = 86_400_000;
const shifted = (day, by) => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY).toISOString().slice(0, 10);

function send(bar, start, finish) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = bar.dataset.drag + location.search;
  const token = document.querySelector("#arrange [name=csrf_token]").value;
  for (const [name, value] of Object.entries({ csrf_token: token, version: bar.dataset.version, start, finish })) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  sessionStorage.setItem("plan-scroll", String(window.scrollY));
  form.submit();
}

for (const bar of document.querySelectorAll(".g-move")) {
  const rect = bar.querySelector(".g-bar");
  const scale = Number(bar.closest(".timeline-picture").dataset.scale);
  let from = null;
  let longer = false;
  const days = (event) => Math.round((event.clientX - from) / scale);
  rect.addEventListener("pointerdown", (event) => {
    const box = rect.getBoundingClientRect();
    longer = event.clientX > box.right - Math.min(8, box.width / 2);
    from = event.clientX;
    rect.setPointerCapture(event.pointerId);
    bar.classList.add("moving");
  });
  rect.addEventListener("pointermove", (event) => {
    if (from === null) return;
    if (longer) rect.setAttribute("width", String(Math.max(scale, Number(rect.dataset.width ?? rect.getAttribute("width")) + days(event) * scale)));
    else bar.setAttribute("transform", `translate(${days(event) * scale} 0)`);
    rect.dataset.width ??= rect.getAttribute("width");
  });
  rect.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const by = days(event);
    from = null;
    bar.classList.remove("moving");
    const { start, finish } = bar.dataset;
    if (!by) bar.removeAttribute("transform");
    else if (longer) send(bar, start, shifted(finish, by) < start ? start : shifted(finish, by));
    else send(bar, shifted(start, by), shifted(finish, by));
  });
}

// After a change the page stands where it stood, and the chosen row stays chosen.
const arrange = document.querySelector("#arrange");
if (arrange) {
  const scroll = sessionStorage.getItem("plan-scroll");
  if (scroll !== null && !location.hash) window.scrollTo(0, Number(scroll));
  sessionStorage.removeItem("plan-scroll");
  const row = location.hash.startsWith("#row-") && document.querySelector(`${location.hash} input[type=radio]`);
  if (row) row.checked = true;
  document.addEventListener("keydown", (event) => {
    const button = event.altKey && arrange.querySelector(`[data-key="${event.key}"]`);
    if (!button || !document.querySelector("input[name=task]:checked")) return;
    event.preventDefault();
    arrange.requestSubmit(button);
  });
}
