// A form that was typed in and not sent asks before the page is left.
let typed = false;
for (const form of document.querySelectorAll("form[method='post'].form")) {
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
}
window.addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});
