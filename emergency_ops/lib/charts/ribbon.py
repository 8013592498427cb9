"""Ribbons of states over time: a row a terminal or a site. What is not told by anybody is unknown, never working."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from .drawing import Drawing, Frame, line, path, rect, text, units
from .lettering import shortened, width
from .picture import SWATCH_HEIGHT, SWATCH_WIDTH, Key
from .scales import Scale
from .slots import TimeSlots
from .times import lasting, moment_words

#: beyond so many spans there is no text for a pointer over each
TOLD = 400


class State(TextChoices):
    """From the best to the worst, then what tells nothing."""

    WORKING = "working", gettext_lazy("正常")
    DEGRADED = "degraded", gettext_lazy("部分可用")
    FAILED = "failed", gettext_lazy("停用")
    SILENT = "silent", gettext_lazy("失联")
    MAINTENANCE = "maintenance", gettext_lazy("维护")
    UNKNOWN = "unknown", gettext_lazy("状态未知")
    CLOSED = "closed", gettext_lazy("未营业")


class Unit(TextChoices):
    """What a row is."""

    TERMINAL = "terminal"
    SITE = "site"


#: states in which nobody can pay
DOWN = (State.FAILED, State.SILENT)
#: how much of a row's height a state takes: the worse, the more
_HEIGHTS = {State.WORKING: 0.3, State.DEGRADED: 0.62, State.MAINTENANCE: 0.3, State.CLOSED: 0.0}
_GRAINS = {
    State.DEGRADED: (8, "M0 8L8 0M-2 2L2 -2M6 10L10 6"),
    State.SILENT: (6, "M3 0v6"),
    State.MAINTENANCE: (6, "M2 3h2"),
    State.UNKNOWN: (10, "M0 10L10 0"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A state from when until when."""

    since: datetime
    until: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Row:
    """label: short, a code or a name. spans: in order, apart. href: where its row of the table leads."""

    label: str
    spans: Sequence[Span]
    href: str = ""

    def lasted(self, *states: State) -> timedelta:
        return sum((span.until - span.since for span in self.spans if span.state in states), timedelta())

    def begun(self, *states: State) -> int:
        """How often one of the states began; what was so from the start counts."""
        told = [span.state in states for span in self.spans]
        return sum(here and not before for before, here in zip([False, *told], told, strict=False))


def ribbon(
    rows: Sequence[Row], start: datetime, end: datetime, until: datetime | None = None, *,
    unit: Unit = Unit.TERMINAL, is_cut: bool = False,
) -> "Ribbon":  # fmt: skip
    """The rows cut to `start`…`end`; what no span tells of is unknown, up to `until` (the present; by default the end).

    is_cut: there are more than these rows.
    """
    known = end if until is None else max(start, min(until, end))
    return Ribbon([Row(row.label, filled(row.spans, start, known), row.href) for row in rows], start, end, unit, is_cut)


def filled(spans: Sequence[Span], start: datetime, end: datetime) -> list[Span]:
    """The spans within start…end without a gap between them: neighbours of the same state are one, the rest is unknown."""
    found: list[Span] = []
    at = start
    for span in spans:
        since, until = max(span.since, at), min(span.until, end)
        if until <= since:
            continue
        if since > at:
            _add(found, Span(at, since, State.UNKNOWN))
        _add(found, Span(since, until, span.state))
        at = until
    if at < end:
        _add(found, Span(at, end, State.UNKNOWN))
    return found


def _add(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].state == span.state:
        spans[-1] = Span(spans[-1].since, span.until, span.state)
    else:
        spans.append(span)


