// The picture of the plan opens where its first rows have something to show: at today, or at the first bar when all of
// them are past or still to come.
const whole = document.querySelector(".timeline");
const picture = document.querySelector(".timeline-picture");
if (picture) {
  const bars = [...picture.querySelectorAll(".g-bar, .g-milestone, .g-late")].slice(0, 12).map((bar) => bar.getBBox());
  const today = Number(picture.dataset.today ?? -1);
  const seen = bars.some((bar) => bar.x <= today && bar.x + bar.width >= today);
  const start = seen ? today - picture.clientWidth / 4 : Math.min(...bars.map((bar) => bar.x)) - 16;
  if (Number.isFinite(start)) picture.scrollLeft = start;
}

// A change is sent in the background and answered with what looks different; one follows the other. When the page shows
// an older state than the server has, or anything is unclear, it is loaded anew where it stands.
let waiting = Promise.resolve();

function change(address, values) {
  whole.setAttribute("aria-busy", "true");
  const done = waiting.then(() => sent(address, values())).finally(() => whole.removeAttribute("aria-busy"));
  waiting = done.catch(() => {});
  return done;
}

async function sent(address, values) {
  try {
    const answer = await fetch(address, { method: "POST", body: values, headers: { "X-Redraw": whole.dataset.mark } });
    const found = answer.ok && answer.headers.get("Content-Type") === "application/json" ? await answer.json() : null;
    if (found && !found.reload) redraw(found);
    else again();
  } catch {
    again();
  }
}

function again() {
  sessionStorage.setItem("plan-scroll", String(window.scrollY));
  location.reload();
}

const drawn = (markup, inside) => {
  const holder = document.createElement("template");
  holder.innerHTML = inside ? `<${inside}>${markup}</${inside}>` : markup;
  return inside ? holder.content.firstElementChild.firstElementChild : holder.content.firstElementChild;
};

function redraw(found) {
  const table = whole.querySelector(".timeline-names tbody");
  const chosen = document.querySelector("input[name=task]:checked")?.value.split(".")[0];
  const focused = document.activeElement?.closest("[id^='row-']")?.id;
  for (const each of found.rows) {
    put(table, `row-${each.id}`, drawn(each.row, ""));
    put(picture.querySelector(".g-links"), `links-${each.id}`, each.links ? drawn(each.links, "svg") : null);
    put(picture.querySelector(".g-bars"), `bar-${each.id}`, each.bar ? drawn(each.bar, "svg") : null);
  }
  if (found.order.length) arranged(table, found.order);
  if (found.picture) framed(found.picture);
  document.querySelector(".undo").innerHTML = found.undo;
  told(found.said);
  counted();
  whole.dataset.mark = found.mark;
  const again = chosen && document.querySelector(`#row-${chosen} input`);
  if (again) {
    again.checked = true;
    if (focused === `row-${chosen}`) again.focus();
  }
}

// How many findings the checks have now is asked for when changes have come to rest.
let count = null;
function counted() {
  clearTimeout(count);
  const tab = document.querySelector(".tabs a[href$='/plan/checks']");
  if (tab) count = setTimeout(async () => {
    const answer = await fetch(tab.href, { headers: { "X-Count": "1" } });
    if (!answer.ok) return;
    const number = (await answer.json()).count;
    const mark = tab.querySelector(".count") ?? tab.appendChild(Object.assign(document.createElement("span"), { className: "count" }));
    mark.textContent = number || "";
    mark.hidden = !number;
  }, 1200);
}

function put(parent, id, fresh) {
  const old = document.getElementById(id);
  if (old && fresh) old.replaceWith(fresh);
  else if (old) old.remove();
  else if (fresh) parent.append(fresh);
}

