"use strict";

// The agents' desk by keyboard: "/" looks an answer up, Ctrl+Enter writes the call down.
document.addEventListener("keydown", (event) => {
  const form = document.getElementById("call-form");
  const search = document.getElementById("faq-q");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && search && !typing) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    event.preventDefault();
    form.requestSubmit();
  }
});
