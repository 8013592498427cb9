// The wall: a clock by the server's time, a word when the picture is old, and a fresh page every hour. One timer for all.
(() => {
  "use strict";
  const STALE_MS = 15000;
  const RELOAD_MS = 3600000;
  const RETRY_MS = 60000;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  const clock = () => document.querySelector("[data-wall-clock]");
  const banner = document.querySelector("[data-wall-stale]");
  let skew = 0;
  let fresh = Date.now();
  let reloadAt = Date.now() + RELOAD_MS;
  let trouble = "";

  function synchronise() {
    const shown = clock();
    if (shown) skew = Number(shown.dataset.wallClock) * 1000 - Date.now();
  }

  function tell() {
    const why = trouble || (Date.now() - fresh > STALE_MS ? "lost" : "");
    banner.hidden = !why;
    document.documentElement.classList.toggle("is-stale", Boolean(why));
    if (!why) return;
    banner.querySelector("[data-wall-since]").textContent = format.format(fresh + skew);
    banner.querySelectorAll("[data-why]").forEach((words) => {
      words.hidden = words.dataset.why !== why;
    });
  }

  // A page that cannot be had is not left: the old one goes on, and asks again a minute later.
  function renew() {
    reloadAt = Date.now() + RETRY_MS;
    fetch(location.href, { cache: "no-store" })
      .then((answer) => {
        if (answer.ok && new URL(answer.url).pathname === location.pathname) location.reload();
      })
      .catch(() => {});
  }

  function tick() {
    const shown = clock();
    if (shown) shown.textContent = format.format(Date.now() + skew);
    tell();
    if (Date.now() >= reloadAt) renew();
  }

  const asked = (event) => event.detail.elt?.id === "now" || event.detail.target?.id === "now";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    const got = new URL(xhr.responseURL, location.href).pathname;
    if (got === new URL(requestConfig.path, location.href).pathname) return;
    event.detail.shouldSwap = false;
    trouble = "login";
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 410) trouble = "gone";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!asked(event)) return;
    trouble = "";
    fresh = Date.now();
    synchronise();
    tick();
  });

  synchronise();
  tick();
  setInterval(tick, 1000);
})();
