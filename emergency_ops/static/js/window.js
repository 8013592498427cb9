// A window without a connection. The next number is never called here: another window may have called it. The number that the
// window holds, those that visitors show, and paper numbers of this window are put down with their times, and sent once.
(() => {
  "use strict";
  const { offline } = window;
  let panel;
  let startedAt = "";

  const fen = (typed) => {
    const found = typed.trim().replace(",", ".").match(/^(\d{1,6})(?:\.(\d{1,2}))?$/);
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : null;
  };
  const held = () => document.querySelector("#window [data-held]")?.dataset.held || "";
  const subject = () => `${panel.dataset.substitute}/${panel.dataset.window}`;
  const field = (name) => panel.querySelector(`[name=${name}]`);

  function nextPaper(entries) {
    const own = entries.map((entry) => entry.body.number.match(/^W\d+-(\d+)$/)).map((found) => (found ? Number(found[1]) : 0));
    const number = Math.max(Number(panel.dataset.paperLast), ...own) + 1;
    return `W${panel.dataset.window}-${String(number).padStart(2, "0")}`;
  }

  function problem(words) {
    const line = panel.querySelector("[data-record-problem]");
    line.textContent = words;
    line.hidden = !words;
  }

  async function record(outcome) {
    const number = field("number").value.trim().toUpperCase();
    const typed = field("amount").value;
    const amount = typed.trim() ? fen(typed) : null;
    if (!/^([AP]\d{1,6}|W\d{1,3}-\d{1,5})$/.test(number)) return problem(panel.dataset.needNumber);
    if (typed.trim() && amount === null) return problem(panel.dataset.needAmount);
    problem("");
    const at = new Date().toISOString();
    const body = {
      incident: panel.dataset.incident,
      substitute: Number(panel.dataset.substitute),
      window: Number(panel.dataset.window),
      number,
      outcome,
      started_at: startedAt || at,
      ended_at: at,
      amount,
      category: field("category").value,
    };
    const said = panel.dataset[outcome === "served" ? "saidServed" : "saidMissed"];
    const money = amount === null ? "" : ` ¥${(amount / 100).toFixed(2)}`;
    const entry = await offline.act({ kind: "counter", subject: subject(), body, label: number, said: `${said}${money}` });
    if (entry.state === "unkept") return problem(panel.dataset.unkept);
    startedAt = at;
    field("number").value = field("amount").value = field("category").value = "";
    offline.say(`${number} ${said}`);
    redraw();
  }

  // what has become of it: waits, was put down (as which number), or was not taken and why
  function outcome(entry) {
    if (entry.state === "waiting") return offline.text("sayNotSent");
    return entry.state === "refused" ? entry.reason : entry.answer || offline.text("sayTaken");
  }

  async function redraw() {
    const own = (await offline.mine()).filter((entry) => entry.kind === "counter" && entry.subject === subject());
    draw(own, offline.isAway());
  }

  function draw(entries, isAway) {
    const own = entries.filter((entry) => entry.kind === "counter" && entry.subject === subject());
    const waiting = own.filter((entry) => entry.state === "waiting");
    panel.hidden = !isAway && !waiting.length;
    document.querySelector(".call-grid").classList.toggle("is-offline", isAway);
    panel.querySelector("[data-records]").replaceChildren(
      ...own.sort((one, other) => other.at.localeCompare(one.at)).map((entry) => {
        const line = document.createElement("li");
        line.dataset.state = entry.state;
        line.textContent = `${offline.clockOf(entry.at)} ${entry.label} ${entry.said} · ${outcome(entry)}`;
        return line;
      }),
    );
    if (!isAway) return;
    startedAt ||= new Date().toISOString();
    const ended = new Set(own.map((entry) => entry.body.number));
    const holding = held() && !ended.has(held()) ? held() : "";
    panel.querySelector("[data-holding]").textContent = holding || panel.dataset.none;
    if (!field("number").value) field("number").value = holding || nextPaper(own);
  }

  document.addEventListener("DOMContentLoaded", () => {
    panel = document.querySelector("[data-window-offline]");
    if (!panel) return;
    panel.addEventListener("submit", (event) => {
      event.preventDefault();
      record(event.submitter?.value || "served");
    });
    offline.each(draw);
  });

  // the page that is kept holds the number that was called last
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "window") offline.keep().catch(() => null);
  });
  addEventListener("offline:back", () => location.reload());
})();
