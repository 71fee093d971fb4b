// <button data-busy="Reading the file…">: once pressed says so, aloud too, and takes no second press until the next page.
for (const button of document.querySelectorAll("button[data-busy]")) {
  const words = button.textContent;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  button.after(said);
  const show = (busy) => {
    button.toggleAttribute("data-waiting", busy);
    button.setAttribute("aria-disabled", busy);
    button.textContent = busy ? button.dataset.busy : words;
    said.textContent = busy ? button.dataset.busy : "";
  };
  button.form.addEventListener("submit", (event) => {
    if (button.hasAttribute("data-waiting")) event.preventDefault();
    else show(true);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) show(false); }); // back, to the page as it was left
}
