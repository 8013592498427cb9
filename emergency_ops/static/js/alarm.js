// A sound and a flashing title for new urgent messages, where somebody has switched them on by a click on this device.
// The bell in the top bar is asked for every 15 seconds; it says which urgent message is the newest unread one.
(() => {
  "use strict";
  const ON = "eo_alarm";
  const SEEN = "eo_alarm_seen";
  const STILL = matchMedia("(prefers-reduced-motion: reduce)");
  const title = document.title;
  let context = null;
  let flashing = 0;

  const isOn = () => localStorage.getItem(ON) === "on";
  const bell = () => document.querySelector(".topbar__unread [data-urgent]");

  // browsers let a page make a sound only after a click or a key
  function unlock() {
    if (!isOn()) return;
    context ??= new AudioContext();
    context.resume();
  }

  function tone(start, frequency) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.3);
  }

  function sound(times) {
    unlock();
    for (let time = 0; time < times; time += 1) {
      const start = context.currentTime + time * 0.8;
      tone(start, 880);
      tone(start + 0.3, 660);
    }
  }

  function calm() {
    clearInterval(flashing);
    flashing = 0;
    document.title = title;
  }

  function flash(text) {
    calm();
    document.title = `${text} ${title}`;
    if (STILL.matches) return;
    let shown = true;
    flashing = setInterval(() => {
      shown = !shown;
      document.title = shown ? `${text} ${title}` : title;
    }, 1000);
  }

  function look() {
    const found = bell();
    if (!found) return;
    const newest = Number(found.dataset.urgent);
    if (!newest) calm();
    if (newest <= Number(localStorage.getItem(SEEN) ?? 0)) return;
    localStorage.setItem(SEEN, String(newest));
    if (!isOn()) return;
    flash(found.dataset.urgentTitle);
    sound(3);
  }

  function draw() {
    document.querySelectorAll("[data-alarm]").forEach((button) => {
      button.setAttribute("aria-pressed", String(isOn()));
      button.querySelector("[data-alarm-label]").textContent = isOn() ? button.dataset.on : button.dataset.off;
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-alarm]");
    if (button) {
      localStorage.setItem(ON, isOn() ? "" : "on");
      draw();
      if (isOn()) sound(1);
      else calm();
    }
    unlock();
  });
  document.addEventListener("keydown", unlock);
  document.addEventListener("visibilitychange", () => document.hidden || calm());
  document.addEventListener("htmx:afterSwap", look);
  document.addEventListener("DOMContentLoaded", draw);
})();
