// <p data-again>: looks again every two seconds while background work runs, unless somebody is busy with the page.
if (document.querySelector("[data-again]")) {
  const busy = () => document.activeElement?.closest("main") && document.activeElement.id !== "main";
  const look = () => (busy() || document.hidden ? setTimeout(look, 2000) : location.reload());
  setTimeout(look, 2000);
}
