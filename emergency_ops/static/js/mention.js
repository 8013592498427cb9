// @ in a note: offers the people of the incident. Without it a name or username typed after @ means the same.
(() => {
  "use strict";
  const BEFORE = /(?:^|[^A-Za-z0-9._-])@([\p{L}\p{N}_.·-]{0,20})$/u;

  function attach(field) {
    const anchor = field.parentElement;
    const menu = document.createElement("ul");
    let asked = 0;
    let chosen = 0;
    menu.className = "mention-menu";
    menu.id = `${field.id}-people`;
    menu.setAttribute("role", "listbox");
    menu.hidden = true;
    anchor.classList.add("mention-anchor");
    field.after(menu);
    field.setAttribute("aria-controls", menu.id);
    field.setAttribute("aria-autocomplete", "list");

    const typed = () => BEFORE.exec(field.value.slice(0, field.selectionStart));
    const close = () => {
      menu.hidden = true;
      field.removeAttribute("aria-activedescendant");
    };

    function mark(index) {
      const items = [...menu.children];
      if (!items.length) return;
      chosen = (index + items.length) % items.length;
      items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
      field.setAttribute("aria-activedescendant", items[chosen].id);
    }

    function pick(item) {
      const found = typed();
      if (!found) return;
      const end = field.selectionStart;
      const start = end - found[1].length;
      const name = `${item.dataset.insert} `;
      field.setRangeText(name, start, end, "end");
      close();
      field.focus();
    }

    function show(people) {
      menu.replaceChildren(
        ...people.map((person, place) => {
          const item = document.createElement("li");
          item.id = `${menu.id}-${place}`;
          item.setAttribute("role", "option");
          item.dataset.insert = person.insert;
          item.textContent = [person.name, `@${person.username}`, person.department].filter(Boolean).join("  ");
          item.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            pick(item);
          });
          return item;
        }),
      );
      menu.hidden = !people.length;
      if (people.length) mark(0);
    }

    field.addEventListener("input", async () => {
      const found = typed();
      if (!found) return close();
      const number = (asked += 1);
      const address = `${field.dataset.mentions}?q=${encodeURIComponent(found[1])}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
      if (number !== asked || !answer || !answer.ok || !typed()) return undefined;
      return show((await answer.json()).people);
    });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (menu.hidden) return;
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) mark(chosen + moves[event.key]);
      else if (event.key === "Enter" || event.key === "Tab") pick(menu.children[chosen]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-mentions]").forEach(attach));
})();
