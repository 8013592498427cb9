"""What pages show of warnings and terminals, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.badges import Tone
from emergency_ops.lib.wording import listed
from resources.network.choices import ComponentKind
from resources.network.conditions import is_closed
from resources.network.models import Terminal

from . import evidence
from .choices import Condition, Opening, RequiredAction, SignalKind, WarningEventKind
from .models import Rule, Signal, TerminalEvent, TerminalState, Warning, WarningEvent
from .parameters import parameters_of
from .queries import Conditions
from .rules import required_action

_EVENT_LOOKS = {
    WarningEventKind.OPENED: (Tone.DANGER, "bell-alert"),
    WarningEventKind.UPGRADED: (Tone.DANGER, "arrow-trending-up"),
    WarningEventKind.UPDATED: (Tone.INFO, "arrow-path"),
    WarningEventKind.CLEARED: (Tone.OK, "check-circle"),
}
#: in the order of the page; what is not there has no tone
_TONES = {
    Condition.OUT_OF_SERVICE: Tone.DANGER,
    Condition.OFFLINE: Tone.DANGER,
    Condition.DEGRADED: Tone.WARN,
    Condition.UNKNOWN: Tone.NEUTRAL,
    Condition.MAINTENANCE: Tone.INFO,
    Condition.IN_SERVICE: Tone.OK,
}


@dataclass(frozen=True)
class Part:
    """A component that is not ok."""

    name: str
    state: str
    fault: str
    code: str
    action: str


def parts(components: dict[str, Any]) -> list[Part]:
    """The components of a report in words; what a vendor has invented is shown as it came."""
    return [
        Part(
            name=part_name(name),
            state=str(found.get("state", "")),
            fault=evidence.fault_name(found["fault_code"]) if found.get("fault_code") else "",
            code=found.get("fault_code") or "",
            action=_action_name(required_action(found.get("required_action"), found.get("fault_code"))),
        )
        for name, found in sorted(components.items())
    ]


def part_name(name: str) -> str:
    return str(ComponentKind(name).label) if name in ComponentKind.values else name


def _action_name(action: str) -> str:
    return str(RequiredAction(action).label) if action in RequiredAction.values else action


def faults_of(state: TerminalState | None) -> str:
    """A terminal's faults in one line."""
    return listed(part.fault or part.name for part in parts(state.components)) if state else ""


def condition_of(terminal: Any, now: datetime) -> Condition | Opening:
    """Of one of the watched terminals, as the figures count it: what nothing is known of at a closed site is closed."""
    shown = Condition(terminal.shown)
    if shown == Condition.UNKNOWN and is_closed(terminal.site.opening_hours, now):
        return Opening.CLOSED
    return shown


def state_of(terminal: Terminal) -> TerminalState | None:
    """What was last heard of a terminal; None where nothing ever was."""
    return getattr(terminal, "state", None)


def place_of(warning: Warning) -> str:
    if warning.site is not None:
        return warning.site.name
    return warning.region.name if warning.region is not None else _("全网")


def title_of(warning: Warning) -> str:
    """The evidence as a sentence, or the grouping where there is none."""
    return evidence.sentence(warning.evidence) or warning.key


def warning_timeline(events: Iterable[WarningEvent]) -> list[dict[str, Any]]:
    entries = []
    for event in events:
        tone, icon = _EVENT_LOOKS[WarningEventKind(event.kind)]
        title = ngettext(
            "%(kind)s：%(scope)s，%(count)d 台终端", "%(kind)s：%(scope)s，%(count)d 台终端", event.terminals
        ) % {"kind": event.get_kind_display(), "scope": event.get_scope_display(), "count": event.terminals}
        text = evidence.sentence(event.evidence)
        entries.append({"at": event.at, "title": title, "text": text, "tone": tone, "icon": icon})
    return entries


def signal_words(signal: Signal) -> str:
    if signal.kind == SignalKind.FAULT:
        return evidence.fault_name(signal.code)
    return evidence.method_name(signal.code) if signal.kind == SignalKind.FAILURES and signal.code else ""


@dataclass(frozen=True)
class Figure:
    """How many terminals are in a condition, and where they are listed."""

    label: str
    count: int
    tone: str
    hint: str
    href: str


def condition_figures(found: Conditions, address: str, region: str) -> list[Figure]:
    """The conditions, the worst first, then what nothing is known of while its site is closed. Unknown stands for itself and is
    never added to what works.
    """
    figures = [_figure(condition, found, address, region) for condition in _TONES]
    if found.closed:
        href = _listed_at(address, region, Condition.UNKNOWN, Opening.CLOSED)
        figures.append(Figure(str(Opening.CLOSED.label), found.closed, "", _("没有上报，不判断状态"), href))
    return figures


def _figure(condition: Condition, found: Conditions, address: str, region: str) -> Figure:
    count = found.of(condition)
    opening = Opening.OPEN if condition == Condition.UNKNOWN and found.closed else ""
    tone = _TONES[condition] if count else ""
    return Figure(str(condition.label), count, tone, "", _listed_at(address, region, condition, opening))


def _listed_at(address: str, region: str, condition: str, opening: str) -> str:
    query = QueryDict(mutable=True)
    wanted = {"condition": condition, "opening": opening, "region": region}
    query.update({name: str(value) for name, value in wanted.items() if value})
    return f"{address}?{query.urlencode()}"


@dataclass(frozen=True)
class ConditionChange:
    at: datetime
    before: str
    after: str
    faults: str


def condition_changes(events: Iterable[TerminalEvent]) -> list[ConditionChange]:
    return [
        ConditionChange(
            event.at,
            event.condition_from,
            event.condition_to,
            listed(part.fault or part.name for part in parts(event.components)),
        )
        for event in events
    ]


@dataclass(frozen=True)
class VersionView:
    """A saved version of a rule, in words."""

    number: int
    at: datetime
    actor: str
    enabled: bool
    name: str
    words: list[str]


def rule_versions(rule: Rule) -> list[VersionView]:
    """The newest first; a rule that nobody has saved yet has none."""
    return [
        VersionView(
            version.number,
            version.saved_at,
            str(version.saved_by) if version.saved_by else _("系统"),
            version.enabled,
            version.name,
            list(parameters_of(rule.kind, version.parameters).words()),
        )
        for version in rule.versions.select_related("saved_by")
    ]
