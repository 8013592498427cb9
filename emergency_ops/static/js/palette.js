// The palette: search over everything, what this page can do, and what was opened lately. The search page works without it.
(() => {
  "use strict";
  const dialog = document.getElementById("palette");
  if (!dialog || !dialog.showModal) return;
  const field = document.getElementById("palette-q");
  const list = document.getElementById("palette-list");
  const results = document.getElementById("palette-results");
  const said = document.getElementById("palette-said");
  const STORE = `eo_recent_${dialog.dataset.person}`;
  const MOST_RECENT = 8;
  const SHOWN_RECENT = 5;
  const KEPT = /^\/(incidents|network\/sites|network\/terminals|notices|inventory\/parts|inventory\/depots|staff\/people)\/[^/]*\d[^/]*\/$/;
  let answered = "";
  let waiting = false;

  // ---- recent items: in this browser only, each person's apart, gone with the logout
  function recent() {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || [];
    } catch {
      return [];
    }
  }

  function keep(item) {
    const others = recent().filter((one) => one.href !== item.href);
    try {
      localStorage.setItem(STORE, JSON.stringify([item, ...others].slice(0, MOST_RECENT)));
    } catch {
      // a browser without storage has no recent items
    }
  }

  const heading = document.querySelector(".page-head__title");
  if (KEPT.test(location.pathname) && heading) {
    keep({ href: location.pathname, title: heading.textContent.trim().slice(0, 80) });
  }
  document.addEventListener("submit", (event) => {
    if (event.target.action.endsWith("/accounts/logout/")) localStorage.removeItem(STORE);
  });

  // ---- what this page can do: its buttons that open a dialog, and those of its head and menu
  function verbs() {
    const found = new Map();
    const controls = document.querySelectorAll(
      ".main [data-dialog], .main [data-verb], .page-head__actions a[href], .main .menu__items a[href]:not([download])",
    );
    controls.forEach((control) => {
      const title = control.textContent.trim().replace(/\s+/g, " ");
      const key = control.dataset.dialog || title;
      if (title && !control.closest("dialog, .list__export") && !found.has(key)) found.set(key, { title, control });
    });
    const hasKey = (one) => "key" in one.control.dataset;
    return [...found.values()].sort((one, other) => hasKey(other) - hasKey(one));
  }

  const icons = document.querySelector("#palette .icon use")?.getAttribute("href").split("#")[0] || "";

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${icons}#${name}`);
    svg.append(use);
    return svg;
  }

  function option(id, href, title, picture) {
    const element = document.createElement("a");
    element.className = "palette__option";
    element.id = id;
    element.href = href;
    element.tabIndex = -1;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    const text = document.createElement("span");
    text.className = "palette__text";
    text.textContent = title;
    element.append(icon(picture), text);
    return element;
  }

  function fill(where, label, options) {
    const place = document.getElementById(where);
    place.replaceChildren();
    if (!options.length) return;
    const group = document.createElement("div");
    group.className = "palette__group";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    const name = document.createElement("p");
    name.className = "palette__label";
    name.textContent = label;
    group.append(name, ...options);
    place.append(group);
  }

  function matches(text, title, sound) {
    return !text || title.toLowerCase().includes(text) || (sound || "").split(" ").some((one) => one.startsWith(text));
  }

  function fillOwn() {
    const text = field.value.trim().toLowerCase();
    const acts = verbs().filter((one) => matches(text, one.title, one.control.dataset.sound));
    fill("palette-verbs", dialog.dataset.verbsLabel, acts.map((one, number) => {
      const made = option(`palette-v-${number}`, one.control.href || "#", one.title, "bolt");
      made.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        dialog.close();
        one.control.click();
      });
      return made;
    }));
    const lately = recent().filter((one) => one.href !== location.pathname && matches(text, one.title, ""));
    fill("palette-recent", dialog.dataset.recentLabel, lately.slice(0, text ? 2 : SHOWN_RECENT).map((one, number) =>
      option(`palette-r-${number}`, one.href, one.title, "clock"),
    ));
  }

  // ---- the option that is chosen; the focus stays in the field
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(element) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!element) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    element.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", element.id);
    element.scrollIntoView({ block: "nearest" });
  }

  function move(by) {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    choose(all[(at + by + all.length) % all.length] || all[0]);
  }

  function follow(element) {
    if (!element) return;
    element.click();
  }

  list.addEventListener("click", (event) => {
    const picked = event.target.closest("[role=option]");
    if (!picked) return;
    if (picked.dataset.keep) keep({ href: picked.getAttribute("href"), title: picked.querySelector(".palette__title").textContent });
    if (!event.ctrlKey && !event.metaKey && picked.pathname === location.pathname) dialog.close();
  });
  list.addEventListener("pointermove", (event) => {
    const under = event.target.closest("[role=option]");
    if (under && under !== chosen()) choose(under);
  });

  const isAnswered = () => field.value.trim() === answered;

  field.addEventListener("input", () => {
    waiting = false;
    fillOwn();
    choose(options()[0]);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      move(by);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (field.value.trim() && !isAnswered()) waiting = true;
      else if (chosen()) follow(chosen());
      else if (field.value.trim()) field.form.submit();
    } else if (event.key === "Tab" && !event.shiftKey && chosen()) {
      event.preventDefault();
      move(1);
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== results) return;
    answered = new URLSearchParams(event.detail.pathInfo.finalRequestPath.split("?")[1] || "").get("q")?.trim() || "";
    const before = chosen();
    if (!before || !list.contains(before) || results.contains(before)) choose(options()[0]);
    said.textContent = results.querySelector("[data-count]")?.textContent || "";
    if (waiting && isAnswered()) {
      waiting = false;
      follow(chosen());
    }
  });

  function open(text) {
    if (dialog.open || document.querySelector("dialog[open]")) return;
    field.value = text || "";
    fillOwn();
    dialog.showModal();
    field.focus();
    choose(options()[0]);
    if (field.value.trim() !== answered) field.dispatchEvent(new CustomEvent("palette:ask"));
  }

  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.querySelectorAll("[data-palette-open]").forEach((control) =>
    control.addEventListener(control.matches("input") ? "pointerdown" : "click", (event) => {
      event.preventDefault();
      open(document.getElementById("find-q").value);
    }),
  );
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open("");
  });
  document.addEventListener("palette:open", () => open(""));
})();
