"""The components that pages are built of. Each is documented and shown in the style guide."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import ERROR, SUCCESS, WARNING
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language

from emergency_ops.lib import bundling, timing
from emergency_ops.lib.badges import TONE_ICONS, Tone, look_of
from emergency_ops.lib.charts.picture import Picture
from emergency_ops.lib.clock import now
from emergency_ops.lib.fields import Options, written
from emergency_ops.lib.icons import icon as draw_icon
from emergency_ops.lib.labelled import labelled
from emergency_ops.lib.listing import Row
from emergency_ops.lib.rows import drawn_rows
from emergency_ops.lib.sparkline import HEIGHT, WIDTH
from emergency_ops.lib.sparkline import sparkline as draw_sparkline
from emergency_ops.lib.timeline import entry_view
from emergency_ops.lib.unbroken import unbroken
from emergency_ops.lib.wording import listed

register = template.Library()
register.simple_tag(draw_icon, name="icon")
register.filter("listed", listed)
register.filter("unbroken", unbroken)
register.simple_tag(bundling.style_files, name="house_styles")
register.simple_tag(labelled, name="field")

NOTHING = mark_safe('<span class="nothing" aria-hidden="true">—</span>')


@register.simple_tag
def fixed(template_name: str, **words: str) -> SafeString:
    """A template that depends on nothing but these words and the language: drawn once and kept."""
    return _fixed(template_name, str(get_language()), settings.ROOT_URLCONF, tuple(sorted(words.items())))


@lru_cache(maxsize=256)
def _fixed(template_name: str, language: str, urlconf: str, words: tuple[tuple[str, str], ...]) -> SafeString:
    return render_to_string(template_name, dict(words))


@register.simple_tag
def options(rows: Options, chosen: object = "") -> SafeString:
    """The <option>s of a long list, for a <select> that is no form's."""
    return written(rows, chosen)


@register.simple_tag
def printed_at() -> str:
    """The present moment as it stands on paper; app.js puts the moment of printing in its place."""
    return localtime(now()).strftime("%Y-%m-%d %H:%M")


@register.simple_tag
def badge(tone: str, label: object, icon: str = "") -> SafeString:
    """A short state: tone, icon and text together."""
    name = icon or TONE_ICONS[Tone(tone)]
    return format_html('<span class="badge badge--{}">{}<span>{}</span></span>', tone, draw_icon(name), label)


@register.simple_tag
def badge_for(vocabulary: str, value: str | None) -> SafeString:
    """The badge of a value of a registered vocabulary; a dash for nothing."""
    if not value:
        return NOTHING
    look, label = look_of(vocabulary, value)
    return badge(look.tone, label, look.icon)


@register.inclusion_tag("components/clock.html")
def countdown(
    started: datetime | None,
    due: datetime | None,
    stopped: datetime | None = None,
    lapsed: bool = False,
    name: str = "",
) -> dict[str, Any]:
    """The clock of a promise: what is left, what it is over, or what was used. Right without JavaScript, ticks with it.

    lapsed: what was kept once does not hold any more, and is not shown as kept. name: of what it is the clock.
    """
    if started is None or due is None:
        return {"reading": None}
    present = now()
    reading = timing.read_clock(started, due, stopped, present, lapsed=lapsed)
    return {
        "reading": reading,
        "name": name,
        "time": timing.duration(reading.seconds),
        "over": timing.duration(int((stopped - due).total_seconds())) if stopped and stopped > due else "",
        "ticks": stopped is None and reading.seconds < 100 * 3600,
        "due_ms": int(due.timestamp() * 1000),
        "now_ms": int(present.timestamp() * 1000),
        "soon_ms": int(timing.SOON.total_seconds() * 1000),
    }


@register.simple_tag
def timeago(moment: datetime | None) -> SafeString:
    """3分钟前, with the exact time as its title."""
    if moment is None:
        return NOTHING
    return _time(moment, timing.ago(moment, now()))


