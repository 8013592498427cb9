// Pages that go on without a connection: they are kept by the worker, say how old they are when they come from there, and tell
// what still waits to be sent and what was refused. What can be done on them is in tasks.js and window.js.
window.offline = (() => {
  "use strict";
  const EVERY = 5000; // nothing is asked of the server while nothing waits
  const SAID = "offline-said";
  const MINUTE = 60000;
  const store = window.outbox;
  const listeners = [];
  let root;
  let isLost = false;
  let last = "sent";

  const person = () => Number(root.dataset.person);
  const addresses = () => ({
    session: root.dataset.session,
    sync: root.dataset.sync,
    photo: root.dataset.photo,
    deeds: root.dataset.deeds,
  });
  const text = (name, values = {}) =>
    Object.entries(values).reduce((said, [key, value]) => said.replace(`{${key}}`, value), root.dataset[name]);
  const clockOf = (iso) =>
    new Date(iso).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const isHere = (entry) => root.dataset.kinds.split(" ").includes(entry.kind || "patrol");
  const mine = async () => (await store.entries()).filter((entry) => entry.person === person());
  const keptAt = () => document.documentElement.dataset.keptAt;
  const isAway = () => isLost || !navigator.onLine || Boolean(keptAt());

  // ---- keeping the pages

  async function keep() {
    if (!("serviceWorker" in navigator) || keptAt()) return;
    await navigator.serviceWorker.register(root.dataset.worker, { scope: "/" });
    const registration = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const own = loaded.filter((address) => new URL(address).pathname.startsWith("/static/"));
    const linked = [...document.querySelectorAll("[data-keep]")].map((link) => link.href);
    const pages = [location.pathname, root.dataset.home, ...linked];
    registration.active.postMessage({ kind: "keep", person: person(), addresses: [...new Set([...pages, ...own])] });
  }

  // ---- what stands above the page

  function showAge() {
    const line = root.querySelector("[data-offline-age]");
    line.hidden = !keptAt();
    if (!keptAt()) return;
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(keptAt())) / MINUTE));
    line.querySelector("span").textContent = text("sayAge", { at: clockOf(keptAt()), minutes });
  }

  async function show() {
    const all = await store.entries();
    const own = all.filter((entry) => entry.person === person() && isHere(entry));
    const waiting = own.filter((entry) => entry.state === "waiting").length;
    const others = all.filter((entry) => entry.person !== person() && entry.state === "waiting").length;
    const state = waiting ? (last === "sent" ? "waiting" : last) : isAway() ? "away" : "sent";
    const bar = root.querySelector("[data-offline-bar]");
    bar.dataset.state = state;
    bar.hidden = state === "sent" && !others;
    bar.querySelector("[data-offline-text]").textContent = text(`say${state[0].toUpperCase()}${state.slice(1)}`, { count: waiting });
    bar.querySelector("[data-offline-login]").hidden = !["login", "other"].includes(state);
    const besides = bar.querySelector("[data-offline-others]");
    besides.hidden = !others;
    besides.textContent = text("sayOthers", { count: others });
    showRefused(own.filter((entry) => entry.state === "refused"));
    showAge();
    listeners.forEach((listener) => listener(own, isAway()));
  }

  function showRefused(refused) {
    const box = root.querySelector("[data-offline-refused]");
    box.hidden = !refused.length;
    box.querySelector("ul").replaceChildren(...refused.map(refusedLine));
  }

  function refusedLine(entry) {
    const line = document.createElement("li");
    const said = document.createElement("span");
    said.textContent = `${clockOf(entry.at)} ${entry.label} ${entry.said}：${entry.reason}`;
    line.append(
      said,
      button("again", () => store.change(entry.uuid, { state: "waiting", reason: "" }).then(sync)),
      button("away", async () => {
        if (!window.confirm(root.dataset.sayAwayConfirm)) return;
        await store.drop(entry.uuid);
        await show();
      }),
    );
    return line;
  }

  function button(name, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small";
    made.textContent = root.dataset[`button${name[0].toUpperCase()}${name.slice(1)}`];
    made.addEventListener("click", act);
    return made;
  }

  async function sync() {
    last = await store.flush(addresses(), person()).catch(() => "failed");
    if (last === "offline") isLost = true;
    await show();
    return last;
  }

  // ---- one deed: kept first, then sent. "unkept" where this device keeps nothing

  async function act({ kind, subject, body, files = [], label, said }) {
    const entry = {
      uuid: store.uuid(),
      person: person(),
      kind,
      at: new Date().toISOString(),
      subject: String(subject),
      body,
      files,
      label,
      said,
      state: "waiting",
      reason: "",
    };
    try {
      await store.add([entry]);
    } catch {
      return { state: "unkept" };
    }
    await sync();
    return (await store.entries()).find((one) => one.uuid === entry.uuid) || { state: "taken" };
  }

  // ---- a word that is shown now, or on the page that comes next

  function say(words, tone = "ok") {
    const toast = document.createElement("div");
    toast.className = `toast toast--${tone}`;
    toast.dataset.toast = "";
    const body = document.createElement("p");
    body.className = "toast__text";
    body.textContent = words;
    toast.append(body);
    document.getElementById("toasts").append(toast);
    setTimeout(() => toast.remove(), 8000);
  }

  function go(address, words) {
    if (words) sessionStorage.setItem(SAID, words);
    if (address) location.assign(address);
    else location.reload();
  }

  async function back() {
    const wasLost = isLost || keptAt();
    isLost = false;
    const state = await sync();
    if (wasLost && state === "sent" && !isLost) dispatchEvent(new Event("offline:back"));
  }

  function lose() {
    isLost = true;
    show();
  }

  document.addEventListener("DOMContentLoaded", async () => {
    const words = sessionStorage.getItem(SAID);
    sessionStorage.removeItem(SAID);
    if (words) say(words);
    root = document.querySelector("[data-offline]");
    if (!root || !window.indexedDB) return;
    navigator.serviceWorker?.addEventListener("message", (event) => {
      if (event.data.kind === "kept") root.dataset.kept = "yes";
    });
    keep().catch(() => null);
    addEventListener("online", back);
    addEventListener("offline", lose);
    document.addEventListener("htmx:sendError", lose);
    document.addEventListener("htmx:afterOnLoad", () => isLost && back());
    document.addEventListener("htmx:afterSwap", () => show());
    document.addEventListener("visibilitychange", () => document.hidden || sync());
    setInterval(sync, EVERY);
    setInterval(showAge, MINUTE);
    await sync();
    root.dataset.ready = "yes";
  });

  return { act, clockOf, go, keep, mine, say, isAway, each: (listener) => listeners.push(listener), text };
})();
