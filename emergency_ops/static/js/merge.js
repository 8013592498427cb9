// How a live fragment takes what is new: what somebody is doing in it stays. A field that is in use or was changed, an open
// <details> or dialog, selected text, and what was loaded into it by a request of its own are left as they are.
(() => {
  "use strict";
  if (!window.htmx || !window.Idiomorph) return;
  const MARK = "live~";
  const merge = { spent: null };

  const isField = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches("input, select, textarea");

  function wasChanged(field) {
    if (field.matches("select")) {
      const hasDefault = [...field.options].some((option) => option.defaultSelected);
      return [...field.options].some((option, index) =>
        option.selected !== (hasDefault || field.multiple ? option.defaultSelected : index === 0));
    }
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    return field.type !== "hidden" && field.value !== field.defaultValue;
  }

  const isInUse = (field) =>
    !merge.spent?.contains(field) && (field === document.activeElement || wasChanged(field));

  function holdsWork(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return false;
    if (node.matches("dialog[open]") || node.querySelector("dialog[open]")) return !merge.spent;
    return [node, ...node.querySelectorAll("input, select, textarea")].some((one) => isField(one) && isInUse(one));
  }

  const isSelected = (node) => {
    const selection = document.getSelection();
    return node.nodeType === Node.TEXT_NODE && selection && !selection.isCollapsed && selection.containsNode(node, true);
  };

  const loadsItself = (node, next) =>
    node.nodeType === Node.ELEMENT_NODE && /\bload\b/.test(node.getAttribute("hx-trigger") ?? "")
    && node.getAttribute("hx-get") === next.getAttribute("hx-get");

  // Without ids rows would be matched by their position, and what was typed for one would stand at another. Their links and
  // forms say which is which.
  function keyOf(element) {
    if (element.matches("form")) return `form ${element.getAttribute("hx-post") ?? element.getAttribute("action") ?? ""}`;
    if (element.matches("a")) return `a ${element.getAttribute("href")}`;
    if (element.matches("details")) return `details ${element.querySelector("summary")?.textContent.replace(/[\d\s]+/g, "")}`;
    return `get ${element.getAttribute("hx-get") ?? element.getAttribute("hx-post")}`;
  }

  function keyed(root) {
    const found = new Map();
    const twice = new Set();
    root.querySelectorAll("form:not([id]), a[href]:not([id]), details:not([id]), [hx-get]:not([id]), [hx-post]:not([id])")
      .forEach((element) => {
        const key = keyOf(element);
        if (found.has(key)) twice.add(key);
        found.set(key, element);
      });
    twice.forEach((key) => found.delete(key));
    return found;
  }

  function mark(old, next) {
    const now = keyed(old);
    keyed(next).forEach((element, key) => {
      if (!now.has(key)) return;
      const id = MARK + encodeURIComponent(key);
      now.get(key).setAttribute("id", id);
      element.setAttribute("id", id);
    });
  }

  const unmark = (root) => root.querySelectorAll(`[id^="${MARK}"]`).forEach((element) => element.removeAttribute("id"));

  const callbacks = (root) => ({
    beforeNodeMorphed(node, next) {
      if (isSelected(node)) return false;
      if (node.nodeType !== Node.ELEMENT_NODE) return true;
      if (isField(node)) return !isInUse(node);
      return node === root || !(loadsItself(node, next) || "keep" in node.dataset);
    },
    beforeNodeRemoved: (node) => !holdsWork(node),
    beforeAttributeUpdated: (name, element) => !(name === "open" && element.matches("details, dialog") && !merge.spent),
  });

  htmx.defineExtension("live", {
    // "live:innerHTML" and "live:outerHTML" are live.js's; "live" is an hx-swap-oob, whose fragment is the element itself
    handleSwap(style, target, fragment) {
      const [ours, given] = style.split(":");
      if (ours !== "live") return false;
      const { activeElement } = document;
      const hadFocus = target.contains(activeElement);
      mark(target, fragment);
      const next = given ? fragment : [...fragment.childNodes];
      Idiomorph.morph(target, next, { morphStyle: given ?? "innerHTML", callbacks: callbacks(target) });
      unmark(document);
      htmx.process(target);
      if (hadFocus && !activeElement.isConnected && target.isConnected) {
        target.setAttribute("tabindex", "-1");
        target.focus({ preventScroll: true });
      }
      if (given) merge.spent = null;
      return true;
    },
  });
  window.LiveMerge = merge;
})();
