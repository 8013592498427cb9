"""What keeps a text from being approved: empty fields, open placeholders, what an outlet cannot carry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import registry
from .choices import Language
from .models import label_of
from .told import FIELDS, Told, Words

PLACEHOLDER: Final = re.compile(r"\{\w*\}")


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
    found = [problem for language, words in told.words.items() for problem in _of_words(language, words)]
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


def _of_words(language: str, words: Words) -> list[Problem]:
    found = []
    for field in FIELDS:
        text = getattr(words, field).strip()
        if not text:
            found.append(Problem(language, field, label_of(field), str(_("没有内容，请填写。"))))
        elif left := PLACEHOLDER.findall(text):
            message = _("占位符%(names)s没有内容，请改为实际文字。") % {"names": " ".join(dict.fromkeys(left))}
            found.append(Problem(language, field, label_of(field), message))
    return found


def _over(limit: registry.Limit) -> str:
    values = {"name": limit.name, "used": limit.used, "most": limit.most}
    return str(_("%(name)s超出长度：%(used)s，最多%(most)s。") % values)


def language_name(code: str) -> str:
    return str(Language(code).label) if code else ""
