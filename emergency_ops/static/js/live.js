// Fragments that stay true. One says hx-get, hx-trigger="live", data-live="incident.17 tasks" (its topics), data-every="5"
// (seconds between two requests without the event stream), data-calm="45" (with it); data-hidden: also in a tab nobody looks at.
(() => {
  "use strict";
  const meta = document.querySelector('meta[name="live"]');
  if (!meta || !window.htmx) return;
  const TICK_MS = 500;
  const GAP_MS = 700;
  const GAP_MOST_MS = 10000;
  const REST = 3; // times as long as the last answer took: a server that is slow is asked less
  const STUCK_MS = 15000;
  const TIMEOUT_MS = 10000;
  const OLD_MS = 60000;
  const ENDED_MS = 60000;
  const PING_MS = 25000;
  const PROBE_MS = [2000, 3000, 5000, 8000];
  const AWAY_MS = 30000;
  // what was told shortly before the page was made may be missing in it
  const MARGIN_MS = 2000;
  const rendered = Number(meta.dataset.now) - MARGIN_MS;
  // when it was made, by this device's clock: now, or when it was kept for a time without a connection
  const made = Date.parse(document.documentElement.dataset.keptAt) || Date.now();
  const skew = Number(meta.dataset.now) - made;
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", timeStyle: "medium" });
  const states = new WeakMap();
  let isOpen = false;

  const fragments = () => [...document.querySelectorAll("[data-live]")];
  const topicsOf = (fragment) => fragment.dataset.live.split(" ").filter(Boolean);
  const seconds = (text, otherwise) => 1000 * Number(text || otherwise);

  function stateOf(fragment) {
    if (!states.has(fragment)) {
      const now = Date.now();
      states.set(fragment, { asked: now, fresh: now, due: Infinity, isBusy: false, hasFailed: false, gap: GAP_MS, lag: 0.85 + 0.3 * Math.random() });
    }
    return states.get(fragment);
  }

  // without a login there is nothing to be had, until somebody has logged in beside this page
  const isEnded = () => document.querySelector("[data-expired]:not([hidden]), [data-other]:not([hidden])");

  function pace(fragment, state) {
    if (isEnded()) return ENDED_MS;
    const every = seconds(fragment.dataset.every, 15);
    return isOpen ? Math.max(every, seconds(fragment.dataset.calm, 45)) * state.lag : every;
  }

  function refresh(fragment, state) {
    state.asked = Date.now();
    state.due = Infinity;
    state.isBusy = true;
    fragment.dispatchEvent(new CustomEvent("live"));
  }

  function tick() {
    const now = Date.now();
    fragments().forEach((fragment) => {
      const state = stateOf(fragment);
      const isFolded = fragment.closest("details:not([open])");
      const isSeen = !isFolded && (!document.hidden || "hidden" in fragment.dataset);
      const isDue = now >= state.due || now - state.asked >= pace(fragment, state);
      const isFree = !state.isBusy || now - state.asked > STUCK_MS;
      if (isDue && isFree && isSeen && !lost.since && now - state.asked >= state.gap) refresh(fragment, state);
      age(fragment, state, now);
    });
  }

  // A part that could not be had for more than a minute says how old it is.
  function age(fragment, state, now) {
    const isOld = now - state.fresh > OLD_MS && state.hasFailed && !lost.since && !document.hidden;
    const words = isOld ? meta.dataset.age.replace("{n}", Math.floor((now - state.fresh) / 60000)) : "";
    if ((fragment.dataset.age ?? "") === words) return;
    if (words) fragment.dataset.age = words;
    else delete fragment.dataset.age;
  }

  // ---- what the stream tells
  const matches = (topic, told) => told === "*" || told === topic || (told.endsWith(".*") && topic.startsWith(told.slice(0, -1)));

  function setOpen(open) {
    isOpen = open;
    document.documentElement.dataset.stream = isOpen ? "open" : "closed";
  }

  // Nobody listens for this page any more: until it is heard again that somebody does, it asks by itself.
  function askAgain() {
    setOpen(false);
    asked = "";
    subscribe();
  }

  function hear(message) {
    if (message.forgotten) {
      askAgain();
    } else if ("open" in message) {
      setOpen(message.open);
    } else if (message.stamp >= rendered) {
      const due = Date.now() + Math.random() * message.spread;
      fragments().forEach((fragment) => {
        if (!topicsOf(fragment).some((topic) => message.topics.some((told) => matches(topic, told)))) return;
        const state = stateOf(fragment);
        state.due = Math.min(state.due, Math.max(due, state.asked + state.gap));
        setTimeout(tick, Math.max(0, state.due - Date.now()));
      });
      return;
    }
    tick();
  }

  const wanted = () => [...new Set(fragments().flatMap(topicsOf))];
  const link = !meta.content ? null : "SharedWorker" in window ? shared() : own();
  let asked = "";

  function shared() {
    const source = document.querySelector('script[src*="js/stream"]').src;
    const { port } = new SharedWorker(source, { name: meta.content });
    port.addEventListener("message", ({ data }) => hear(data));
    port.start();
    setInterval(() => port.postMessage({}), PING_MS);
    addEventListener("pagehide", () => port.postMessage({ leave: true }));
    return {
      want: (topics, since) => port.postMessage({ address: meta.content, topics, since }),
      hurry: () => port.postMessage({ hurry: true }),
    };
  }

  function own() {
    let away = 0;
    const stream = new LiveStream(meta.content, hear);
    addEventListener("pagehide", () => stream.close());
    document.addEventListener("visibilitychange", () => {
      clearTimeout(away);
      if (document.hidden) away = setTimeout(() => stream.close(), AWAY_MS);
      else if (!stream.source) stream.later(0);
    });
    return stream;
  }

  function subscribe() {
    const topics = wanted();
    if (!link || topics.join() === asked) return;
    asked = topics.join();
    link.want(topics, rendered);
  }

  // ---- the connection to the server: said when it is lost, since when, and everything is asked for when it is back
  const lost = {
    since: 0,
    good: made,
    turn: 0,
    timer: 0,

    suspect(isSure) {
      if (isSure) this.show();
      if (!this.timer) this.timer = setTimeout(() => this.probe(), isSure ? PROBE_MS[0] : 0);
    },

    show() {
      if (this.since) return;
      this.since = this.good;
      const notice = document.querySelector("[data-lost]");
      if (!notice) return;
      const time = notice.querySelector("time");
      if (time) time.textContent = clock.format(this.since + skew);
      notice.hidden = false;
    },

    // Of a part that fails by itself the server knows nothing; where all fail, it is the server.
    probe() {
      const asking = fragments().filter((fragment) => fragment.hasAttribute("hx-get"));
      const fragment = asking.find((one) => !stateOf(one).hasFailed) ?? asking[0];
      const url = fragment ? fragment.getAttribute("hx-get") : "/healthz";
      const options = { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) };
      fetch(url, options).then((answer) => (answer.status < 500 ? this.heal() : this.again()), () => this.again());
    },

    again() {
      this.show();
      this.timer = setTimeout(() => this.probe(), PROBE_MS[Math.min(this.turn, PROBE_MS.length - 1)] * (0.75 + Math.random() / 2));
      this.turn += 1;
    },

    heal() {
      clearTimeout(this.timer);
      this.timer = this.turn = 0;
      this.good = Date.now();
      if (!this.since) return;
      this.since = 0;
      const notice = document.querySelector("[data-lost]");
      if (notice) notice.hidden = true;
      dispatchEvent(new Event("healed"));
      fragments().forEach((fragment) => {
        stateOf(fragment).due = Date.now() + Math.random() * 300;
      });
      link?.hurry();
      setTimeout(tick, 310);
    },
  };

  addEventListener("offline", () => lost.suspect(true));
  addEventListener("online", () => lost.timer && lost.probe());
  document.addEventListener("htmx:sendError", () => lost.suspect(true));
  document.addEventListener("htmx:timeout", () => lost.suspect(true));
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (status >= 500) lost.suspect(status > 500);
  });

  // ---- htmx: what comes for a live fragment is merged into it
  // the page for logging in, where a part was asked for, is no part
  const isAnswered = ({ successful, xhr, pathInfo }) =>
    successful && new URL(xhr.responseURL || location.href).pathname === new URL(pathInfo.requestPath, location.href).pathname;
  const isLive = (event) => event.detail.requestConfig?.triggeringEvent?.type === "live";
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.triggeringEvent?.type === "live") event.detail.timeout = TIMEOUT_MS;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const isGood = isAnswered(event.detail);
    if (isGood) lost.good = Date.now();
    if (event.detail.successful && lost.since) lost.heal();
    const state = states.get(event.detail.elt);
    if (!state || !isLive(event)) return;
    state.isBusy = false;
    state.gap = Math.min(GAP_MOST_MS, Math.max(GAP_MS, REST * (Date.now() - state.asked)));
    state.hasFailed = !isGood;
    if (isGood) state.fresh = Date.now();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig, xhr } = event.detail;
    if (!target?.matches("[data-live]") || xhr.getResponseHeader("HX-Reswap")) return;
    const given = requestConfig.elt.closest("[hx-swap]")?.getAttribute("hx-swap") || "innerHTML";
    if (!/^(inner|outer)HTML/.test(given)) return;
    event.detail.swapOverride = `live:${given}`;
    LiveMerge.spent = isLive(event) ? null : requestConfig.elt;
  });
  document.body.setAttribute("hx-ext", "live");

  document.addEventListener("htmx:afterSettle", subscribe);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  addEventListener("pageshow", (event) => {
    if (event.persisted) askAgain();
    else subscribe();
    tick();
  });
  setInterval(tick, TICK_MS);
})();
