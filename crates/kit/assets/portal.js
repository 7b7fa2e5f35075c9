// What scripts add: sending a form that carries something elsewhere, looking whether a phone has answered, and
// keeping an impatient finger from sending a form twice. Everything works without this file.
(() => {
  "use strict";

  // <form data-send>: sent at once; the button stays for browsers without scripts.
  const carry = document.querySelector("form[data-send]");
  if (carry) carry.submit();

  // A form is sent once per page. Coming back by history makes it free again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // <form data-search>: the list follows what is typed, as the same address shows it to who presses the button. Only the newest
  // answer counts; where there is none, the button remains.
  const search = document.querySelector("form[data-search]");
  const sought = search?.querySelector("input[type=search]");
  if (sought) {
    let waiting = 0;
    let asking = null;
    let shown = sought.value;
    const look = async () => {
      if (sought.value === shown) return;
      asking?.abort();
      asking = new AbortController();
      const typed = sought.value;
      const address = new URL(search.action);
      address.search = new URLSearchParams(new FormData(search)).toString();
      try {
        const response = await fetch(address, { headers: { accept: "text/html" }, cache: "no-store", signal: asking.signal });
        if (!response.ok) return;
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        for (const id of ["providers", "found"]) {
          const [fresh, old] = [page.getElementById(id), document.getElementById(id)];
          if (!fresh || !old) return;
          old.replaceChildren(...fresh.childNodes);
        }
        shown = typed;
      } catch {
        // Left as it is.
      }
    };
    sought.addEventListener("input", () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(look, 150);
    });
  }

  // <p role=status data-poll="/path" data-every="3">: asks that path and says what changed. The answer is
  // {"text": "…", "fits": true, "go": "/path"}; each member may be missing, and "end": true means
  // that nothing will come any more. Several failures in a row end the asking, too; the button remains.
  const state = document.querySelector("[data-poll]");
  if (!state || !state.dataset.poll.startsWith("/")) return;
  const every = Math.max(1, Number(state.dataset.every) || 3) * 1000;
  let failures = 0;
  const ask = async () => {
    try {
      const response = await fetch(state.dataset.poll, { headers: { accept: "application/json" }, cache: "no-store" });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      failures = 0;
      if (answer.text && answer.text !== state.textContent) state.textContent = answer.text;
      if (answer.fits) document.querySelector(".match")?.classList.add("fits");
      if (typeof answer.go === "string" && /^\/(?![/\\])/.test(answer.go)) {
        window.setTimeout(() => window.location.assign(answer.go), answer.fits ? 300 : 0);
        return;
      }
      if (answer.end) return;
    } catch {
      failures += 1;
      if (failures > 4) return;
    }
    window.setTimeout(ask, document.hidden ? every * 3 : every * 2 ** Math.min(failures, 3));
  };
  window.setTimeout(ask, every);
})();
