// What was typed on rounds: kept in the browser until the server has taken it, and sent once, however often that is tried.
window.patrols = (() => {
  "use strict";
  const CHUNK = 100;
  const KEEP = 2 * 24 * 3600 * 1000;
  let opening;
  let running;

  function database() {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("patrols", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("entries", { keyPath: "uuid" });
        request.result.createObjectStore("drafts", { keyPath: "id" });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opening;
  }

  async function run(store, mode, work) {
    const open = await database();
    return new Promise((resolve, reject) => {
      const transaction = open.transaction(store, mode);
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  const entries = () => run("entries", "readonly", (store) => store.getAll());
  const drop = (uuid) => run("entries", "readwrite", (store) => store.delete(uuid));
  const draft = (id) => run("drafts", "readonly", (store) => store.get(id));
  const keepDraft = (found) => run("drafts", "readwrite", (store) => store.put(found));
  const dropDraft = (id) => run("drafts", "readwrite", (store) => store.delete(id));

  // all of them or none
  async function add(fresh) {
    await run("entries", "readwrite", (store) => {
      fresh.forEach((entry) => store.put(entry));
    });
  }

  async function change(uuid, changes) {
    const open = await database();
    await new Promise((resolve, reject) => {
      const transaction = open.transaction("entries", "readwrite");
      const store = transaction.objectStore("entries");
      const request = store.get(uuid);
      request.onsuccess = () => request.result && store.put({ ...request.result, ...changes });
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
    });
  }

  // a flush that is asked for while one runs comes after it
  function flush(addresses, person) {
    const after = running ? running.catch(() => null) : Promise.resolve();
    const mine = after.then(() => send(addresses, person));
    running = mine;
    return mine.finally(() => {
      if (running === mine) running = undefined;
    });
  }

  // what came of it: sent, offline, login, other (somebody else is logged in), failed
  async function send(addresses, person) {
    const all = await entries();
    const waiting = all.filter((entry) => entry.person === person && entry.state === "waiting");
    const pictures = all.filter((entry) => entry.person === person && entry.photo && !entry.reason && entry.state !== "refused");
    if (!waiting.length && !pictures.length) return "sent";
    let session;
    try {
      const response = await fetch(addresses.session, { cache: "no-store" });
      if (response.status === 401) return "login";
      if (!response.ok) return "failed";
      session = await response.json();
    } catch {
      return "offline";
    }
    if (session.person !== person) return "other";
    try {
      for (let start = 0; start < waiting.length; start += CHUNK) {
        const state = await sendSome(addresses, session, waiting.slice(start, start + CHUNK));
        if (state !== "sent") return state;
      }
      const state = await sendPhotos(addresses, session, person);
      await forget();
      return state;
    } catch {
      return "offline";
    }
  }

  async function sendSome(addresses, session, chunk) {
    const response = await fetch(addresses.sync, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": session.csrf },
      body: JSON.stringify({
        person: session.person,
        sent_at: new Date().toISOString(),
        entries: chunk.map(({ photo, state, reason, others, ...entry }) => entry),
      }),
    });
    if (response.status === 401) return "login";
    if (response.status === 409) return "other";
    if (!response.ok) return "failed";
    const { answers } = await response.json();
    for (const answer of answers) {
      const refused = answer.status === "refused";
      await change(answer.uuid, {
        state: refused ? "refused" : "taken",
        reason: refused ? answer.reason : "",
        others: answer.others,
      });
    }
    return "sent";
  }

  async function sendPhotos(addresses, session, person) {
    const mine = (await entries()).filter((one) => one.person === person && one.photo && one.state === "taken");
    const taken = mine.filter((one) => !one.reason); // one that was refused is sent again when somebody asks for it
    for (const entry of taken) {
      const form = new FormData();
      form.append("photo", entry.photo, entry.photo.name || "photo.jpg");
      const response = await fetch(addresses.photo.replace("00000000-0000-0000-0000-000000000000", entry.uuid), {
        method: "POST",
        headers: { "X-CSRFToken": session.csrf },
        body: form,
      });
      if (response.status === 401) return "login";
      if (response.ok) {
        await change(entry.uuid, { photo: null, reason: "" });
      } else if (response.status < 500 && response.status !== 403) {
        const { reason } = await response.json().catch(() => ({}));
        await change(entry.uuid, { reason: reason || String(response.status) });
      } else {
        return "failed";
      }
    }
    return "sent";
  }

  async function forget() {
    const before = Date.now() - KEEP;
    const old = (await entries()).filter(
      (entry) => entry.state === "taken" && !entry.photo && Date.parse(entry.seen_at) < before,
    );
    await Promise.all(old.map((entry) => drop(entry.uuid)));
  }

  return { add, change, draft, drop, dropDraft, entries, flush, keepDraft };
})();
