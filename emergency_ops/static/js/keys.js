// Single keys: pages, rows of lists, and what this page offers. None while somebody types, or where they are switched off.
(() => {
  "use strict";
  if (document.documentElement.dataset.keys !== "on") return;
  const PLACES = { d: "dashboard", i: "incidents", t: "tasks", n: "notices" };
  const SEQUENCE = 1500;
  const ROWS = "a.table__link, a.task__link, a.rounds__item, a[data-row]";
  const help = document.getElementById("keys-help");
  let leader = 0;

  const types = (element) =>
    element.isContentEditable ||
    (element.matches("input, textarea, select") && !element.matches("[type=checkbox], [type=radio], [type=button], [type=submit]"));
  const isShown = (element) => element.getClientRects().length > 0;

  function go(key) {
    const name = PLACES[key];
    const link = name && document.querySelector(`[data-place="${name}"]`);
    if (link) location.assign(link.href);
  }

  function step(by) {
    const rows = [...document.querySelectorAll(`.main :is(${ROWS})`)].filter(isShown);
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
  }

  const here = () => [...document.querySelectorAll(".main [data-key]")].filter(isShown);

  function showHelp() {
    const place = document.getElementById("keys-here");
    const rows = here().map((control) => {
      const row = document.createElement("div");
      const key = document.createElement("kbd");
      key.textContent = control.dataset.key;
      const term = document.createElement("dt");
      term.append(key);
      const words = document.createElement("dd");
      words.textContent = control.textContent.trim() || control.getAttribute("aria-label") || "";
      row.append(term, words);
      return row;
    });
    place.querySelector("dl").replaceChildren(...rows);
    place.hidden = !rows.length;
    help.showModal();
  }

  function press(key) {
    const control = here().find((one) => one.dataset.key === key);
    if (!control) return false;
    if (control.matches("input, textarea, select")) control.focus();
    else control.click();
    return true;
  }

  const KEYS = {
    "/": () => document.dispatchEvent(new CustomEvent("palette:open")),
    "?": showHelp,
    j: () => step(1),
    k: () => step(-1),
    g: () => {
      leader = Date.now();
    },
  };

  document.addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented;
    if (busy || types(event.target) || document.querySelector("dialog[open]")) return;
    if (Date.now() - leader < SEQUENCE) {
      leader = 0;
      if (!PLACES[event.key]) return;
      event.preventDefault();
      go(event.key);
    } else if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    } else if (event.key.length === 1 && press(event.key)) {
      event.preventDefault();
    }
  });
})();
