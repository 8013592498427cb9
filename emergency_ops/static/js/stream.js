// The connection to the event stream: in a SharedWorker one for all tabs of a browser, else one in each tab that is looked at.
(() => {
  "use strict";
  const RETRY_MS = [1000, 2000, 5000, 10000, 30000];
  const ENDED_MS = 60000;
  const DEAD_MS = 40000;
  const GONE_MS = 150000;

  // `tell` gets {open: true|false} and {topics, spread, stamp}
  class Stream {
    constructor(address, tell) {
      this.address = address;
      this.tell = tell;
      this.topics = new Set();
      this.since = 0;
      this.failures = 0;
      this.source = null;
      this.timer = 0;
      this.isOpen = false;
      setInterval(() => this.source && Date.now() - this.heard > DEAD_MS && this.fail(), 10000);
    }

    // More topics take a new connection; fewer are not worth one. `since`: the moment that the page shows.
    want(topics, since) {
      const added = topics.filter((topic) => !this.topics.has(topic));
      if (!added.length && (this.source || this.timer)) return;
      added.forEach((topic) => this.topics.add(topic));
      this.since = this.since ? Math.min(this.since, since) : since;
      this.later(50);
    }

    has(topics) {
      return this.isOpen && topics.every((topic) => this.connected.has(topic));
    }

    later(delay) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.open(), delay);
    }

    open() {
      this.timer = 0;
      const before = this.source;
      const topics = new Set(this.topics);
      const query = `topics=${[...topics].sort().map(encodeURIComponent).join(",")}&since=${this.since}`;
      const source = new EventSource(`${this.address}${this.address.includes("?") ? "&" : "?"}${query}`, { withCredentials: true });
      this.source = source;
      this.heard = Date.now();
      source.addEventListener("beat", (event) => {
        this.hear(event);
        if (source !== this.source || this.connected === topics) return;
        before?.close();
        this.connected = topics;
        this.failures = 0;
        this.isOpen = true;
        this.tell({ open: true });
      });
      source.addEventListener("poke", (event) => {
        this.hear(event);
        const [spread, ...poked] = event.data.split(" ");
        this.tell({ topics: poked, spread: Number(spread), stamp: Number(event.lastEventId) });
      });
      source.addEventListener("bye", () => source === this.source && this.fail(ENDED_MS));
      source.addEventListener("error", () => {
        before?.close();
        if (source === this.source) this.fail();
      });
    }

    hear(event) {
      this.heard = Date.now();
      this.since = Math.max(this.since, Number(event.lastEventId));
    }

    fail(delay) {
      this.close();
      const wait = delay ?? RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
      this.failures += 1;
      this.later(wait * (0.75 + Math.random() / 2));
    }

    close() {
      clearTimeout(this.timer);
      this.timer = 0;
      this.source?.close();
      this.source = null;
      this.connected = null;
      if (this.isOpen) this.tell({ open: false });
      this.isOpen = false;
    }

    // The server answers again: do not wait for the next turn.
    hurry() {
      if (this.timer && this.failures) this.later(Math.random() * 500);
    }
  }

  if (typeof SharedWorkerGlobalScope === "undefined") {
    globalThis.LiveStream = Stream;
    return;
  }

  const tabs = new Map();
  let stream = null;

  function tellAll(message) {
    tabs.forEach((tab, port) => {
      if (message.topics) port.postMessage(message);
      else port.postMessage({ open: stream.has(tab.topics) });
    });
  }

  function hear(port, message) {
    if (message.leave) {
      tabs.delete(port);
      if (!tabs.size) stream?.close();
      return;
    }
    if (message.hurry) stream?.hurry();
    if (!message.topics) {
      if (tabs.has(port)) tabs.get(port).seen = Date.now();
      else port.postMessage({ forgotten: true }); // it slept, and has to say again what it wants
      return;
    }
    stream ??= new Stream(message.address, tellAll);
    tabs.set(port, { topics: message.topics, seen: Date.now() });
    stream.want(message.topics, message.since);
    if (stream.has(message.topics)) port.postMessage({ open: true });
  }

  setInterval(() => {
    tabs.forEach((tab, port) => Date.now() - tab.seen > GONE_MS && hear(port, { leave: true }));
  }, 30000);
  globalThis.addEventListener("connect", (event) => {
    const [port] = event.ports;
    port.addEventListener("message", ({ data }) => hear(port, data));
    port.start();
  });
})();
