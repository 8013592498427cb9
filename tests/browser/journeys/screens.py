"""What somebody has in front of them: a page of the real interface, worked by what is written on it."""

import re

from playwright.sync_api import expect

PHONE, DESKTOP, BIG_SCREEN = 390, 1440, 1920
#: with two processes on two cores a page may take its time
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

#: a page that scrolls sideways says so in its console, where every complaint is looked for
WATCH_WIDTH = """() => {
  const told = new Set();
  const look = () => {
    const root = document.documentElement;
    if (!root || root.scrollWidth <= root.clientWidth + 1 || told.has(root.scrollWidth)) return;
    told.add(root.scrollWidth);
    console.error(`scrolls sideways: ${location.pathname} is ${root.scrollWidth} wide on ${root.clientWidth}`);
  };
  addEventListener("load", look);
  addEventListener("pagehide", look);
  setInterval(look, 500);
}"""


class Screen:
    """One browser window of one person; `complaints` are errors in its console, pages too wide, and answers from 500 on."""

    def __init__(self, browser, address, width, **options):
        height = {PHONE: 844, DESKTOP: 900, BIG_SCREEN: 1080}.get(width, 900)
        options = {"locale": "zh-CN", "viewport": {"width": width, "height": height}, **options}
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(f"({WATCH_WIDTH})()")
        self.address, self.complaints, self.forgiven = address, [], []
        self.context.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("response", self._answered)
        self.page = self.context.new_page()

    def _answered(self, response):
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def unforgiven(self):
        """Complaints that the journey does not expect."""
        return [said for said in self.complaints if not any(re.search(pattern, said) for pattern in self.forgiven)]

    def forgive(self, pattern):
        """What the journey itself brings about, as a connection that is cut."""
        self.forgiven.append(pattern)

    # ---- moving about

    def open(self, path):
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self

    def log_in(self, person, password):
        self.open("/accounts/login/")
        self.fill("用户名", person.username)
        self.fill("密码", password)
        self.page.get_by_role("main").get_by_role("button", name="登录").click()
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return self

    def main(self):
        return self.page.get_by_role("main")

    def region(self, name):
        """The part of the page with this name or under this headline."""
        headline = self.page.get_by_role("heading", name=name, exact=True)
        return self.page.locator("section, dialog[open]").filter(has=headline).last

    def dialog(self):
        return self.page.locator("dialog[open]")

    # ---- doing

    def press(self, name, within=None, exact=False):
        """A button or a link, by what stands on it; not the help that explains the word."""
        place = within or self.page
        wanted = (
            name if isinstance(name, re.Pattern) else re.compile(f"^{re.escape(name)}$" if exact else re.escape(name))
        )
        link, button = place.get_by_role("link", name=wanted), place.get_by_role("button", name=wanted)
        no_help = self.page.locator(":not([aria-haspopup=dialog])")
        button.or_(link).and_(no_help).locator("visible=true").first.click()
        return self

    def unfold(self, name):
        """A menu, or a part of the page that is folded."""
        self.page.locator("summary").filter(has_text=name).locator("visible=true").first.click()
        return self

    def fill(self, label, value, within=None):
        (within or self.page).get_by_label(label).locator("visible=true").first.fill(value)
        return self

    def choose(self, label, option, within=None):
        (within or self.page).get_by_label(label).locator("visible=true").first.select_option(label=option)
        return self

    # ---- seeing

    def sees(self, text, within=None):
        """Waits until the text is there to be read."""
        place = (within or self.page).get_by_text(text)
        expect(place.locator("visible=true").first).to_be_visible()
        return self

    def sees_no(self, text, within=None):
        expect((within or self.page).get_by_text(text).locator("visible=true")).to_have_count(0)
        return self

    def until(self, text, again):
        """Loads the page again, as somebody does who waits, until the text is there; `again` is done before each time."""
        for _turn in range(30):
            if self.page.get_by_text(text).locator("visible=true").count():
                return self
            again()
            self.page.reload()
        raise AssertionError(f"never read {text!r} on {self.page.url}")

    def text(self, within=None):
        return (within or self.main()).inner_text()
