// The page for the room: a tap is sent without leaving the page, and the list is drawn anew from the answer.
// Without this script each tap loads the page again; both ways the button says which state it sets.
const roll = document.querySelector("[data-roll]");
let last = Promise.resolve();
const send = async (form) => {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-roll]");
  if (!answer.ok || !fresh) { location.reload(); return; }
  const place = form.closest("li") ? form.closest("li").id : "";
  roll.replaceChildren(...fresh.childNodes);
  const button = place && document.getElementById(place) ? document.getElementById(place).querySelector("button") : null;
  if (button) button.focus({ preventScroll: true });
};
roll.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.sent) return; // the second tap of a double tap
  form.dataset.sent = "yes";
  last = last.then(() => send(form)).catch(() => location.reload());
});
