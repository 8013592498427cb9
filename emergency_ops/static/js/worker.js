// The service worker of patrols: keeps the pages of rounds and what they need, and gives them back while there is no connection.
"use strict";
const CACHE = "patrols-1";
const PAGES = "/patrols/";
const HOME = "/patrols/mine/";
const STATIC = "/static/";
const OWNER = "/patrols/.owner"; // whose pages are kept
const ACCOUNTS = /^\/accounts\/log(in|out)\//;
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
    event.waitUntil(caches.delete(CACHE)); // what was typed stays in the database of the browser
    return;
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && address.pathname.startsWith(PAGES)) {
    event.respondWith(page(request));
  } else if (address.pathname.startsWith(STATIC)) {
    event.respondWith(HASHED.test(address.pathname) ? keptFirst(request) : fromNetwork(request).catch(() => kept(request)));
  }
});

// a gateway that finds no server behind it is no connection either
async function page(request) {
  const response = await fromNetwork(request).catch(() => null);
  if (response && !(response.status >= 502 && response.status <= 504)) return response;
  const found = await kept(request);
  return found.ok || !response ? found : response;
}

// only whole pages of somebody who is logged in: never a redirect to the login, a part of a list or a download
async function fromNetwork(request) {
  const response = await fetch(request);
  if (response.ok && !response.redirected && response.type === "basic" && isKept(request, response)) {
    const cache = await caches.open(CACHE);
    await cache.put(bare(request), response.clone()).catch(() => null); // no room: still a page
  }
  return response;
}

function isKept(request, response) {
  const address = new URL(request.url);
  if (address.pathname.startsWith(STATIC)) return true;
  return !address.search && (response.headers.get("Content-Type") || "").startsWith("text/html");
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