@dataclass(frozen=True)
class Ribbon:
    """Made by ribbon()."""

    rows: Sequence[Row]
    start: datetime
    end: datetime
    unit: Unit = Unit.TERMINAL
    is_cut: bool = False

    def draw(self, frame: Frame, prefix: str) -> Drawing:
        size = frame.size
        left = 0.0 if frame.narrow else min(220.0, max([40.0, *(width(row.label, size) for row in self.rows)]) + 12)
        band, pitch = (20.0, size * 1.5 + 26) if frame.narrow else (22.0, 32.0)
        across = Scale(self.start.timestamp(), self.end.timestamp(), left, frame.width - size * 0.6)
        told = sum(len(row.spans) for row in self.rows) <= TOLD
        parts = [_grains(prefix)]
        y = 4.0
        for row in self.rows:
            label = shortened(row.label, (frame.width if frame.narrow else left) - 10, size)
            top = y + size * 1.5 if frame.narrow else y
            parts.append(text(0, y + size if frame.narrow else y + band / 2 + size * 0.36, label, size, "chart__label"))
            parts.append(line(across.start, top + band, across.end, top + band, "chart__grid"))
            parts += [_cell(span, across, top, band, prefix, told) for span in row.spans]
            y += pitch
        return Drawing(frame.width, y + size * 2.9, "".join([*parts, self._axis(across, y, size)]))

    def keys(self, prefix: str) -> Sequence[Key]:
        """The states that occur."""
        seen = {span.state for row in self.rows for span in row.spans}
        return [Key(str(state.label), _swatch(state, f"{prefix}-{state}")) for state in State if state in seen]

    def finding(self) -> str:
        """Which row was down longest, in words; that nothing was down; or that nothing is known."""
        if all(span.state in (State.UNKNOWN, State.CLOSED) for row in self.rows for span in row.spans):
            return _("这段时间没有状态记录。")
        down = [row for row in self.rows if row.lasted(*DOWN)]
        if not down:
            return _("%(all)s，没有停用或失联的。") % {"all": self._all()}
        worst = max(down, key=lambda row: row.lasted(*DOWN))
        facts = {
            "all": self._all(),
            "down": self._some(len(down)),
            "row": worst.label,
            "lasting": lasting(worst.lasted(*DOWN)),
        }
        return _("%(all)s，其中%(down)s曾停用或失联；最久的是%(row)s，共%(lasting)s。") % facts

    def _all(self) -> str:
        count = len(self.rows)
        match self.unit, self.is_cut:
            case Unit.TERMINAL, False:
                text = ngettext("共%(count)d台", "共%(count)d台", count)
            case Unit.TERMINAL, True:
                text = ngettext("所示%(count)d台", "所示%(count)d台", count)
            case Unit.SITE, False:
                text = ngettext("共%(count)d个网点", "共%(count)d个网点", count)
            case _:
                text = ngettext("所示%(count)d个网点", "所示%(count)d个网点", count)
        return text % {"count": count}

    def _some(self, count: int) -> str:
        text = (
            pgettext("of those", "%(count)d个网点") if self.unit is Unit.SITE else pgettext("of those", "%(count)d台")
        )
        return text % {"count": count}

    def _axis(self, across: Scale, y: float, size: float) -> str:
        slots = TimeSlots(self.start, self.end - self.start, 1)
        length = across.end - across.start
        parts = [line(across.start, y, across.end, y, "chart__base")]
        for mark in slots.marks(length, size):
            x = across.start + mark.at * length
            place = min(max(x, width(mark.label, size) / 2), across.end - width(mark.label, size) / 2 + size * 0.6)
            parts.append(line(x, y, x, y + 5, "chart__base"))
            parts.append(text(place, y + size * 1.4, mark.label, size, anchor="middle"))
            if mark.sub:
                half = width(mark.sub, size) / 2
                below = min(max(x, half), across.end - half + size * 0.6)
                parts.append(text(below, y + size * 2.6, mark.sub, size, "chart__sub", "middle"))
        return "".join(parts)


def told(span: Span) -> str:
    """A span in words: 停用 11月22日 14:05 – 11月22日 14:40（35分钟）."""
    since, until = moment_words(span.since), moment_words(span.until)
    return f"{span.state.label} {since} – {until} ({lasting(span.until - span.since)})"


def _cell(span: Span, across: Scale, top: float, band: float, prefix: str, is_told: bool) -> str:
    x, end = across(span.since.timestamp()), across(span.until.timestamp())
    wide = max(end - x, 1.0)
    words = told(span) if is_told else ""
    return _shape(span.state, x, top, wide, band, prefix, words)


def _shape(state: State, x: float, top: float, wide: float, band: float, prefix: str, words: str) -> str:
    share = _HEIGHTS.get(state, 1.0)
    if not share:
        return line(x, top + band / 2, x + wide, top + band / 2, "ribbon__closed")
    fill = f"url(#{prefix}-{state})" if state in _GRAINS else ""
    return rect(x, top + band * (1 - share), wide, band * share, f"ribbon__{state}", fill, words)


def _grains(prefix: str) -> str:
    found = "".join(_grain(state, prefix) for state in _GRAINS)
    return f"<defs>{found}</defs>"


def _grain(state: State, prefix: str) -> str:
    side, strokes = _GRAINS[state]
    ground = rect(0, 0, side, side, f"ribbon__ground ribbon__ground--{state}")
    lines = path(strokes, f"ribbon__grain ribbon__grain--{state}")
    edge = units(side)
    return f'<pattern id="{prefix}-{state}" width="{edge}" height="{edge}" patternUnits="userSpaceOnUse">{ground}{lines}</pattern>'


def _swatch(state: State, prefix: str) -> str:
    defs = f"<defs>{_grain(state, prefix)}</defs>" if state in _GRAINS else ""
    return defs + _shape(state, 1, 1, SWATCH_WIDTH - 2, SWATCH_HEIGHT - 2, prefix, "")
