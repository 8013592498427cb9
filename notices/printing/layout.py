"""How a sheet is set: the forms, how closely the text stands, and about how high it will be. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from emergency_ops.lib.paper.stamping import Spot
from emergency_ops.lib.paper.typesetting import NARROW, width

from .choices import Form


@dataclass(frozen=True, slots=True)
class Setting:
    """Classes of notice.css: widths in ems of its text, heights in points of an A4 page.

    title: size of the title in points. fixed: what is there in any case, the title and the signatures left out.
    """

    name: str
    line: float
    full_width: float
    value_width: float
    row_gap: float
    title: float
    fixed: float


@dataclass(frozen=True, slots=True)
class Layout:
    """What is peculiar to a form: its template, its style sheets, the paper it is printed on, where the
    small code is drawn (None: it stands in the text), and whether in two languages.
    """

    template: str
    styles: tuple[str, ...]
    paper: str
    spot: Spot | None
    languages: tuple[str, ...] = ("zh",)


_A4: Final = Layout("notices/print/_notice.html", ("notice.css", "a4.css"), "A4", Spot(15, 277.2, 13))
LAYOUTS: Final[Mapping[str, Layout]] = {
    Form.A4: _A4,
    Form.A3: Layout(_A4.template, ("notice.css", "a3.css"), "A3", Spot(21.2, 394.5, 17)),
    Form.SLIP: Layout("notices/print/_slip.html", ("slip.css",), "A4", None),
    Form.LARGE: Layout("notices/print/_large.html", ("notice.css", "large.css"), "A4", Spot(12, 277.2, 13)),
    Form.BILINGUAL: Layout(_A4.template, _A4.styles, "A4", _A4.spot, ("zh", "en")),
}

PAGE: Final = 748.0
_PREFIX: Final = 33.0
_SITE_LINE_HEIGHT: Final = 32.5
_SIGN_HEIGHT: Final = 115.0
#: ems between the code and the box for the seal, which the English page does not have
_SIGN_LINE: Final = 14.5
_ENGLISH_SIGN_LINE: Final = 21.0
#: the width of one line of the site's name, in ems of its own size
SITE_LINE: Final = 20.4
#: points that a title has: it stands a little into the margins, so that thirteen characters of 40 points are one line
_TITLE_TEXT: Final = 522.0
LONG_TITLE: Final = 40.0

PLAIN: Final = Setting("plain", 24.5, 27.8, 22.6, 2.8, 46.0, 133.0)
SETTINGS: Final = (
    Setting("roomy", 28.0, 25.0, 19.9, 2.8, 46.0, 132.0),
    PLAIN,
    Setting("tight", 23.4, 27.8, 22.6, 1.7, 43.0, 115.0),
    Setting("tight dense", 22.5, 27.8, 22.6, 0.9, 43.0, 117.0),
)
#: English labels stand in the line; an English letter's width in ems, with what is lost where words do not break
_ENGLISH_INDENT: Final = 1.0
_ENGLISH_LETTER: Final = 0.51
_ENGLISH_BOLD_LETTER: Final = 0.55

#: rows that A4 and A3 leave out, in this order, where the tightest setting is over one page; those of REPEATED only where
#: the first sentences say the same
SPARED: Final = {
    "zh": ("常见问题", "暂停时间", "其他办法", "预计恢复"),
    "en": ("Questions", "Since", "Other ways", "Expected back"),
}
REPEATED: Final = ("暂停时间", "预计恢复", "Since", "Expected back")

#: the slip: points of one half, ems of its left column in 12 pt
SLIP_PAGE: Final = 383.0
_SLIP_LINE: Final = 15.6
_SLIP_WIDTH: Final = 31.8
SLIP_VALUE: Final = 26.6
_SLIP_SITE: Final = 25.0
_SLIP_FIXED: Final = 75.0
_SLIP_TEXT: Final = 538.0
SLIP_TITLE: Final = 27.0
_SLIP_LONG_TITLE: Final = 22.0
#: its right column: what stands there beside the text, and the width of its lines in ems
_SLIP_SIDE: Final = 170.0
_SLIP_SIDE_WIDTH: Final = 12.3
#: rows that a slip leaves out first, where it is short of room
LEFT_OUT: Final = ("常见问题", "暂停业务", "附近网点", "照常使用", "其他办法")


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip. whole: it needs more than half a sheet; left_out: it does not say everything."""

    facts: Sequence[Sequence[str]]
    ways: Sequence[Sequence[str]]
    whole: bool
    left_out: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a notice is set on A4 and what stands on it. is_one: it is said to fit one page."""

    setting: Setting
    facts: Sequence[Sequence[str]]
    ways: Sequence[Sequence[str]]
    is_one: bool


def sheet(face: Mapping[str, Any]) -> Sheet:
    """All rows in the roomiest setting that keeps them on one page, else as few left out as make it one page in the tightest.

    A notice that needs two pages anyway keeps all its rows, in the plain setting.
    """
    for setting in SETTINGS:
        if height(face, setting) <= PAGE:
            return Sheet(setting, face["facts"], face["ways"], is_one=True)
    spared = SPARED[face["language"]]
    for count in range(1, len(spared) + 1):
        facts, ways = (_without(face[rows], spared[:count], face["lead"]) for rows in ("facts", "ways"))
        if height({**face, "facts": facts, "ways": ways}, SETTINGS[-1]) <= PAGE:
            return Sheet(SETTINGS[-1], facts, ways, is_one=True)
    return everything(face)


def everything(face: Mapping[str, Any]) -> Sheet:
    """All rows on as many pages as they take."""
    return Sheet(PLAIN, face["facts"], face["ways"], is_one=False)


def _without(rows: Sequence[Sequence[str]], labels: Sequence[str], lead: str) -> list[Sequence[str]]:
    return [row for row in rows if row[0] not in labels or (row[0] in REPEATED and not _says(lead, row[1]))]


def _says(lead: str, text: str) -> bool:
    return text.removesuffix("起").removesuffix("前").removeprefix("before ") in lead


def title_size(face: Mapping[str, Any], setting: Setting) -> float:
    """In points on A4: smaller where the title needs a second line."""
    return setting.title if _title_lines(face, setting.title) == 1 else LONG_TITLE


def title_line(size: float) -> float:
    """The width of one line of a title of so many points, in ems."""
    return _TITLE_TEXT / size


def height(face: Mapping[str, Any], setting: Setting) -> float:
    """About how high a notice is in this setting, in points. face: see faces.face."""
    rows = [*face["facts"], *face["ways"]]
    lines = _english_lines(face, rows, setting) if face["language"] == "en" else _chinese_lines(face, rows, setting)
    size = title_size(face, setting)
    beside = _ENGLISH_SIGN_LINE if face["language"] == "en" else _SIGN_LINE
    signed = sum(_lines(text, beside) for text in face["sign"]) * min(setting.line, 24.5)
    return (
        setting.fixed
        + _title_lines(face, size) * size * 1.3
        + max(_SIGN_HEIGHT, signed)
        + lines * setting.line
        + len(rows) * setting.row_gap
        + ceil(width(face["site_name"]) / SITE_LINE) * _SITE_LINE_HEIGHT
        + (_PREFIX if face["is_drill"] else 0.0)
    )


def _chinese_lines(face: Mapping[str, Any], rows: Sequence[Sequence[str]], setting: Setting) -> int:
    return _lines(face["lead"], setting.full_width) + sum(_lines(text, setting.value_width) for _, text in rows)


def _english_lines(face: Mapping[str, Any], rows: Sequence[Sequence[str]], setting: Setting) -> int:
    narrower = _ENGLISH_LETTER / NARROW
    line = setting.full_width / narrower
    texts = [f"{label}  {text}" for label, text in rows]
    return _lines(face["lead"], line) + sum(_lines(text, line - _ENGLISH_INDENT) for text in texts)


def slip(face: Mapping[str, Any]) -> Slip:
    """The rows that fit on half a sheet; all of them on a whole one where even the important ones do not fit."""
    for left_out in range(len(LEFT_OUT) + 1):
        gone = LEFT_OUT[:left_out]
        facts = [row for row in face["facts"] if row[0] not in gone]
        ways = [row for row in face["ways"] if row[0] not in gone]
        if slip_height({**face, "facts": facts, "ways": ways}) <= SLIP_PAGE:
            short = len(facts) + len(ways) < len(face["facts"]) + len(face["ways"])
            return Slip(facts, ways, whole=False, left_out=short)
    return Slip(face["facts"], face["ways"], whole=True, left_out=False)


def slip_height(face: Mapping[str, Any]) -> float:
    rows = [*face["facts"], *face["ways"]]
    lines = _lines(face["lead"], _SLIP_WIDTH) + sum(_lines(text, SLIP_VALUE) for _, text in rows)
    size = slip_title(face)
    title = ceil(width(_slip_title_text(face)) * size / _SLIP_TEXT) * size * 1.25
    side = _SLIP_SIDE + sum(_lines(text, _SLIP_SIDE_WIDTH) for text in face["sign"]) * _SLIP_LINE
    return title + _SLIP_SITE + max(_SLIP_FIXED + lines * _SLIP_LINE + len(rows) * 0.9, side)


def slip_title(face: Mapping[str, Any]) -> float:
    """The size of a slip's title in points."""
    return SLIP_TITLE if width(_slip_title_text(face)) * SLIP_TITLE <= _SLIP_TEXT else _SLIP_LONG_TITLE


def _slip_title_text(face: Mapping[str, Any]) -> str:
    return f"{face['words']['drill']}{face['title']}" if face["is_drill"] else face["title"]


def _title_lines(face: Mapping[str, Any], size: float) -> int:
    letters = _ENGLISH_BOLD_LETTER / NARROW if face["language"] == "en" else 1.0
    spaced = 1.02 if size > LONG_TITLE else 1.0
    return ceil(width(face["title"]) * letters * spaced * size / _TITLE_TEXT)


def _lines(text: str, line: float) -> int:
    return sum(max(ceil(width(part) / line), 1) for part in text.splitlines()) or 1