@register.simple_tag(name="datetime")
def datetime_tag(moment: datetime | None, style: str = "short") -> SafeString:
    """Local time: `short` (11-22 18:03), `full` (with year and second) or `time` (18:03:12)."""
    if moment is None:
        return NOTHING
    if style == "full":
        return _time(moment, timing.full(moment))
    if style == "time":
        return _time(moment, timing.full(moment)[11:])
    return _time(moment, timing.short(moment, now()))


def _time(moment: datetime, text: str) -> SafeString:
    return mark_safe(f'<time datetime="{moment.isoformat()}" title="{timing.full(moment)}">{escape(text)}</time>')  # noqa: S308


@register.inclusion_tag("components/figure.html")
def figure(
    label: object,
    value: object,
    unit: object = "",
    tone: str = "",
    hint: object = "",
    href: str = "",
    spark: Sequence[float | None] | None = None,
) -> dict[str, Any]:
    """A key figure. A tone other than the plain one also shows its icon."""
    shown = NOTHING if value is None else number(value) if isinstance(value, int | float | Decimal) else value
    return {
        "label": label,
        "value": shown,
        "unit": unit,
        "tone": tone,
        "icon": TONE_ICONS[Tone(tone)] if tone and tone != Tone.NEUTRAL else "",
        "hint": hint,
        "href": href,
        "spark": spark,
    }


@register.inclusion_tag("components/sparkline.html")
def sparkline(values: Sequence[float | None], threshold: float | None = None, label: object = "") -> dict[str, Any]:
    """A small line chart; a gap where a value is None, a dashed line at the threshold."""
    chart = draw_sparkline(values, threshold)
    return {"chart": chart, "label": label, "width": f"{WIDTH:g}", "height": f"{HEIGHT:g}"}


@register.inclusion_tag("components/picture.html")
def picture(picture: Picture, level: int = 2, *, is_open: bool = False) -> dict[str, Any]:
    """A chart with title, what it shows in words, legend and table. `level` of its heading; `is_open`: the table is shown."""
    return {"picture": picture, "level": level, "is_open": is_open}


@register.inclusion_tag("components/empty.html")
def empty(title: object, text: object = "", href: str = "", action: object = "", icon: str = "inbox") -> dict[str, Any]:
    """What stands where there is nothing: says so, and what can be done."""
    return {"title": title, "text": text, "href": href, "action": action, "icon": icon}


@register.inclusion_tag("components/timeline.html", takes_context=True)
def timeline(context: Context, entries: Iterable[Any]) -> dict[str, Any]:
    """What happened, in order. Entries have at, title, text, actor, acting_for, tone, icon, attachments as attributes or keys."""
    shown = [entry_view(entry) for entry in entries]
    return {"entries": shown, "request": context.get("request"), "may_hide": context.get("may_hide")}


@register.simple_block_tag(end_name="enddialog")
def dialog(content: SafeString, id: str, title: object) -> SafeString:
    """A native dialog, opened by any control with `data-dialog="id"`; a plain section where JavaScript is off."""
    context = {"id": id, "title": title, "content": content}
    return render_to_string("components/dialog.html", context)


@register.simple_tag
def money(fen: int | None) -> SafeString | str:
    """An amount in fen as yuan."""
    if fen is None:
        return NOTHING
    sign = "−" if fen < 0 else ""
    return f"{sign}¥{Decimal(abs(fen)) / 100:,.2f}"


@register.simple_tag
def pct(share: float | None, digits: int = 1) -> SafeString | str:
    """A share (0.053) as per cent (5.3%)."""
    return NOTHING if share is None else f"{share * 100:.{digits}f}%"


@register.filter
def number(value: Any) -> str:
    """A number with grouped thousands, decimals to two places."""
    return f"{round(value, 2) if isinstance(value, float) else value:,}"


@register.filter
def cell(value: Any) -> Any:
    """A value of a table's cell: times as time, numbers grouped, a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return datetime_tag(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    return number(value)


@register.simple_tag(takes_context=True)
def table_rows(context: Context, rows: Sequence[Row]) -> SafeString:
    """The body of a list's table."""
    return drawn_rows(context, rows, cell)


@register.filter
def message_tone(message: Any) -> str:
    """The tone of a Django message."""
    return {SUCCESS: "ok", WARNING: "warn", ERROR: "danger"}.get(message.level, "info")
