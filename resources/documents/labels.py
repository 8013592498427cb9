"""What sheets of labels have in common, whatever is labelled."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

#: one label a page for a label printer, or A4 sheets of 3 × 8
SINGLE, SHEET = "single", "sheet"
PLACES: Final = 24


def sheet_facts(form: str, skip: int, *, regions: Iterable[str], labels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the labels show. skip: places of the first sheet that are used already; regions: codes of those labelled."""
    return {
        "form": form,
        "skip": skip if form == SHEET else 0,
        "regions": sorted(set(regions)),
        "labels": list(labels),
    }


def page_format(facts: Mapping[str, Any]) -> str:
    return "label" if facts["form"] == SINGLE else "labels"
