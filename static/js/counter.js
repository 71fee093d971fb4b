// <textarea data-counter="500">: says how many characters are left, aloud only when they become few.
for (const area of document.querySelectorAll("textarea[data-counter]")) {
  const most = Number(area.dataset.counter);
  const note = document.createElement("p");
  note.className = "counter";
  area.after(note);
  const tell = () => {
    const left = most - area.value.length;
    note.textContent = left >= 0 ? `${left} characters left` : `${-left} characters too many`;
    note.setAttribute("aria-live", left < 50 ? "polite" : "off");
  };
  area.addEventListener("input", tell);
  tell();
}
