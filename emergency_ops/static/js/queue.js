// Calling numbers by keyboard, the chime and the flash of the screen (only after somebody asked for them), a phone that says so.
(() => {
  "use strict";
  const typing = (target) => target.closest("input:not([type=hidden]), select, textarea, button, a, summary, dialog");

  // ---- a window: space or Enter calls the next, R again, D done
  const KEYS = { " ": "next", Enter: "next", r: "recall", d: "serve" };
  document.addEventListener("keydown", (event) => {
    const name = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!name || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const button = document.querySelector(`[data-key-${name}]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  // ---- a chime without a file: two tones
  let audio = null;
  function chime() {
    if (!audio) return;
    [[880, 0], [660, 0.22]].forEach(([pitch, after]) => {
      const tone = audio.createOscillator();
      const level = audio.createGain();
      const start = audio.currentTime + after;
      tone.frequency.value = pitch;
      level.gain.setValueAtTime(0.25, start);
      level.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
      tone.connect(level).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.5);
    });
  }

  document.addEventListener("click", (event) => {
    const sound = event.target.closest("[data-sound]");
    const flash = event.target.closest("[data-flash]");
    if (sound) {
      audio = audio ? null : new (window.AudioContext || window.webkitAudioContext)();
      sound.setAttribute("aria-pressed", String(Boolean(audio)));
      chime();
    } else if (flash) {
      flash.setAttribute("aria-pressed", String(document.body.classList.toggle("may-flash")));
    }
  });

  // ---- the screen: a chime when somebody is called, a word when it is out of touch
  const newest = () => document.querySelector("[data-newest]")?.dataset.newest || "";
  const turn = () => document.querySelector("[data-turn]")?.dataset.turn || "";
  let heard = newest();
  let told = turn();
  const lost = (isLost) => {
    const word = document.querySelector("[data-screen-lost]");
    if (word) word.hidden = !isLost;
  };
  document.addEventListener("htmx:afterSwap", () => {
    lost(false);
    if (newest() > heard) chime();
    heard = newest() || heard;
    if (turn() && turn() !== told && navigator.vibrate) navigator.vibrate([300, 150, 300]);
    told = turn();
  });
  document.addEventListener("htmx:sendError", () => lost(true));
  document.addEventListener("htmx:timeout", () => lost(true));
  document.addEventListener("htmx:responseError", () => lost(true));
})();
