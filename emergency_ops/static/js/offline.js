// Pages that go on without a connection: they are kept by the worker, say how old they are when they come from there, and tell
// what still waits to be sent and what was refused. What can be done on them is in tasks.js and window.js.
window.offline = (() => {
  "use strict";
  const EVERY = 5000; // nothing is asked of the server while nothing waits
  const SAID = "offline-said";
  const MINUTE = 60000;
  const page = window.keeping("offline");
  const { addresses, button, clockOf, keep, part, person, store, text } = page;
  const listeners = [];
  let root;
  let isLost = false;
  let last = "sent";

  const isHere = (entry) => root.dataset.kinds.split(" ").includes(entry.kind || "patrol");
  const mine = async () => (await store.entries()).filter((entry) => entry.person === person());
  const keptAt = () => document.documentElement.dataset.keptAt;
  const isAway = () => isLost || !navigator.onLine || Boolean(keptAt());

  // ---- what stands above the page

  function showAge() {
    const line = part("age");
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
    page.tell(state, waiting, others).hidden = state === "sent" && !others;
    page.listRefused(own.filter((entry) => entry.state === "refused"), { about, again, drop });
    showDone(own.filter((entry) => entry.waited && entry.state === "taken"));
    showAge();
    listeners.forEach((listener) => listener(own, isAway()));
  }

  const about = (entry) => `${clockOf(entry.at)} ${entry.label} ${entry.said}`;

  async function again(entry) {
    await store.change(entry.uuid, { state: "waiting", reason: "" });
    await sync();
  }

  async function drop(entry) {
    await store.drop(entry.uuid);
    await show();
  }

  // What waited here and has been taken since: told, with what the server said of it, until somebody has seen it.
  function showDone(done) {
    const box = part("done");
    box.hidden = !done.length;
    if (box.hidden) return;
    part("done-text").textContent = text("sayDone", { count: done.length });
    done.sort((one, other) => one.at.localeCompare(other.at));
    box.querySelector("ul").replaceChildren(...done.map((entry) => {
      const line = document.createElement("li");
      line.textContent = [about(entry), entry.answer || text("sayTaken")].join(" · ");
      return line;
    }));
    const seen = async () => {
      await Promise.all(done.map((entry) => store.change(entry.uuid, { waited: false })));
      await show();
    };
    part("seen").replaceChildren(button("seen", seen));
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
    const found = (await store.entries()).find((one) => one.uuid === entry.uuid);
    if (found?.state === "waiting") await store.change(entry.uuid, { waited: true });
    return found || { state: "taken" };
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
    page.start(root);
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
