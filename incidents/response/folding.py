"""A timeline that can be read: what the system did many times at once stands as one entry, with the rest as its text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from .models import TimelineEntry
from .timeline import Told

#: fewer stand for themselves
LEAST = 3
#: entries belong together as long as each follows the one before it within this time
GAP = timedelta(minutes=1)

Pair = tuple[TimelineEntry, Told]


def folded(pairs: Iterable[Pair]) -> list[Told]:
    """Entries in their order. Neighbours of one code that the system wrote, without a text or files, become one."""
    runs: list[list[Pair]] = []
    for pair in pairs:
        if runs and _goes_with(runs[-1][-1], pair):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return [one for run in runs for one in _told(run)]


def _goes_with(before: Pair, after: Pair) -> bool:
    first, second = before[0], after[0]
    return _is_plain(before) and _is_plain(after) and first.code == second.code and abs(first.at - second.at) <= GAP


def _is_plain(pair: Pair) -> bool:
    entry, told = pair
    return entry.actor_id is None and not told.text and not told.attachments


def _told(run: Sequence[Pair]) -> list[Told]:
    shown = [told for _entry, told in run]
    if len(shown) < LEAST:
        return shown
    title = _("%(first)s（另有%(count)s条同类记录）") % {"first": shown[0].title, "count": len(shown) - 1}
    return [replace(shown[0], title=title, text="\n".join(str(told.title) for told in shown[1:]))]
