// Reads QR codes with the camera where the browser can. The field below it works without.
(() => {
  "use strict";
  const PAUSE = 200;

  async function start(panel) {
    const picture = panel.querySelector("[data-scan-picture]");
    const state = panel.querySelector("[data-scan-state]");
    try {
      picture.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      state.textContent = state.dataset.denied;
      return;
    }
    await picture.play();
    picture.classList.add("is-live");
    state.textContent = state.dataset.looking;
    panel.querySelector("[data-scan-start]").hidden = true;
    look(picture, new BarcodeDetector({ formats: ["qr_code"] }));
  }

  async function look(picture, detector) {
    const [found] = await detector.detect(picture).catch(() => []);
    if (!found) {
      setTimeout(() => look(picture, detector), PAUSE);
      return;
    }
    picture.srcObject.getTracks().forEach((track) => track.stop());
    open(found.rawValue);
  }

  // the server says what is behind the code, whichever address was printed
  function open(code) {
    const field = document.getElementById("id_code");
    field.value = code;
    field.form.requestSubmit();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector("[data-scan]");
    if (!panel || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
    panel.hidden = false;
    panel.querySelector("[data-scan-start]").addEventListener("click", () => start(panel));
  });
})();
