// Tasks without a connection: what is done with one is kept with its time, shown as it stands, and sent once.
(() => {
  "use strict";
  const { offline } = window;
  const NEXT = { complete: "mine", decline: "mine" };
  let direct = false; // the form goes to the server as it would without this script

  const checks = (form) => [...form.querySelectorAll("[name=check]")];
  const changed = (form, wanted) =>
    checks(form)
      .filter((box) => box.checked !== box.defaultChecked && box.checked === wanted)
      .map((box) => Number(box.value));

  function deedOf(form, submitter) {
    const deed = submitter?.dataset.deed || form.dataset.deed;
    const data = new FormData(form);
    const files = [...data.getAll("uploads"), ...data.getAll("uploads_camera")].filter((file) => file.size);
    const body = { deed, task: Number(form.dataset.task) };
    if (deed === "decline") body.reason = data.get("reason");
    if (deed === "complete" || deed === "tick") {
      Object.assign(body, { ticked: changed(form, true), unticked: changed(form, false), text: data.get("text") || "" });
    }
    return { deed, body, files };
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-deed]");
    if (!form || direct || !document.querySelector("[data-offline][data-ready]")) return;
    event.preventDefault();
    const { submitter } = event;
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const { deed, body, files } = deedOf(form, submitter);
    const said = (submitter || form.querySelector("button")).textContent.trim();
    const entry = await offline.act({ kind: "task", subject: body.task, body, files, label: form.dataset.label, said });
    delete form.dataset.busy;
    if (entry.state === "taken") {
      offline.go(NEXT[deed] ? document.querySelector("[data-offline]").dataset.home : "", entry.answer);
    } else if (entry.state === "refused") {
      await refuse(form, entry);
    } else if (entry.state === "unkept") {
      direct = true;
      form.requestSubmit(submitter);
      direct = false;
    } else {
      offline.say(offline.text("sayKept"), "info");
    }
  });

  // whoever is still at the form puts it right there: nothing is to be put away then
  async function refuse(form, entry) {
    await window.outbox.drop(entry.uuid);
    let problem = form.querySelector("[data-problem]");
    if (!problem) {
      problem = document.createElement("p");
      problem.className = "note note--danger";
      problem.dataset.problem = "";
      problem.setAttribute("role", "alert");
      form.prepend(problem);
    }
    problem.textContent = entry.reason;
    problem.scrollIntoView({ block: "center" });
  }

  // ---- what waits, over what the page says

  offline.each((entries) => {
    document.querySelectorAll("[data-waiting]").forEach((line) => line.remove());
    document.querySelectorAll("[data-settled]").forEach((part) => part.removeAttribute("data-settled"));
    const waiting = entries.filter((entry) => entry.kind === "task" && entry.state === "waiting");
    for (const entry of waiting.sort((one, other) => one.at.localeCompare(other.at))) {
      for (const place of document.querySelectorAll(`[data-task-place="${CSS.escape(entry.subject)}"]`)) {
        const line = document.createElement("p");
        line.className = "offline__waiting";
        line.dataset.waiting = "";
        line.textContent = `${offline.clockOf(entry.at)} ${entry.said} · ${offline.text("sayNotSent")}`;
        place.append(line);
      }
      const over = ["complete", "decline"].includes(entry.body.deed);
      document.querySelectorAll(`form[data-task="${CSS.escape(entry.subject)}"]`).forEach((form) => {
        if (over || form.dataset.deed === entry.body.deed) form.dataset.settled = "";
      });
    }
  });

  // a list that has changed has other pages to keep
  let listed = "";
  document.addEventListener("htmx:afterSwap", () => {
    const links = [...document.querySelectorAll("[data-keep]")].map((link) => link.href).join(" ");
    if (links !== listed) offline.keep().catch(() => null);
    listed = links;
  });
  addEventListener("offline:back", () => {
    if (!document.querySelector("form[data-deed] :focus")) location.reload();
  });
})();
