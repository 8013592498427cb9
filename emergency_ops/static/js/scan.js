// Reads QR codes: with the live camera where a page may use it, else in a photo. Where the browser has no reader of its own
// (iOS, many phones) one is loaded, when it is needed and not before. The field below works without any of it.
(() => {
  "use strict";
  const PAUSE = 150;
  const LIVE = 720; // pixels of the longer side that are looked at, live
  const PHOTO = [1000, 1800, 600]; // and in a photo, one after the other
  let panel;
  let reader;

  const say = (name) => {
    panel.querySelector("[data-scan-state]").textContent = name ? panel.dataset[name] : "";
  };

  // ---- readers: (picture, width, height, sizes) → the text, or nothing

  async function own() {
    if (!("BarcodeDetector" in window)) return null;
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!formats.includes("qr_code")) return null;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (picture) => (await detector.detect(picture).catch(() => []))[0]?.rawValue || "";
  }

  function load(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  async function loaded() {
    if (!window.jsQR) await load(panel.dataset.decoder);
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return async (picture, width, height, sizes) => {
      for (const size of sizes) {
        const scale = Math.min(1, size / Math.max(width, height));
        canvas.width = Math.max(1, Math.round(width * scale));
        canvas.height = Math.max(1, Math.round(height * scale));
        context.drawImage(picture, 0, 0, canvas.width, canvas.height);
        const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
        const found = window.jsQR(pixels.data, canvas.width, canvas.height);
        if (found?.data) return found.data;
      }
      return "";
    };
  }

  async function read(...given) {
    reader ??= (await own()) || (await loaded());
    return reader(...given);
  }

  // ---- live

  async function start() {
    const picture = panel.querySelector("[data-scan-picture]");
    try {
      picture.srcObject = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1280 } },
      });
      await picture.play();
    } catch {
      say("denied");
      return;
    }
    picture.classList.add("is-live");
    say("looking");
    panel.querySelector("[data-scan-start]").hidden = true;
    look(picture);
  }

  async function look(picture) {
    if (!picture.srcObject?.active) return;
    const found = picture.videoWidth
      ? await read(picture, picture.videoWidth, picture.videoHeight, [LIVE]).catch(() => "")
      : "";
    if (!found) {
      setTimeout(() => look(picture), PAUSE);
      return;
    }
    stop(picture);
    open(found);
  }

  function stop(picture) {
    picture.srcObject?.getTracks().forEach((track) => track.stop());
    picture.srcObject = null;
    picture.classList.remove("is-live");
    panel.querySelector("[data-scan-start]").hidden = false;
    say("");
  }

  // ---- a photo; what is not found here the server looks for, if it can be reached

  async function shot(event) {
    const field = event.target;
    const [file] = field.files;
    if (!file) return;
    say("reading");
    let found = "";
    try {
      const picture = await createImageBitmap(file);
      found = await read(picture, picture.width, picture.height, PHOTO);
    } catch {
      found = "";
    }
    if (found) {
      field.value = "";
      say("");
      open(found);
    } else if (navigator.onLine && panel.querySelector("[data-scan-form]").getAttribute("action")) {
      panel.querySelector("[data-scan-form]").requestSubmit();
    } else {
      field.value = "";
      say("nothing");
    }
  }

  // the page or the server says what is behind the code, whichever address was printed
  function open(code) {
    if (navigator.vibrate) navigator.vibrate(60);
    const field = document.getElementById("id_code");
    field.value = code;
    field.form.requestSubmit();
  }

  document.addEventListener("DOMContentLoaded", () => {
    panel = document.querySelector("[data-scan]");
    if (!panel) return;
    panel.querySelector("[data-scan-photo]").addEventListener("change", shot);
    panel.querySelector("[data-scan-start]").addEventListener("click", start);
    addEventListener("pagehide", () => stop(panel.querySelector("[data-scan-picture]")));
  });
})();
