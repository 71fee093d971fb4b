// <button data-add-row="#waves" hidden>: adds an empty copy of the last [data-row] in that element, its fields counted on.
const countOn = (name, next) => name.replace(/-(\d+)(-|$)/, (_, number, end) => `-${next}${end}`);

for (const button of document.querySelectorAll("button[data-add-row]")) {
  const list = document.querySelector(button.dataset.addRow);
  if (!list || !list.querySelector("[data-row]")) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = list.querySelectorAll("[data-row]");
    const row = rows[rows.length - 1].cloneNode(true);
    for (const part of row.querySelectorAll("*")) {
      for (const mark of ["id", "name", "for", "aria-describedby"]) {
        if (part.hasAttribute(mark)) part.setAttribute(mark, countOn(part.getAttribute(mark), rows.length));
      }
      if (part.matches("input, textarea")) part.value = "";
      if (part.matches(".field-error")) part.remove();
    }
    for (const number of row.querySelectorAll("[data-row-number]")) number.textContent = rows.length + 1;
    rows[rows.length - 1].after(row);
    row.querySelector("input, select, textarea")?.focus();
  });
}
