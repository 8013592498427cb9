"""A browser's look at pages: one context a persona, cookies in place of a login, one page object each.

with Tour(chromium, "http://localhost:1234", world) as tour:
    tour.look(page)  # {"axe": [...], "focus": [...], "paper": [...]}: what is wrong, by what was looked at
"""

from pathlib import Path

from django.test import Client

HERE = Path(__file__).parent
AXE = (HERE / "vendor/axe.min.js").read_text()
OURS = (HERE / "inspecting.js").read_text()
#: of layout shift; below it nobody sees one
SHIFT = 0.02
#: how much slower than this machine's the processor is while a page loads
SLOWER = 3
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
#: an A4 sheet's width without margins, in pixels
SHEET = {"width": 680, "height": 960}
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push([one.value, one.sources.map((source) => {
    const element = source.node?.nodeType === 1 ? source.node : source.node?.parentElement;
    return element ? `${element.localName}.${element.className}` : "?";
  }).slice(0, 3).join(", ")]);
}).observe({ type: "layout-shift", buffered: true });
"""
#: only colours differ between themes
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


class Tour:
    def __init__(self, chromium, address, world):
        self.chromium, self.address, self.world = chromium, address, world
        self.tabs, self.wires = {}, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for tab in self.tabs.values():
            tab.context.close()

    def tab(self, who, language="zh-hans"):
        """The tab of a person."""
        if (who, language) not in self.tabs:
            context = self.chromium.new_context(viewport=WIDE, locale="zh-CN", reduced_motion="reduce")
            context.set_default_timeout(60_000)
            context.add_init_script(WATCH)
            cookies = [{"name": "django_language", "value": language, "url": self.address}]
            if who:
                client = Client()
                client.force_login(self.world.people[who])
                cookies.append({"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address})
            context.add_cookies(cookies)
            tab = self.tabs[who, language] = context.new_page()
            tab.on("dialog", lambda dialog: dialog.accept())
        return self.tabs[who, language]

    def open(self, page, language="zh-hans", viewport=WIDE):
        """The page, with everything that comes later."""
        tab = self.tab(page.who, language)
        tab.set_viewport_size(viewport)
        self._slow(tab, SLOWER)
        tab.goto(self.address + page.path(self.world), wait_until="load")
        tab.wait_for_function("() => !document.querySelector('.htmx-request')")
        tab.wait_for_timeout(60)
        self._slow(tab, 1)
        tab.evaluate(OURS)
        return tab

    def _slow(self, tab, times):
        """The processor is so many times as slow as this one for the tab."""
        if tab not in self.wires:
            self.wires[tab] = tab.context.new_cdp_session(tab)
        self.wires[tab].send("Emulation.setCPUThrottlingRate", {"rate": times})

    def look(self, page):
        """What is wrong, by what was looked at."""
        tab = self.open(page)
        found = {"shift": shifts(tab)}
        tab.evaluate(AXE)
        found["axe"] = tab.evaluate("inspect.axe({})")
        found["focus"] = tab.evaluate("inspect.focus()")
        for theme in ("dark", "contrast"):
            tab.evaluate(f"inspect.theme('{theme}')")
            found[theme] = tab.evaluate("options => inspect.axe(options)", COLOURS) + tab.evaluate("inspect.focus()")
        found["paper"] = self._on_paper(tab)
        tab.evaluate("inspect.theme('light')")
        found["overflow"] = self.sizes(tab)
        tab.set_viewport_size(NARROW)
        found["narrow"] = tab.evaluate("inspect.axe({})")
        return {what: faults for what, faults in found.items() if faults}

    def _on_paper(self, tab):
        tab.emulate_media(media="print")
        tab.set_viewport_size(SHEET)
        try:
            return tab.evaluate("inspect.paper()")
        finally:
            tab.emulate_media(media="null")

    def sizes(self, tab):
        """What does not fit, in both sizes of type and both widths."""
        found = []
        for size in ("normal", "large"):
            for viewport in (WIDE, NARROW):
                tab.set_viewport_size(viewport)
                tab.evaluate(f"document.documentElement.dataset.type = '{size}'")
                found += [f"{size} {viewport['width']}: {fault}" for fault in tab.evaluate("inspect.overflow()")]
        tab.evaluate("document.documentElement.dataset.type = 'normal'")
        return found


def shifts(tab):
    """The layout's shifts since the page was opened, if they are seen."""
    seen = tab.evaluate("window.shifts")
    total = sum(value for value, _where in seen)
    return (
        [f"{total:.3f}: " + "; ".join(f"{value:.3f} {where}" for value, where in seen)[:300]] if total >= SHIFT else []
    )
