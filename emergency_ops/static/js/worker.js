// The service worker: keeps the pages that people need on site (rounds, tasks, windows, dispatches) and what these need, and
// gives them back while there is no connection, marked with when they were kept. What was typed is not here but in outbox.js.
"use strict";
const CACHE = "pages-2"; // whose pages it holds stands in OWNER; deleted when somebody logs in or out
const SHELL = "shell-2"; // the page that says there is no connection: nobody's
const SHELL_PAGE = "/offline/";
const OWNER = "/.owner";
const STATIC = "/static/";
const ACCOUNTS = /^\/(accounts|admin)\/log(in|out)\//;
const GONE = [403, 404, 410]; // what is no longer for whoever asks is not kept either
const HASHED = /\.[0-9a-f]{12}\./;
const PATIENCE = 8000; // a connection that is there and carries nothing
// the pages that are kept, and what is shown for one of their kind that is not
const KINDS = [
  { pages: /^\/patrols\//, home: "/patrols/mine/" },
  { pages: /^\/tasks\/(\d+\/)?$/, home: "/tasks/" },
  { pages: /^\/incidents\/(counters|[^/]+\/substitutes\/\d+\/counter\/windows\/\d+)\/$/, home: "/incidents/counters/" },
  { pages: /^\/dispatch\/(mine|\d+)\/$/, home: "/dispatch/mine/" },
  { pages: /^\/scan\/$/, home: "/scan/" },
];
const kindOf = (path) => KINDS.find((kind) => kind.pages.test(path));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepShell().catch(() => null));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name !== CACHE && name !== SHELL))
      .then((names) => Promise.all(names.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function keepShell() {
  const cache = await caches.open(SHELL);
  const response = await fetch(SHELL_PAGE);
  if (!response.ok) return;
  const needed = [...(await response.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((found) => found[1]);
  await cache.put(SHELL_PAGE, response);
  await Promise.all(needed.map((address) => cache.add(address).catch(() => null)));
}

// a page tells what it needs, because it was loaded before this worker answered for it
self.addEventListener("message", (event) => {
  if (event.data.kind !== "keep") return;
  event.waitUntil(keep(event.data).then(() => event.source.postMessage({ kind: "kept" })));
});

async function keep({ person, addresses }) {
  await own(String(person));
  await Promise.all(addresses.map((address) => fromNetwork(new Request(address)).catch(() => null)));
}

// the pages of whoever had the device before are not given to the next, who would sign what they type with another's name
async function own(person) {
  const found = await caches.match(OWNER);
  if (found && (await found.text()) === person) return;
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  await cache.put(OWNER, new Response(person)).catch(() => null);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method === "POST" && ACCOUNTS.test(address.pathname)) {
    event.waitUntil(Promise.all([caches.delete(CACHE), forgetSent()]));
    return;
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(page(request, event));
  } else if (address.pathname.startsWith(STATIC)) {
    event.respondWith(HASHED.test(address.pathname) ? keptFirst(request) : fromNetwork(request).catch(() => kept(request)));
  }
});

// what the server has taken is nobody's business here any more; what waits stays until its writer is back
function forgetSent() {
  return new Promise((resolve) => {
    const opening = indexedDB.open("offline");
    opening.onerror = resolve;
    opening.onsuccess = () => {
      const database = opening.result;
      if (!database.objectStoreNames.contains("entries")) return resolve();
      const transaction = database.transaction("entries", "readwrite");
      const cursor = transaction.objectStore("entries").openCursor();
      cursor.onsuccess = () => {
        if (!cursor.result) return;
        const { state, photo } = cursor.result.value;
        if (state === "taken" && !photo) cursor.result.delete();
        cursor.result.continue();
      };
      transaction.oncomplete = transaction.onerror = () => {
        database.close();
        resolve();
      };
    };
  });
}

// a gateway that finds no server behind it is no connection either
async function page(request, event) {
  const isKeptKind = Boolean(kindOf(new URL(request.url).pathname));
  const asked = fromNetwork(request).catch(() => null);
  event.waitUntil(asked);
  const waiting = isKeptKind && (await caches.match(bare(request)));
  const response = await (waiting ? Promise.race([asked, later(PATIENCE)]) : asked);
  if (response && !(response.status >= 502 && response.status <= 504)) return response;
  const found = await kept(request);
  return !response || (isKeptKind && found.ok) ? found : response;
}

const later = (milliseconds) => new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));

// only whole pages of somebody who is logged in: never a redirect to the login, a part of a list or a download
async function fromNetwork(request) {
  const response = await fetch(request);
  if (GONE.includes(response.status) && request.mode === "navigate") await (await caches.open(CACHE)).delete(bare(request));
  if (response.ok && !response.redirected && response.type === "basic" && isKept(request, response)) {
    const cache = await caches.open(CACHE);
    await cache.put(bare(request), await dated(response.clone())).catch(() => null); // no room: still a page
  }
  return response;
}

function isKept(request, response) {
  const address = new URL(request.url);
  if (address.pathname.startsWith(STATIC)) return true;
  const isPage = (response.headers.get("Content-Type") || "").startsWith("text/html");
  return isPage && !address.search && Boolean(kindOf(address.pathname));
}

async function dated(response) {
  const headers = new Headers(response.headers);
  headers.set("X-Kept-At", new Date().toISOString());
  return new Response(await response.blob(), { status: response.status, headers });
}

async function kept(request) {
  const found = await caches.match(bare(request));
  if (found) return request.mode === "navigate" ? marked(found) : found;
  if (request.mode !== "navigate") return Response.error();
  const kind = kindOf(bare(request));
  const home = kind && (await caches.match(kind.home));
  if (home) return marked(home);
  return (await caches.match(SHELL_PAGE)) || Response.error();
}

// the page itself says that it was kept, and since when
async function marked(found) {
  const at = found.headers.get("X-Kept-At");
  if (!at) return found;
  const text = (await found.text()).replace("<html ", `<html data-kept-at="${at}" `);
  return new Response(text, { headers: found.headers });
}

async function keptFirst(request) {
  return (await caches.match(bare(request))) || fromNetwork(request);
}

function bare(request) {
  return new URL(request.url).pathname;
}
