// The service worker of patrols: keeps the pages of rounds and what they need, and gives them back while there is no connection.
"use strict";
const CACHE = "patrols-1";
const PAGES = "/patrols/";
const HOME = "/patrols/mine/";
const STATIC = "/static/";
const HASHED = /\.[0-9a-f]{12}\./;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// a page tells what it needs, because it was loaded before this worker answered for it
self.addEventListener("message", (event) => {
  if (event.data.kind !== "keep") return;
  event.waitUntil(
    Promise.all(event.data.addresses.map((address) => fromNetwork(new Request(address)).catch(() => null))).then(() =>
      event.source.postMessage({ kind: "kept" }),
    ),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method === "POST" && address.pathname.startsWith("/accounts/logout")) {
    event.waitUntil(caches.delete(CACHE)); // what was typed stays in the database of the browser
    return;
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && address.pathname.startsWith(PAGES)) {
    event.respondWith(fromNetwork(request).catch(() => kept(request)));
  } else if (address.pathname.startsWith(STATIC)) {
    event.respondWith(HASHED.test(address.pathname) ? keptFirst(request) : fromNetwork(request).catch(() => kept(request)));
  }
});

// only whole pages of somebody who is logged in: never a redirect to the login
async function fromNetwork(request) {
  const response = await fetch(request);
  if (response.ok && !response.redirected && response.type === "basic") {
    const cache = await caches.open(CACHE);
    await cache.put(bare(request), response.clone());
  }
  return response;
}

async function kept(request) {
  const found = await caches.match(bare(request));
  if (found) return found;
  const rounds = request.mode === "navigate" ? await caches.match(HOME) : null;
  return rounds || Response.error();
}

async function keptFirst(request) {
  return (await caches.match(bare(request))) || fromNetwork(request);
}

function bare(request) {
  return new URL(request.url).pathname;
}
