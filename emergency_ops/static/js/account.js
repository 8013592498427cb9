// A page belongs to whoever it was made for. Every request of a part says so (X-Person), and where somebody else has logged in beside
// it the server answers none: the page is loaded anew, and says why; one in which something is typed says it and waits.
(() => {
  "use strict";
  const KEY = "other-person";
  const AGAIN_MS = 10000; // within which a page is not loaded anew a second time
  const FORM = ":is(form[method=post], form[hx-post])";
  const FIELDS = `${FORM} textarea, ${FORM} input:not([type=hidden])`;

  const wasReloaded = Date.now() - Number(sessionStorage.getItem(KEY)) < AGAIN_MS;
  const isChanged = (field) =>
    /checkbox|radio/.test(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  const isTyped = () => [...document.querySelectorAll(FIELDS)].some(isChanged);

  function leave() {
    if (wasReloaded || isTyped()) {
      document.querySelector("[data-other]")?.removeAttribute("hidden");
      return;
    }
    sessionStorage.setItem(KEY, Date.now());
    location.replace(location.pathname + location.search);
  }

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.getResponseHeader("X-Person-Changed")) leave();
  });
  const words = document.querySelector("template[data-other-now]");
  if (wasReloaded && words) document.getElementById("toasts")?.append(words.content.cloneNode(true));
})();
