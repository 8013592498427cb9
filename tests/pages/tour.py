"""A browser's look at pages: one tab a persona and language, cookies in place of a login, one visit a page.

with Tour(chromium, "http://localhost:1234", world) as tour:
    tour.on_a_desk(page)   # {"axe": [...], "focus": [...], "paper": [...]}: what is wrong, by what was looked at
    tour.on_a_phone(page)  # the same for its English on a phone

Pictures are not loaded: what they say is in the page, and the room they take is kept for them or is a fault of its own.
"""

from pathlib import Path

from django.test import Client

HERE = Path(__file__).parent
AXE = (HERE / "vendor/axe.min.js").read_text()
OURS = (HERE / "inspecting.js").read_text()
#: of layout shift, half of what passes for good; tables that widen their columns while their rows come are below
SHIFT = 0.05
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
#: two thirds of axe's time are its color-contrast: inspect.faint() counts the same on every page, axe itself on the main ones
RULES = "inspect.axe({ rules: { 'color-contrast': { enabled: false } } })"
WEAR = "async (theme) => { await inspect.theme(theme); return [...inspect.faint(), ...inspect.focus()]; }"
COME = "() => document.readyState === 'complete' && !document.querySelector('.htmx-request')"


class Tour:
    def __init__(self, chromium, address, world):
        self.chromium, self.address, self.world = chromium, address, world
        self.tabs, self.wires = {}, {}
        self.sessions = {who: _session(person) for who, person in world.people.items()}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for tab in self.tabs.values():
            tab.context.close()

    def tab(self, who, language):
        """The tab of a person."""
        if (who, language) not in self.tabs:
            context = self.chromium.new_context(
                viewport=WIDE, locale="zh-CN", reduced_motion="reduce", service_workers="block"
            )
            context.set_default_timeout(60_000)
            context.add_init_script(WATCH)
            cookies = [{"name": "django_language", "value": language, "url": self.address}]
            if who:
                cookies.append({"name": "sessionid", "value": self.sessions[who], "url": self.address})
            context.add_cookies(cookies)
            tab = self.tabs[who, language] = context.new_page()
            tab.on("dialog", lambda dialog: dialog.accept())
        return self.tabs[who, language]

    def open(self, page, language="zh-hans", viewport=WIDE, slower=1):
        """The page, with everything that comes later; while it loads the processor is so many times slower."""
        tab = self.tab(page.who, language)
        if tab.viewport_size != viewport:
            tab.set_viewport_size(viewport)
        self._slow(tab, slower)
        answer = tab.goto(self.address + page.path(self.world), wait_until="load")
        assert (answer.status, answer.request.redirected_from) == (page.status, None), f"led to {answer.url}"
        tab.wait_for_function(COME, polling=20)
        self._slow(tab, 1)
        tab.evaluate(OURS)
        return tab

    def _slow(self, tab, times):
        before, wire = self.wires.get(tab) or (1, tab.context.new_cdp_session(tab))
        if times != before:
            wire.send("Emulation.setCPUThrottlingRate", {"rate": times})
        self.wires[tab] = times, wire

    def on_a_desk(self, page):
        """What axe finds, what the keyboard reaches and text stands out against in all themes, both sizes of type, paper."""
        tab = self.open(page)
        tab.evaluate(AXE)
        found = {"shift": shifts(tab), "overflow": _sizes(tab), "axe": tab.evaluate(RULES)}
        for theme in ("light", "dark", "contrast"):
            found[theme] = tab.evaluate(WEAR, theme)
        tab.emulate_media(media="print")
        tab.set_viewport_size(SHEET)
        found["paper"] = tab.evaluate("inspect.paper()")
        tab.emulate_media(media="null")
        return {what: faults for what, faults in found.items() if faults}

    def on_a_phone(self, page):
        """What axe finds there in a dark room, and whether its English has room, there and on a desk, in both sizes of type."""
        tab = self.open(page, "en", NARROW)
        tab.evaluate(AXE)
        found = {"shift": shifts(tab), "narrow": _sizes(tab)}
        for theme in ("light", "dark"):
            found[theme] = tab.evaluate(WEAR, theme)
        found["axe"] = tab.evaluate(RULES)
        tab.set_viewport_size(WIDE)
        found["wide"] = _sizes(tab)
        return {what: faults for what, faults in found.items() if faults}

    def colours(self, page):
        """What axe says about the colours in all themes, and about all else in large type."""
        tab = self.open(page)
        tab.evaluate(AXE)
        found = {}
        for theme in ("light", "dark", "contrast"):
            tab.evaluate("theme => inspect.theme(theme)", theme)
            found[theme] = tab.evaluate("options => inspect.axe(options)", COLOURS)
        tab.evaluate("document.documentElement.dataset.type = 'large'")
        found["large"] = tab.evaluate("inspect.axe({})")
        return {what: faults for what, faults in found.items() if faults}


def _session(person):
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def _sizes(tab):
    """What does not fit, in both sizes of type."""
    return tab.evaluate(
        """() => ["large", "normal"].flatMap((size) => {
          document.documentElement.dataset.type = size;
          return inspect.overflow().map((fault) => `${size}: ${fault}`);
        })"""
    )


def shifts(tab):
    """The layout's shifts since the page was opened, if they are seen."""
    seen = tab.evaluate("window.shifts")
    total = sum(value for value, _where in seen)
    return (
        [f"{total:.3f}: " + "; ".join(f"{value:.3f} {where}" for value, where in seen)[:300]] if total >= SHIFT else []
    )
