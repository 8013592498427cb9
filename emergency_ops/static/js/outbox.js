// What was typed on site: kept in the browser until the server has taken it, and sent once, however often that is tried.
// An entry: uuid, person, kind (patrol, task, counter, round), state (waiting, taken, refused), reason, said (in words).
// Those of patrols carry their fields themselves and a photo; the others have at (when it was typed), subject, body and files.
window.outbox = (() => {
  "use strict";
  const CHUNK = 100;
  const KEEP = 2 * 24 * 3600 * 1000;
  let opening;
  let running;

  function opened(name) {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("entries", { keyPath: "uuid" });
        request.result.createObjectStore("drafts", { keyPath: "id" });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function database() {
    opening ??= opened("offline").then(async (fresh) => {
      await carryOver(fresh).catch(() => null);
      return fresh;
    });
    return opening;
  }

  // ---- what was kept before there were other kinds than patrols; a page of that time may still be open and write more

  async function carryOver(fresh) {
    const known = indexedDB.databases ? await indexedDB.databases() : [{ name: "patrols" }];
    if (!known.some((one) => one.name === "patrols")) return;
    const former = await opened("patrols");
    for (const name of ["entries", "drafts"]) {
      const rows = await all(former, name);
      if (!rows.length) continue;
      await done(fresh, name, (store) =>
        rows.forEach((row) => store.put(name === "entries" ? { kind: "patrol", ...row } : row)),
      );
      await done(former, name, (store) => rows.forEach((row) => store.delete(row.uuid || row.id)));
    }
    former.close();
  }

  function all(open, name) {
    return new Promise((resolve, reject) => {
      const request = open.transaction(name, "readonly").objectStore(name).getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function done(open, name, work) {
    return new Promise((resolve, reject) => {
      const transaction = open.transaction(name, "readwrite");
      work(transaction.objectStore(name));
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
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
      const rounds = waiting.filter((entry) => kindOf(entry) === "patrol");
      for (let start = 0; start < rounds.length; start += CHUNK) {
        const state = await sendSome(addresses, session, rounds.slice(start, start + CHUNK));
        if (state !== "sent") return state;
      }
      const others = waiting.filter((entry) => kindOf(entry) !== "patrol");
      others.sort((one, other) => one.at.localeCompare(other.at));
      for (const chunk of inOrder(others)) {
        const state = await sendDeeds(addresses, session, chunk);
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
        entries: chunk.map(({ photo, state, reason, others, kind, ...entry }) => entry),
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

  // ---- tasks, windows and arrivals: in the order in which they were typed, each with its files

  const kindOf = (entry) => entry.kind || "patrol";

  function inOrder(entries) {
    const chunks = [];
    for (const entry of entries) {
      const last = chunks.at(-1);
      if (!last || entry.files.length || last.at(-1).files.length || last.length === CHUNK) chunks.push([entry]);
      else last.push(entry);
    }
    return chunks;
  }

  async function sendDeeds(addresses, session, chunk) {
    const form = new FormData();
    const entries = chunk.map(({ uuid, kind, at, body }) => ({ uuid, kind, at, body }));
    form.append("batch", JSON.stringify({ person: session.person, sent_at: new Date().toISOString(), entries }));
    chunk.forEach((entry) => entry.files.forEach((file) => form.append(entry.uuid, file, file.name || "photo.jpg")));
    const response = await fetch(addresses.deeds, {
      method: "POST",
      headers: { "X-CSRFToken": session.csrf },
      body: form,
    });
    if (response.status === 401) return "login";
    if (response.status === 409) return "other";
    if (!response.ok) return "failed";
    const { answers } = await response.json();
    for (const { uuid, status, reason, said } of answers) {
      const refused = status === "refused";
      await change(uuid, { state: refused ? "refused" : "taken", reason: refused ? reason : "", answer: said || "" });
      if (!refused) await change(uuid, { files: [] });
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
      (entry) => entry.state === "taken" && !entry.photo && Date.parse(entry.seen_at || entry.at) < before,
    );
    await Promise.all(old.map((entry) => drop(entry.uuid)));
  }

  // also where a page is not secure and crypto.randomUUID is missing
  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  return { add, change, draft, drop, dropDraft, entries, flush, keepDraft, uuid };
})();
