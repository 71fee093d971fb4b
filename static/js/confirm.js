// <button data-confirm="Really remove?">: the first press asks in the button itself, the second does it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button.dataset.asked) return;
  event.preventDefault();
  const before = button.textContent;
  button.dataset.asked = "yes";
  button.setAttribute("aria-live", "polite");
  button.textContent = button.dataset.confirm;
  const forget = () => {
    delete button.dataset.asked;
    button.textContent = before;
  };
  button.addEventListener("blur", forget, { once: true });
});
