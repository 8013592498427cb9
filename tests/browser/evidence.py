"""What a failed browser test leaves behind: of every page that was open a picture, its HTML and what its console said."""

import re
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "emergency-ops-browser-failures"
#: failed tests whose pages are kept, of all runs together; the oldest make room
MOST = 40


def keep(browser, name):
    """Writes down every open page; the folder with all of it, None when nothing was open."""
    pages = [page for context in browser.contexts for page in context.pages]
    if not pages:
        return None
    FOLDER.mkdir(exist_ok=True)
    _make_room()
    folder = Path(tempfile.mkdtemp(prefix=f"{re.sub(r'[^A-Za-z0-9_]+', '-', name)[:80]}-", dir=FOLDER))
    for number, page in enumerate(pages, 1):
        for suffix, write in PARTS.items():
            _write(folder / f"{number}{suffix}", write, page)
    return folder


def _make_room():
    oldest_first = sorted(FOLDER.iterdir(), key=lambda folder: folder.stat().st_mtime)
    for folder in oldest_first[: max(0, len(oldest_first) - MOST + 1)]:
        shutil.rmtree(folder, ignore_errors=True)


def _picture(page):
    return page.screenshot(full_page=True, timeout=10_000)


def _html(page):
    return page.content().encode()


def _console(page):
    said = [f"{message.type}: {message.text}" for message in page.console_messages()]
    return "\n".join([page.url, *said, *map(str, page.page_errors())]).encode()


PARTS = {".png": _picture, ".html": _html, ".txt": _console}


def _write(path, read, page):
    """A page that is beyond being read must not hide why the test failed."""
    try:
        path.write_bytes(read(page))
    except Exception as error:
        path.with_suffix(path.suffix + ".error").write_text(str(error))
