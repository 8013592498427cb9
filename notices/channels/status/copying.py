"""Writes the copy: every page that matters when the application is down. Affected sites have pages; of the others their
region's page says that nothing is known to be wrong.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from resources.network.regions import WHOLE_COUNTRY

from . import feed, files, pages, queries, rendering, rules
from .pages import Page
from .present import Present
from .queries import Place
from .rendering import Frame

#: where more sites are affected none has a page of its own: notices and regions tell what there is to know
MOST_SITES: Final = 2_000
_TOGETHER: Final = 200


def write(home: Path, now: datetime) -> int:
    """Replace the copy in a folder; how many files. Raises OSError, and leaves the copy of before as it was."""
    with files.alone(home):
        return files.replace(home, contents(now))


def contents(now: datetime) -> Iterator[tuple[str, bytes]]:
    """(path, content) of every file."""
    yield rendering.stylesheet_name(), rendering.stylesheet().encode()
    for language in rendering.LANGUAGES:
        present = Present(language, now)
        affected = queries.places(queries.named_by(present.current), MOST_SITES + 1)
        affected = affected if len(affected) <= MOST_SITES else []
        frame = Frame(language, now, copied_at=now, with_sites=frozenset(place.code for place in affected))
        for page in _pages(present, affected):
            yield f"{rendering.prefix(language)}{page.path}index.html", rendering.render(page, frame)
        yield f"{rendering.prefix(language)}{feed.PATH}", feed.feed(language, now)


def _pages(present: Present, affected: Sequence[Place]) -> Iterator[Page]:
    yield pages.index(present)
    for code in present.directory.totals:
        if code in present.directory and code != WHOLE_COUNTRY:
            yield pages.region(present, code)
    yield from _sites(present, affected)
    yield from _notices(present)
    yield from _history(present)


def _sites(present: Present, affected: Sequence[Place]) -> Iterator[Page]:
    for start in range(0, len(affected), _TOGETHER):
        yield from pages.sites(present, affected[start : start + _TOGETHER])


def _notices(present: Present) -> Iterator[Page]:
    """Those of the last 90 days, and older ones that hold still or belong to the same trouble."""
    recent = queries.listed().filter(issued_at__gte=present.now - rules.HISTORY)
    found = {item.pk: item for item in [*queries.items(recent, present.language, present.now), *present.current]}
    for item in list(found.values()):
        for same in queries.chain(item, present.language, present.now):
            found.setdefault(same.pk, same)
    for item in found.values():
        yield pages.notice_of(present, item)


def _history(present: Present) -> Iterator[Page]:
    months = rules.months(present.now)
    yield pages.history(present, months[0], "history/")
    for month in months:
        yield pages.history(present, month, f"history/{month:%Y-%m}/")
