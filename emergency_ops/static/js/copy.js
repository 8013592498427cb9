"use strict";

// Copies a field as a whole; where the browser has no clipboard (no HTTPS) the text is selected and copied the old way.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  if (!field) return;
  const label = button.querySelector("span");
  const before = label.textContent;
  let copied = false;
  try {
    await navigator.clipboard.writeText(field.value);
    copied = true;
  } catch {
    field.focus();
    field.select();
    copied = document.execCommand("copy");
  }
  if (!copied) return;
  label.textContent = button.dataset.copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => {
    label.textContent = before;
  }, 2000);
});
