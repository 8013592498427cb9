"""Dates, times and numbers inside of a written sentence that a line must not break."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

#: between a date and its time a line may still break: a narrow column has to go on somewhere
WHOLE = re.compile(
    r"""(?<![A-Za-z0-9-])(?:
        (?:\d{4}年)?\d\d?月\d\d?日
      | \d\d?\ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*
      | (?:[A-Z]{2,3}(?:-\d{3,8}){1,3}                   # YJ-20261129-0001
        | \d{4}-\d\d-\d\d                               # 2026-11-29
        | \d\d-\d\d(?=\s\d\d:\d\d)                      # 11-29 20:38
        | \d\d?:\d\d(?::\d\d)?(?:\s?[-—–]\s?\d\d?:\d\d)?  # 20:30—22:00
        | (?:咨询)?(?:电话|热线)\d[\d-]{2,14}           # 咨询电话12345
        | \d{3,4}(?:-\d{3,8}){1,2}                      # 028-55501496
        )(?![A-Za-z0-9-])
    )""",
    re.VERBOSE,
)


def unbroken(text: object) -> SafeString:
    """The text, escaped, with what must stay on one line marked so."""
    whole = str(text)
    parts: list[str] = []
    at = 0
    for found in WHOLE.finditer(whole):
        parts += [escape(whole[at : found.start()]), f'<span class="nowrap">{escape(found[0])}</span>']
        at = found.end()
    return mark_safe("".join([*parts, escape(whole[at:])]))  # noqa: S308 escaped above
