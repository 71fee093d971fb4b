// <form data-survey>: says how many questions are answered, and keeps what was typed in this tab until it is sent, so that
// going back or a lost connection loses nothing. The page that says thank you forgets it.
const key = `survey ${location.pathname}`;
if (document.querySelector("[data-survey-sent]")) sessionStorage.removeItem(key);

for (const form of document.querySelectorAll("form[data-survey]")) {
  const fields = () => [...form.elements].filter((field) => field.name.startsWith("q-"));
  const answered = (question) =>
    [...question.querySelectorAll("input, textarea")].some((field) => field.type === "radio" ? field.checked && field.value : field.value.trim());
  const questions = [...form.querySelectorAll("[data-question]")];
  const note = form.querySelector("[data-survey-progress]");

  const tell = () => {
    note.hidden = false;
    note.textContent = `${questions.filter(answered).length} of ${questions.length} answered`;
  };
  const keep = () => {
    const typed = fields().filter((field) => field.type !== "radio" || field.checked).map((field) => [field.name, field.value]);
    sessionStorage.setItem(key, JSON.stringify(typed));
  };
  const restore = () => {
    if (fields().some((field) => field.type === "radio" ? field.checked : field.value)) return;
    for (const [name, value] of JSON.parse(sessionStorage.getItem(key) ?? "[]")) {
      for (const field of fields().filter((each) => each.name === name)) {
        if (field.type !== "radio") field.value = value;
        else if (field.value === value) field.checked = true;
      }
    }
  };
  restore();
  tell();
  form.addEventListener("input", () => { keep(); tell(); });
}
