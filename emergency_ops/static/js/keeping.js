// What all pages that go on without a connection have in common: who types, where it is sent, the bar that tells what waits, what
// was refused, and the pages that the worker keeps. keeping("offline") reads the parts data-offline-bar, data-offline-refused, …
window.keeping = (name) => {
  "use strict";
  const store = window.outbox;
  let root;

  const part = (which) => root.querySelector(`[data-${name}-${which}]`);
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  const person = () => Number(root.dataset.person);
  const addresses = () => {
    const { session, sync, photo, deeds } = root.dataset;
    return { session, sync, photo, deeds };
  };
  const text = (key, values = {}) =>
    Object.entries(values).reduce((said, [word, value]) => said.replace(`{${word}}`, value), root.dataset[key]);
  const clockOf = (iso) => new Date(iso).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

  // ---- the pages that are there without a connection: this one, the one that leads to it, and those that it leads to

  async function keep(links = "[data-keep]") {
    if (!("serviceWorker" in navigator) || document.documentElement.dataset.keptAt) return;
    await navigator.serviceWorker.register(root.dataset.worker, { scope: "/" });
    const registration = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const own = loaded.filter((address) => new URL(address).pathname.startsWith("/static/"));
    const linked = [...document.querySelectorAll(links)].map((link) => link.href);
    const pages = [location.pathname, root.dataset.home, ...linked];
    registration.active.postMessage({ kind: "keep", person: person(), addresses: [...new Set([...pages, ...own])] });
  }

  // ---- what stands above the page

  function tell(state, count, others) {
    const bar = part("bar");
    bar.dataset.state = state;
    part("text").textContent = text(`say${capital(state)}`, { count });
    part("login").hidden = !["login", "other"].includes(state);
    part("others").hidden = !others;
    part("others").textContent = text("sayOthers", { count: others });
    return bar;
  }

  function button(word, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small";
    made.textContent = root.dataset[`button${capital(word)}`];
    made.addEventListener("click", act);
    return made;
  }

  // `about(entry)` in words; `again(entry)` sends it once more, `drop(entry)` gives it up, which is asked first
  function listRefused(refused, { about, again, drop }) {
    const box = part("refused");
    box.hidden = !refused.length;
    box.querySelector("ul").replaceChildren(...refused.map((entry) => {
      const line = document.createElement("li");
      const said = document.createElement("span");
      said.textContent = `${about(entry)}：${entry.reason}`;
      const away = () => window.confirm(root.dataset.sayAwayConfirm) && drop(entry);
      line.append(said, button("again", () => again(entry)), button("away", away));
      return line;
    }));
  }

  function start(found) {
    root = found;
    navigator.serviceWorker?.addEventListener("message", (event) => {
      if (event.data.kind === "kept") root.dataset.kept = "yes";
    });
  }

  return { addresses, button, clockOf, keep, listRefused, part, person, start, store, tell, text };
};
