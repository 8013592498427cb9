// The pages of rounds: what is typed is kept at once, sent when there is a connection, and shown as it stands.
(() => {
  "use strict";
  const EVERY = 5000; // nothing is asked of the server while nothing waits; browsers do not always tell of a connection
  const PAUSE = 300;
  const RESTORED = ["outcome", "fault", "remark"];
  const page = window.keeping("patrol");
  const store = (window.patrols = { ...page.store });
  const { addresses, clockOf, part, person, text } = page;
  let root;
  let timer;

  // ---- what stands in the bar

  async function show(state) {
    if (!part("bar")) return;
    const all = (await store.entries()).filter((entry) => ["patrol", "round"].includes(entry.kind || "patrol"));
    const mine = all.filter((entry) => entry.person === person());
    const waiting = mine.filter((entry) => entry.state === "waiting" || (entry.photo && !entry.reason && entry.state === "taken")).length;
    const refused = mine.filter((entry) => entry.state === "refused" || (entry.photo && entry.reason));
    const others = all.filter((entry) => entry.person !== person() && entry.state === "waiting").length;
    const shown = state === "sent" ? (waiting ? "waiting" : "sent") : waiting ? state : navigator.onLine ? "sent" : "offline";
    page.tell(shown, waiting, others);
    page.listRefused(refused, { about: (entry) => `${entry.terminal || ""} ${entry.label} ${entry.said}`, again, drop });
  }

  // of an entry that was taken the photo alone may have been refused
  async function again(entry) {
    await store.change(entry.uuid, { state: entry.state === "refused" ? "waiting" : entry.state, reason: "" });
    await sync();
  }

  async function drop(entry) {
    await (entry.state === "refused" ? store.drop(entry.uuid) : store.change(entry.uuid, { photo: null, reason: "" }));
    await overlay();
    await show("sent");
  }

  async function sync() {
    const state = await store.flush(addresses(), person()).catch(() => "failed");
    await overlay();
    await show(state);
  }

  // ---- what was typed here, over what the page says

  async function overlay() {
    if (!root.dataset.round) return;
    root.querySelectorAll("[data-local]").forEach((line) => line.remove());
    const mine = (await store.entries()).filter((entry) => (entry.kind || "patrol") === "patrol" && entry.round === root.dataset.round);
    mine.sort((one, other) => one.seen_at.localeCompare(other.seen_at));
    for (const entry of mine) {
      const look = root.querySelector(`[data-look="${CSS.escape(`${entry.terminal}/${entry.item}`)}"]`);
      if (!look || look.querySelector(`[data-entry="${entry.uuid}"]`)) continue;
      const list = look.querySelector("[data-said]");
      for (const other of entry.others || []) {
        if (![...list.children].some((line) => line.textContent.trim() === other)) list.append(saidLine(other));
      }
      list.append(saidLine(`${clockOf(entry.seen_at)} ${entry.said}`, entry.state));
    }
    root.querySelectorAll("[data-terminal]").forEach(count);
    const open = root.querySelectorAll("[data-terminal]:not([data-complete])").length;
    part("complete").hidden = open > 0;
    part("left").textContent = open ? text("sayLeft", { count: open }) : "";
  }

  function saidLine(words, state = "") {
    const line = document.createElement("li");
    line.dataset.local = "";
    line.className = `look__line${state ? ` look__line--${state}` : ""}`;
    line.textContent = state ? `${words}（${root.dataset[`state${state[0].toUpperCase()}${state.slice(1)}`]}）` : words;
    return line;
  }

  function count(terminal) {
    const looks = [...terminal.querySelectorAll("[data-look]")];
    const answered = looks.filter((look) => look.querySelector("[data-said] > li:not(.look__line--refused)")).length;
    terminal.querySelector("[data-answered]").textContent = `${answered}/${looks.length}`;
    terminal.toggleAttribute("data-complete", answered === looks.length);
  }

  // ---- one terminal's form

  const fieldsOf = (form, name) => form.querySelectorAll(`[name^="${name}-"]`);
  const draftId = (form) => `${person()}/${root.dataset.round}/${form.dataset.form}`;

  function entriesOf(form) {
    const found = [];
    let sound = true;
    for (const look of form.querySelectorAll("[data-look]")) {
      const chosen = look.querySelector('[name^="outcome-"]:checked');
      const problem = look.querySelector("[data-problem]");
      problem.hidden = true;
      if (!chosen) continue;
      const fault = look.querySelector('[name^="fault-"]');
      const remark = look.querySelector('[name^="remark-"]').value.trim();
      const finding = chosen.value === "finding";
      if ((finding && !fault.value && !remark) || (chosen.value === "skipped" && !remark)) {
        problem.textContent = root.dataset[finding ? "needFault" : "needRemark"];
        problem.hidden = false;
        if (sound) look.scrollIntoView({ block: "center" });
        sound = false;
        continue;
      }
      const [terminal, item] = look.dataset.look.split("/");
      const fault_code = finding ? fault.value : "";
      const words = [fault_code ? fault.selectedOptions[0].textContent : "", remark].filter(Boolean).join("，");
      const outcome = chosen.closest("label").textContent.trim();
      found.push({
        uuid: store.uuid(),
        kind: "patrol",
        person: person(),
        round: root.dataset.round,
        terminal,
        item,
        outcome: chosen.value,
        fault_code,
        remark,
        scanned: form.dataset.scanned === "yes",
        seen_at: new Date().toISOString(),
        photo: finding ? look.querySelector('[name^="photo-"]').files[0] || look.kept || null : null,
        label: look.dataset.name,
        said: words ? `${outcome}：${words}` : outcome,
        state: "waiting",
        reason: "",
        others: [],
      });
    }
    return sound ? found : null;
  }

  async function save(event) {
    event.preventDefault();
    const form = event.target;
    const found = entriesOf(form);
    if (!found) return;
    const nothing = form.querySelector("[data-nothing]");
    nothing.hidden = found.length > 0;
    if (!found.length) return;
    clearTimeout(timer);
    try {
      await store.add(found);
    } catch {
      unkept(form);
      return;
    }
    form.reset();
    form.querySelectorAll("[data-look]").forEach(unkeep);
    await store.dropDraft(draftId(form));
    await overlay();
    form.closest("details").open = !form.closest("details").hasAttribute("data-complete");
    await show(navigator.onLine ? "sent" : "offline");
    sync();
  }

  // where this device keeps nothing (no room, a private window), the form goes to the server as it would without this script
  function unkept(form) {
    if (navigator.onLine) {
      form.submit();
      return;
    }
    const nothing = form.querySelector("[data-nothing]");
    nothing.textContent = root.dataset.sayUnkept;
    nothing.hidden = false;
  }

  function allOk(form) {
    for (const look of form.querySelectorAll("[data-look]")) {
      if (look.querySelector('[name^="outcome-"]:checked') || look.querySelector("[data-said] > li")) continue;
      look.querySelector('[name^="outcome-"][value="ok"]').checked = true;
    }
    keepDraft(form);
  }

  // what is half typed outlives a reload
  function keepDraft(form) {
    const values = {};
    RESTORED.forEach((name) =>
      fieldsOf(form, name).forEach((field) => {
        if (field.type !== "radio" ? field.value : field.checked) values[field.name] = field.value;
      }),
    );
    const photos = {};
    form.querySelectorAll("[data-look]").forEach((look) => {
      const photo = look.querySelector('[name^="photo-"]').files[0] || look.kept;
      if (photo) photos[look.dataset.look] = photo;
    });
    return store.keepDraft({ id: draftId(form), values, photos, scanned: form.dataset.scanned || "" });
  }

  async function restore(form) {
    const found = await store.draft(draftId(form));
    if (!found) return;
    for (const [name, value] of Object.entries(found.values)) {
      form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((field) => {
        if (field.type !== "radio") field.value = value;
        else field.checked = field.value === value;
      });
    }
    for (const [name, photo] of Object.entries(found.photos)) {
      const look = form.querySelector(`[data-look="${CSS.escape(name)}"]`);
      if (look) keepPhoto(look, photo);
    }
    form.dataset.scanned = found.scanned;
    if (Object.keys(found.values).length) form.closest("details").open = true;
  }

  function keepPhoto(look, photo) {
    look.kept = photo;
    look.querySelector("[data-photo]").hidden = false;
  }

  function unkeep(look) {
    look.kept = null;
    look.querySelector("[data-photo]").hidden = true;
  }

  // ---- scanning, without asking the server

  // a label may hold anything: what is no address is taken as it is written
  function plain(code) {
    try {
      return decodeURIComponent(code);
    } catch {
      return code;
    }
  }

  function scanned(event) {
    event.preventDefault();
    const field = event.target.querySelector("[name=code]");
    const written = field.value.match(/[?&]code=([^&#]+)/)?.[1] || field.value.trim().replace(/\/+$/, "").split("/").pop();
    const code = plain(written).toLowerCase();
    const arrival = root.querySelector("[data-arrive]");
    if (arrival && code === arrival.dataset.arrive.toLowerCase()) {
      field.value = "";
      arrive(arrival);
      return;
    }
    const terminal = [...root.querySelectorAll("[data-terminal]")].find(
      (one) => one.dataset.terminal.toLowerCase() === code,
    );
    const unknown = part("unknown");
    unknown.hidden = Boolean(terminal);
    if (!terminal) return;
    field.value = "";
    terminal.open = true;
    terminal.querySelector("[data-form]").dataset.scanned = "yes";
    terminal.querySelector("[data-was-scanned]").hidden = false;
    terminal.scrollIntoView({ block: "start" });
  }

  // the site's own label: kept with the time like everything else, then told
  async function arrive(form) {
    await store.add([
      {
        uuid: store.uuid(),
        person: person(),
        kind: "round",
        at: new Date().toISOString(),
        subject: root.dataset.round,
        body: { deed: "arrive", round: root.dataset.round },
        files: [],
        label: root.dataset.place,
        said: root.dataset.sayArrived,
        state: "waiting",
        reason: "",
      },
    ]);
    form.hidden = true;
    window.offline?.say(root.dataset.sayArrived);
    sync();
  }

  document.addEventListener("DOMContentLoaded", async () => {
    root = document.querySelector("[data-patrol]");
    if (!root || !window.indexedDB) return;
    page.start(root);
    page.keep("[data-patrol-keep]").catch(() => null);
    for (const form of root.querySelectorAll("[data-form]")) {
      form.addEventListener("submit", save);
      form.addEventListener("input", (event) => {
        const look = event.target.closest("[data-look]");
        if (event.target.type === "file" && look) unkeep(look);
        clearTimeout(timer);
        timer = setTimeout(() => keepDraft(form), PAUSE);
      });
      form.querySelector("[data-all-ok]")?.addEventListener("click", () => allOk(form));
      await restore(form);
    }
    root.querySelector("[data-arrive]")?.addEventListener("submit", (event) => {
      event.preventDefault();
      arrive(event.target);
    });
    part("scan")?.addEventListener("submit", scanned);
    addEventListener("online", sync);
    addEventListener("offline", () => show("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || sync());
    setInterval(sync, EVERY);
    await overlay();
    root.dataset.ready = "yes";
    await sync();
  });
})();
