// What scripts add to the console: Ctrl+K goes to the search field, the open tab is scrolled to, and leaving a form that was changed asks first.
// Everything works without this file; what was typed stays when a form has a mistake.
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    const field = document.getElementById("q");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // Of tabs that do not all fit, the one that is open is seen.
  for (const here of document.querySelectorAll(".tabs [aria-current]")) {
    const tabs = here.parentElement;
    tabs.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - tabs.offsetLeft - tabs.clientWidth / 2;
  }

  // <form data-keep>: what is typed and not yet sent is not lost without a question.
  // One that comes back with what is not saved yet says so: data-keep="changed".
  const changed = new Set(document.querySelectorAll('form[data-keep="changed"]'));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "keep" in form.dataset) changed.add(form);
  });
  document.addEventListener("submit", (event) => changed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (changed.size > 0) event.preventDefault();
  });
})();
