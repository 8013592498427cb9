"""What keeps a text from being approved: what the rules of plain language refuse, what an outlet cannot carry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import registry
from .choices import Language
from .patterns.queries import jargon
from .patterns.queries import problems as plain_problems
from .plain import Level
from .told import Told


@dataclass(frozen=True, slots=True)
class Problem:
    """is_error: stops approval; otherwise it is shown. field: a name of FIELDS, or an outlet's code."""

    language: str
    field: str
    label: str | Promise
    message: str
    is_error: bool = True


def problems(told: Told, outlet_codes: Iterable[str]) -> list[Problem]:
    """Everything that is wrong with the notice's words, for its outlets."""
    found = _of_words(told)
    for code in outlet_codes:
        outlet = registry.outlet(code)
        if outlet is None:
            continue
        preview = outlet.preview(told)
        found += [Problem("", code, outlet.label, text) for text in preview.problems]
        found += [
            Problem("", code, outlet.label, _over(limit))
            for limit in preview.limits
            if limit.is_over and not preview.problems
        ]
    return found


def _of_words(told: Told) -> list[Problem]:
    """What is wrong with the words themselves, by the rules of plain language (see plain)."""
    avoid = jargon()
    return [
        Problem(language, one.field, one.label, str(one.message), is_error=one.level == Level.ERROR)
        for language, words in told.words.items()
        for one in plain_problems(words, told.kind, language, avoid)
    ]


def _over(limit: registry.Limit) -> str:
    values = {"name": limit.name, "used": limit.used, "most": limit.most}
    return str(_("%(name)s超出长度：%(used)s，最多%(most)s。") % values)


def language_name(code: str) -> str:
    return str(Language(code).label) if code else ""
