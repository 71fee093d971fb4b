// <div data-watch>: what takes a while in the background; asked for again each second, and shown as it is, until it is over.
const watched = document.querySelector("[data-watch]");

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const now = page?.querySelector("[data-watch]");
  if (page && !now) return location.reload();
  if (now) follow(watched, now);
  setTimeout(look, 1000);
}

// Only what differs is written, so that a screen reader says a step once.
function follow(shown, now) {
  const bars = [shown.querySelector("progress"), now.querySelector("progress")];
  if (bars[0] && bars[1]) bars[0].value = bars[1].value;
  for (const part of ["[role=status]", ".progress span"]) {
    const [was, is] = [shown.querySelector(part), now.querySelector(part)];
    if (was && is && was.textContent !== is.textContent) was.textContent = is.textContent;
  }
}

if (watched) setTimeout(look, 1000);
