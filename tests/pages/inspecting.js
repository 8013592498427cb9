// What a page says about itself in a browser. Each function returns a list of faults in words.
window.inspect = (() => {
  const name = (element) => {
    const said = element.getAttribute("aria-label") || element.textContent.trim().replace(/\s+/g, " ").slice(0, 30);
    const own = element.id ? `#${element.id}` : `.${String(element.className.baseVal ?? element.className).split(" ")[0]}`;
    return `<${element.localName}${own}> ${said}`;
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const scrolls = (element) => /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX);
  const parse = (colour) => {
    const [r, g, b, a = 1] = (colour.match(/[\d.e-]*\d[\d.]*/g) || []).map(Number);
    const scale = colour.startsWith("color(") ? 255 : 1;
    return { r: r * scale, g: g * scale, b: b * scale, a };
  };
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.a > 0.5) return colour;
    }
    return { r: 255, g: 255, b: 255, a: 1 };
  };

  // Wider than the window, or a text that its box cuts off although nothing scrolls there.
  const overflow = () => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.body.querySelectorAll("*")].filter((element) => {
        if (!shown(element) || element.getBoundingClientRect().right <= root.clientWidth + 1) return false;
        for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) if (scrolls(at)) return false;
        return true;
      });
      found.push(`${root.scrollWidth - root.clientWidth}px too wide: ${wide.slice(-2).map(name).join(" | ")}`);
    }
    for (const element of document.querySelectorAll("button, .button, .badge, h1, h2, h3, label, th")) {
      const style = getComputedStyle(element);
      if (!shown(element) || style.overflowX === "visible" || element.closest(".sr-only")) continue;
      if (element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== "ellipsis" && !/auto|scroll/.test(style.overflowX))
        found.push(`cut off: ${name(element)}`);
    }
    return found;
  };

  // Everything operable takes the focus and shows it with 3:1.
  const focus = () => {
    const found = [];
    const before = document.activeElement;
    const operable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], [role=button]';
    for (const element of document.querySelectorAll(operable)) {
      if (!shown(element) || element.disabled || element.closest("[inert]")) continue;
      element.focus({ preventScroll: true, focusVisible: true });
      if (document.activeElement !== element) {
        found.push(`takes no focus: ${name(element)}`);
        continue;
      }
      const marked = [element, element.parentElement, element.nextElementSibling].filter(Boolean).some((one) => {
        const style = getComputedStyle(one);
        if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return false;
        return ratio(parse(style.outlineColor), behind(one.parentElement || one)) >= 3 || ratio(parse(style.outlineColor), behind(one)) >= 3;
      });
      if (!marked) found.push(`focus is not seen: ${name(element)}`);
      if (found.length > 4) break;
    }
    for (const element of document.querySelectorAll("[hx-get], [hx-post], [onclick]")) {
      const trigger = element.getAttribute("hx-trigger") || "";
      const clicks = trigger ? /\bclick\b/.test(trigger.split(" from:")[0]) && !/from:/.test(trigger) : true;
      if (clicks && shown(element) && !element.matches(operable) && !element.matches("form, input, select"))
        found.push(`only for a mouse: ${name(element)}`);
    }
    before?.focus?.({ preventScroll: true });
    return found;
  };

  // For a thumb: what cannot be hit 21 px from its middle, and buttons closer to each other than 8 px. Links within a sentence are as they are.
  const thumb = () => {
    const found = [];
    const boxOf = (element) => (element.closest("label") ?? element).getBoundingClientRect();
    const controls = [...document.querySelectorAll("main :is(a[href], button, input:not([type=hidden]), select, textarea, summary)")].filter(
      (one) => shown(one) && !one.closest(".sr-only, dialog") && !(one.matches("a") && getComputedStyle(one).display === "inline"));
    controls.forEach((one) => {
      const { width, height } = boxOf(one);
      if (width >= 43.5 && height >= 43.5) return;
      one.scrollIntoView({ block: "center" });
      const { x, y } = boxOf(one);
      const hits = ([dx, dy]) => {
        const met = document.elementFromPoint(x + width / 2 + dx, y + height / 2 + dy);
        return met?.closest("a, button, input, select, summary, textarea") === one || (one.matches("label *") && met?.closest("label") === one.closest("label"));
      };
      if (![[21, 0], [-21, 0], [0, 21], [0, -21]].every(hits)) found.push(`${Math.round(width)} x ${Math.round(height)}: ${name(one)}`);
    });
    const buttons = controls.filter((one) => one.matches(".button"));
    buttons.forEach((one, place) => buttons.slice(place + 1).forEach((other) => {
      const [a, b] = [boxOf(one), boxOf(other)];
      const apart = Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
      if (apart < 7.5 && apart > -20) found.push(`${Math.round(apart)} apart: ${name(one)} | ${name(other)}`);
    }));
    return [...new Set(found)].slice(0, 8);
  };

  // Text with less than 4.5:1, large text with less than 3:1, as axe's color-contrast counts but for what overlaps.
  const faint = () => {
    const over = (top, below) => {
      const mix = (one, other) => one * top.a + other * (1 - top.a);
      return { r: mix(top.r, below.r), g: mix(top.g, below.g), b: mix(top.b, below.b), a: 1 };
    };
    const grounds = new Map();
    const groundOf = (element) => {
      if (!element) return { ...parse(getComputedStyle(document.body).backgroundColor), a: 1, opacity: 1 };
      if (!grounds.has(element)) {
        const style = getComputedStyle(element);
        const own = parse(style.backgroundColor);
        const below = own.a === 1 ? { opacity: groundOf(element.parentElement).opacity } : groundOf(element.parentElement);
        const isPicture = style.backgroundImage !== "none" || (own.a < 1 && below.isPicture);
        grounds.set(element, { ...(own.a === 1 ? own : over(own, below)), opacity: below.opacity * Number(style.opacity), isPicture });
      }
      return grounds.get(element);
    };
    const found = new Set();
    const seen = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (seen.has(element) || !walker.currentNode.data.trim()) continue;
      seen.add(element);
      if (element.closest("svg, script, style, noscript, template, .sr-only, :disabled, [aria-disabled=true]") || !shown(element)) continue;
      const ground = groundOf(element);
      const style = getComputedStyle(element);
      if (ground.isPicture || ground.opacity === 0) continue;
      const ink = parse(style.color);
      const size = parseFloat(style.fontSize);
      const enough = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      const clear = ratio(over({ ...ink, a: ink.a * ground.opacity }, ground), ground);
      if (clear < enough) found.add(`${clear.toFixed(2)} is faint: ${name(element)}`);
    }
    return [...found].slice(0, 6);
  };

  // On paper: no controls, dark on light, nothing beside the sheet, who printed and when.
  const paper = () => {
    const found = [];
    const gone = ".topbar, .nav, .tabs, .toasts, .skip, .filters, .pager, button, .button, dialog, input[type=submit]";
    const text = ".term";
    for (const element of document.querySelectorAll(gone)) if (shown(element) && !element.matches(text)) found.push(`on paper: ${name(element)}`);
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth)
      found.push(`${document.documentElement.scrollWidth - document.documentElement.clientWidth}px beside the paper`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Set();
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || seen.has(element) || !shown(element)) continue;
      seen.add(element);
      if (element.closest("svg")) continue;
      const ink = parse(getComputedStyle(element).color);
      const sheet = behind(element);
      if (ratio(ink, sheet) < 4.5 || light(sheet) < 0.5) found.push(`faint on paper: ${name(element)}`);
    }
    return [...new Set(found)].slice(0, 6);
  };

  const axe = async (options) => {
    const result = await window.axe.run(document, { resultTypes: ["violations"], ...options });
    return result.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ") + (node.any[0]?.message ? ` (${node.any[0].message.slice(0, 130)})` : "")).join(" | ")}`);
  };

  const theme = (kind) => {
    document.querySelectorAll("link[href*='css/theme-'], link[data-worn]").forEach((link) => link.remove());
    document.documentElement.dataset.theme = kind;
    if (kind === "light") return Promise.resolve();
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `/static/css/theme-${kind}.css`, media: "screen" });
    link.dataset.worn = kind;
    const print = document.querySelector("link[media=print]");
    return new Promise((done) => {
      link.onload = () => requestAnimationFrame(() => done());
      link.onerror = () => done();
      print ? print.before(link) : document.head.append(link);
    });
  };
  return { overflow, focus, thumb, faint, paper, axe, theme };
})();
