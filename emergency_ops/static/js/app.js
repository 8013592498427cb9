// Clocks that tick, dialogs, toasts, the navigation.
// Everything here adds to pages that work without it.
(() => {
  "use strict";
  const DIALOGS_MS = 1500;
  const root = document.documentElement;
  root.classList.add("js");
  root.classList.toggle("camera", Boolean(navigator.mediaDevices?.getUserMedia));
  root.classList.toggle("insecure", !window.isSecureContext);

  // ---- clocks: the server's time counts, not that of an old office PC. A page that was kept for when there is no connection
  // holds the server's time of when it was kept.
  const skews = new WeakMap();
  let kept = Date.parse(root.dataset.keptAt);
  const pad = (number) => String(number).padStart(2, "0");

  function format(seconds) {
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${pad(minutes)}:${pad(seconds % 60)}`;
    return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
  }

  function tick(clock) {
    const { due, now, soon, left, late } = clock.dataset;
    if (!skews.has(clock)) skews.set(clock, Number(now) - (kept || Date.now()));
    const remaining = Number(due) - (Date.now() + skews.get(clock));
    const state = remaining < 0 ? "late" : remaining < Number(soon) ? "soon" : "running";
    clock.className = `clock clock--${state}`;
    clock.querySelector(".clock__label").textContent = remaining < 0 ? late : left;
    clock.querySelector(".clock__time").textContent = format(Math.floor(Math.abs(remaining) / 1000));
  }

  const tickAll = () => document.querySelectorAll("[data-clock]").forEach(tick);
  setInterval(tickAll, 1000);

  // ---- toasts: good news goes by itself, bad news stays
  function settle(toasts) {
    toasts.forEach((toast) => {
      if (toast.matches(".toast--ok, .toast--info")) setTimeout(() => toast.remove(), 8000);
    });
  }

  // ---- one listener for all controls
  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-dialog], [data-close], [data-rail], [data-print]");
    if (control) operate(control, event);
    document.querySelectorAll("details.menu[open], .tabs__more[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  function operate(control, event) {
    if ("dialog" in control.dataset) {
      const dialog = document.getElementById(control.dataset.dialog);
      const coming = !dialog && control.href && document.querySelector("[data-dialogs]:empty");
      if (!dialog?.showModal && !coming) return;
      event.preventDefault();
      if (dialog) dialog.showModal();
      else opensLater(control, coming);
    } else if ("close" in control.dataset) {
      const toast = control.closest("[data-toast]");
      if (toast) toast.remove();
      else control.closest("dialog").close();
    } else if ("print" in control.dataset) {
      printed();
    } else {
      collapse();
    }
  }

  // Whoever is quicker than a page's dialogs gets the dialog when it is there, and its page where it does not come.
  function opensLater(control, coming) {
    const leave = () => location.assign(control.href);
    const waiting = setTimeout(leave, DIALOGS_MS);
    const came = () => {
      clearTimeout(waiting);
      const dialog = document.getElementById(control.dataset.dialog);
      if (dialog) dialog.showModal();
      else leave();
    };
    coming.addEventListener("htmx:afterSettle", came, { once: true });
  }

  // A part that is still being fetched would be missing on paper.
  function printed() {
    const isAwaited = () => document.querySelector("[data-awaited]");
    if (!isAwaited()) return window.print();
    const later = () => {
      if (isAwaited()) return;
      document.removeEventListener("htmx:afterSettle", later);
      window.print();
    };
    document.addEventListener("htmx:afterSettle", later);
  }

  function collapse() {
    const rail = root.dataset.nav !== "rail";
    if (rail) root.dataset.nav = "rail";
    else delete root.dataset.nav;
    document.cookie = `eo_nav=${rail ? "rail" : ""}; path=/; max-age=${rail ? 31536000 : 0}; samesite=lax`;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open], .tabs__more[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // ---- a session that ended while the page was open: say so, and keep what was typed
  const expired = {
    notice: () => document.querySelector("[data-expired]"),
    get login() {
      const notice = this.notice();
      return notice ? new URL(notice.querySelector("a").href).pathname : "";
    },
    show() {
      this.notice()?.removeAttribute("hidden");
    },
  };

  // what comes back out of the browser's memory may be the page of somebody who has gone since
  addEventListener("pageshow", async ({ persisted }) => {
    const session = document.querySelector('meta[name="session"]');
    if (!persisted || !session) return;
    const answer = await fetch(session.content, { cache: "no-store" }).catch(() => null);
    const person = answer?.ok ? (await answer.json()).person : "";
    if (answer?.status === 401 || (answer?.ok && String(person) !== session.dataset.person)) location.reload();
  });

  // ---- htmx: a refusal is shown as a toast, other errors leave the page as it is
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (new URL(xhr.responseURL, location.href).pathname === expired.login) {
      event.detail.shouldSwap = false;
      expired.show();
    }
    if (xhr.status < 400) return;
    // its token is of a login that was before
    if (xhr.status === 403 && xhr.getResponseHeader("HX-Retarget") === null) expired.show();
    event.detail.shouldSwap = xhr.getResponseHeader("HX-Retarget") !== null || xhr.status === 422;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    settle(event.target.querySelectorAll("[data-toast]"));
    tickAll();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters } = event.detail;
    if (!elt.matches(".filters")) return;
    [...parameters.entries()].forEach(([name, value]) => value === "" && parameters.delete(name));
  });

  // ---- paper: it says when it was printed
  addEventListener("beforeprint", () => {
    const at = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: "Asia/Shanghai" });
    document.querySelectorAll("[data-printed]").forEach((time) => (time.textContent = at.format(Date.now())));
  });

  // scrollIntoView would make Tab begin there, past the link that skips the navigation
  function showCurrent(nav) {
    const current = nav?.querySelector("[aria-current]");
    if (current) nav.scrollTop = current.offsetTop + current.offsetHeight - nav.clientHeight;
  }

  document.addEventListener("DOMContentLoaded", () => {
    settle(document.querySelectorAll("[data-toast]"));
    tickAll();
    kept = NaN;
    showCurrent(document.querySelector(".nav"));
  });
})();
