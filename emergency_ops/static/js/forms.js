// A form whose words would be lost is sent only when the server can be reached and still knows who has opened the page, and only once.
// Works beside live.js and without it; pages work without both.
(() => {
  "use strict";
  const ANSWER_MS = 3000; // after which the form says that it waits
  const TURNS = 20; // and for how many times that it tries, since a server that is slow is not one that is away
  const LOCKED_MS = 8000; // long enough for a second press, short enough for a form whose answer is a file
  const TYPED = "textarea, input:not([type]), input[type=text], input[type=file], input[type=datetime-local], input[type=number]";
  const passed = new WeakSet();
  const sent = new Set();
  let returns = 0; // how often the connection has come back

  const sentence = (why) => document.querySelector(`template[data-${why}]`);
  const isOurs = (form) => form.getAttribute("method")?.toLowerCase() === "post" && !form.matches("[hx-post]") && form.querySelector(TYPED);
  const forget = (place) => place.querySelectorAll("[data-unsent-here]").forEach((words) => words.remove());

  // in the form, where somebody looks who has just pressed its button: a dialog covers the page's head
  function say(form, why) {
    if (form.querySelector("[data-unsent-here]")?.dataset.unsentHere === why) return;
    forget(form);
    const words = sentence(why).content.firstElementChild.cloneNode(true);
    words.dataset.unsentHere = why;
    form.append(words);
    words.scrollIntoView({ block: "nearest" });
  }

  // "" where it can be sent, else the sentence that says why not. Whoever has logged in again beside this page has another token.
  async function obstacle(form) {
    const session = document.querySelector('meta[name="session"]');
    try {
      const answer = await fetch(session?.content || "/healthz", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
      if (session && answer.status === 401) return "unknown";
      if (!answer.ok) return "unsent";
      if (!session) return "";
      const { person, csrf } = await answer.json();
      if (String(person) !== session.dataset.person) return "unknown";
      form.querySelector("[name=csrfmiddlewaretoken]").value = csrf;
      return "";
    } catch (error) {
      return error.name === "TimeoutError" ? "slow" : "unsent";
    }
  }

  // On a connection on which nothing comes it says that it waits, and asks again; so it does where the connection came back meanwhile.
  async function cleared(form) {
    let why = "slow";
    for (let turn = 0; turn < TURNS && form.isConnected; turn += 1) {
      const before = returns;
      why = await obstacle(form);
      if (why === "slow") say(form, "slow");
      else if (why !== "unsent" || before === returns) return why;
    }
    return "unsent";
  }

  async function send(form, submitter) {
    sent.add(form);
    form.setAttribute("aria-busy", "true");
    const why = await cleared(form);
    form.removeAttribute("aria-busy");
    forget(form);
    if (why) {
      sent.delete(form);
      say(form, why);
      return;
    }
    passed.add(form);
    setTimeout(() => sent.delete(form), LOCKED_MS);
    form.requestSubmit(submitter);
  }

  // on the window: whoever keeps a form for later on the page has had it before
  addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !isOurs(form) || !sentence("unsent")) return;
    if (passed.delete(form)) return;
    event.preventDefault();
    if (!sent.has(form)) send(form, submitter);
  });
  // a photo that is all that a form asks for sends it
  document.addEventListener("change", (event) => {
    const { target } = event;
    if (target.matches("[data-submits]") && target.files.length) target.form.requestSubmit();
  });
  addEventListener("pageshow", () => sent.clear());

  // live.js hears of a server that is back, the browser of a line
  function resume() {
    returns += 1;
    forget(document);
  }
  addEventListener("online", resume);
  addEventListener("healed", resume);
})();