function arranged(table, order) {
  const left = new Set(order.map((id) => `row-${id}`));
  for (const row of [...table.rows]) {
    if (left.has(row.id)) continue;
    const id = row.id.slice(4);
    for (const part of [row, document.getElementById(`bar-${id}`), document.getElementById(`links-${id}`)]) part?.remove();
  }
  order.forEach((id, place) => {
    const row = document.getElementById(`row-${id}`);
    if (row && table.rows[place] !== row) table.insertBefore(row, table.rows[place] ?? null);
  });
}

function framed(frame) {
  const svg = picture.querySelector("svg.gantt");
  picture.dataset.scale = frame.scale;
  svg.setAttribute("width", frame.width);
  svg.setAttribute("height", frame.height);
  svg.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
  svg.querySelector(".g-head").innerHTML = frame.head;
  svg.querySelector(".g-now").innerHTML = frame.today;
}

// What is said stands beside the buttons, which stay in sight; what the page said when it was loaded is over.
function told(markup) {
  document.querySelector("main > .flashes")?.remove();
  document.querySelector("#plan-said").innerHTML = markup;
}

// A bar is drawn to other days with the mouse or a finger, its right end makes it longer.
const DAY = 86_400_000;
const shifted = (day, by) => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY).toISOString().slice(0, 10);
let drag = null;

picture?.addEventListener("pointerdown", (event) => {
  const bar = event.target.closest(".g-move");
  if (!bar || event.button || event.target.matches(".g-slack, .g-baseline")) return;
  const rect = bar.querySelector(".g-bar");
  const box = rect.getBoundingClientRect();
  const longer = event.clientX > box.right - Math.min(8, box.width / 2);
  drag = { rect, bar, from: event.clientX, longer, width: Number(rect.getAttribute("width")) };
  bar.setPointerCapture(event.pointerId);
  bar.classList.add("moving");
});

const moved = (event) => Math.round((event.clientX - drag.from) / Number(picture.dataset.scale));

picture?.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const scale = Number(picture.dataset.scale);
  if (drag.longer) drag.rect.setAttribute("width", String(Math.max(scale, drag.width + moved(event) * scale)));
  else drag.bar.setAttribute("transform", `translate(${moved(event) * scale} 0)`);
});

const put_back = ({ bar, rect, width }) => {
  bar.removeAttribute("transform");
  rect.setAttribute("width", String(width));
};

picture?.addEventListener("pointercancel", () => {
  if (drag) put_back(drag);
  drag = null;
});

picture?.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const [{ bar, rect, longer, width }, by] = [drag, moved(event)];
  drag = null;
  bar.classList.remove("moving");
  if (!by) return put_back({ bar, rect, width });
  const id = bar.id.slice(4);
  const address = picture.dataset.drag.replace("/0/", `/${id}/`) + location.search;
  change(address, () => {
    const { version, start, finish } = document.getElementById(bar.id)?.dataset ?? bar.dataset;
    const last = shifted(finish, by);
    const values = new FormData();
    values.set("csrf_token", document.querySelector("#arrange [name=csrf_token]").value);
    values.set("version", version);
    values.set("start", longer ? start : shifted(start, by));
    values.set("finish", longer && last < start ? start : last);
    return values;
  }).then(() => put_back({ bar, rect, width }));
});

// The buttons that move rows, and undo, do so in place; the others lead to their pages.
const IN_PLACE = new Set(["in", "out", "up", "down"]);
document.addEventListener("submit", (event) => {
  const form = event.target;
  const step = event.submitter?.name === "do" ? event.submitter.value : "";
  if (!form.matches?.("form[data-redraw]") || (step && !IN_PLACE.has(step))) return;
  if (form.id === "arrange" && !document.querySelector("input[name=task]:checked")) return;
  event.preventDefault();
  change(form.action, () => {
    const values = new FormData(form);
    if (step) values.set("do", step);
    return values;
  }).then(() => {
    if (!form.isConnected) document.querySelector(".undo button")?.focus();
  });
});

// After loading again the page stands where it stood, and the chosen row stays chosen. Alt and an arrow key press a button.
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
