"""The only writers of sources, label rules and what sources told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.monitoring.choices import WarningSource
from incidents.monitoring.intake.keys import digest_of
from incidents.monitoring.reported import actions as reporting
from incidents.monitoring.reported.rules import Observation
from resources.network.access import sites_for, terminals_for
from resources.network.choices import TerminalStatus
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from . import keys, rules
from .access import require_mapper, require_source_manager
from .choices import AlertState, Mapping, SourceKind
from .decoding import Alert
from .models import AlertSource, ExternalAlert, LabelRule, TakenEvent

#: tellings are remembered for so long
REMEMBERED = timedelta(days=7)
USED_EVERY = timedelta(minutes=1)
BATCH = 500
M = TypeVar("M", bound=Model)


@dataclass
class Taken:
    """What became of a telling: alerts that said something new, those that repeated what is known, those of unknown place."""

    accepted: int = 0
    duplicates: int = 0
    unmapped: int = 0


@dataclass(frozen=True)
class Place:
    """What an alert is about: a terminal, or a site with all of its terminals in service; ignored or unknown where neither."""

    mapping: Mapping
    terminal: Terminal | None = None
    site: Site | None = None


def create_source(
    *, name: str, kind: str, terminal_label: str = "", site_label: str = "", actor: Person | None, now: datetime
) -> tuple[AlertSource, str]:
    """A new source and its key, which is shown this once. Raises Forbidden, Refused for a name that is taken."""
    require_source_manager(actor)
    if AlertSource.objects.filter(name=name).exists():
        raise Refused("source_name", _("已有名为“%(name)s”的告警来源。"), name=name)
    secret = keys.new_secret()
    source = AlertSource.objects.create(
        name=name,
        kind=SourceKind(kind),
        prefix=secret[: keys.PREFIX_LENGTH],
        digest=digest_of(secret),
        terminal_label=terminal_label.strip(),
        site_label=site_label.strip(),
        created_by=actor,
        created_at=now,
    )
    return source, secret


def revoke_source(source: AlertSource, *, actor: Person | None, now: datetime) -> None:
    """Its key opens nothing any more. What it told and has not resolved goes on until somebody resolves it by hand."""
    require_source_manager(actor)
    AlertSource.objects.filter(pk=source.pk, revoked_at=None).update(revoked_at=now)


def take(source: AlertSource, alerts: Sequence[Alert], *, now: datetime) -> Taken:
    """Record what a source tells, all or nothing: new occurrences are reported, resolved ones cleared, repeats counted.

    One telling of a source at a time: a label rule that is made meanwhile comes before or after, and nobody who waits to report
    holds an alert that somebody who reports waits for.
    """
    taken = Taken()
    with transaction.atomic():
        _lock(source)
        _note_use(source, now)
        places = _places(source, alerts)
        for alert, place in sorted(zip(alerts, places, strict=True), key=lambda pair: pair[0].key):
            _take_one(source, alert, place, taken, now)
    return taken


def add_rule(
    source: AlertSource,
    label: str,
    value: str,
    *,
    actor: Person | None,
    now: datetime,
    terminal: Terminal | None = None,
    site: Site | None = None,
) -> int:
    """Say what a label's value means (neither terminal nor site: none of ours); how many waiting alerts found their place by it.

    Raises Forbidden, Invalid for a place that the actor does not see, Refused where the value has a meaning already.
    """
    require_mapper(actor)
    if actor is not None and not _sees(actor, terminal, site):
        raise Invalid("rule_place", _("该终端或网点不在您的负责区域内。"))
    with transaction.atomic():
        _lock(source)
        if source.rules.filter(label=label, value=value).exists():
            raise Refused(
                "rule_exists", _("标签%(label)s=%(value)s已经设置过对应，请先删除。"), label=label, value=value
            )
        rule = LabelRule.objects.create(
            source=source, label=label, value=value, terminal=terminal, site=site, created_by=actor, created_at=now
        )
        waiting = ExternalAlert.objects.filter(source=source, mapping=Mapping.UNMAPPED, labels__contains={label: value})
        rows = list(waiting.select_for_update().order_by("key"))
        for row in rows:
            _settle(row, _place_by_rule(rule), now)
    return len(rows)


def remove_rule(rule: LabelRule, *, actor: Person | None) -> None:
    """What was mapped by it stays as it is."""
    require_mapper(actor)
    rule.delete()


def resolve_by_hand(alert: ExternalAlert, *, actor: Person | None, now: datetime) -> None:
    """End an alert whose source does not say so any more. Repeating it changes nothing."""
    require_mapper(actor)
    with transaction.atomic():
        _lock(alert.source)
        row = ExternalAlert.objects.select_for_update().get(pk=alert.pk)
        if row.state == AlertState.FIRING:
            _resolve(row, now, now)


def forget_tellings(now: datetime) -> int:
    """Drop the ids of tellings that are too old to come again; how many."""
    return TakenEvent.objects.filter(at__lt=now - REMEMBERED).delete()[0]


def _lock(source: AlertSource) -> None:
    AlertSource.objects.select_for_update(no_key=True).only("pk").get(pk=source.pk)


def _sees(actor: Person, terminal: Terminal | None, site: Site | None) -> bool:
    if terminal is not None:
        return terminals_for(actor).filter(pk=terminal.pk).exists()
    return site is None or sites_for(actor).filter(pk=site.pk).exists()


def _note_use(source: AlertSource, now: datetime) -> None:
    if source.last_used_at is None or now - source.last_used_at >= USED_EVERY:
        AlertSource.objects.filter(pk=source.pk).update(last_used_at=now)


def _take_one(source: AlertSource, alert: Alert, place: Place, taken: Taken, now: datetime) -> None:
    if alert.event_id and not _is_new_event(source, alert.event_id, now):
        taken.duplicates += 1
        return
    row, is_new = ExternalAlert.objects.select_for_update(of=("self",)).get_or_create(
        source=source, key=alert.key, defaults=_first(alert, now)
    )
    if is_new:
        _settle(row, place, now)
    elif not _follow(row, alert, place, now):
        taken.duplicates += 1
        return
    taken.accepted += 1
    taken.unmapped += row.mapping == Mapping.UNMAPPED


def _is_new_event(source: AlertSource, event_id: str, now: datetime) -> bool:
    """Of two at once one waits, and then finds it taken."""
    _row, is_new = TakenEvent.objects.get_or_create(source=source, event_id=event_id, defaults={"at": now})
    return is_new


def _first(alert: Alert, now: datetime) -> dict[str, object]:
    at = min(alert.at or now, now)
    return {
        "state": AlertState.FIRING if alert.firing else AlertState.RESOLVED,
        "mapping": Mapping.UNMAPPED,
        "title": alert.title,
        "severity": alert.severity[:40],
        "labels": dict(alert.labels),
        "url": alert.url,
        "began_at": at,
        "resolved_at": None if alert.firing else at,
        "first_at": now,
        "last_at": now,
    }


def _follow(row: ExternalAlert, alert: Alert, place: Place, now: datetime) -> bool:
    """Carry a further telling into its alert; whether it said something new. What is older than the recovery is late, not new.

    One that waits for its place finds it where the terminal or the rule has come meanwhile.
    """
    row.last_at, row.times = now, row.times + 1
    row.save(update_fields=["last_at", "times"])
    if row.mapping == Mapping.UNMAPPED and place.mapping != Mapping.UNMAPPED:
        _settle(row, place, now)
    if alert.firing == (row.state == AlertState.FIRING):
        return False
    at = min(alert.at or now, now)
    if not alert.firing:
        _resolve(row, at, now)
        return True
    if alert.ends_once or (row.resolved_at is not None and at <= row.resolved_at):
        return False
    row.state, row.began_at, row.resolved_at = AlertState.FIRING, at, None
    row.save(update_fields=["state", "began_at", "resolved_at"])
    _report(row, now)
    return True


def _settle(row: ExternalAlert, place: Place, now: datetime) -> None:
    row.mapping, row.terminal = place.mapping, place.terminal
    row.site = place.site or (place.terminal.site if place.terminal else None)
    row.save(update_fields=["mapping", "terminal", "site"])
    if row.state == AlertState.FIRING:
        _report(row, now)


def _report(row: ExternalAlert, now: datetime) -> None:
    terminals = _terminals(row)
    if row.mapping != Mapping.MAPPED or not terminals:
        return
    kind, code = rules.seen(row.labels)
    seen = [
        Observation(terminal, kind, code, row.began_at, {"title": row.title[:200], "labels": row.labels})
        for terminal in terminals
    ]
    row.warning = reporting.report(WarningSource.EXTERNAL, _report_key(row), seen, now=now, title=row.title[:120])
    row.save(update_fields=["warning"])


def _resolve(row: ExternalAlert, at: datetime, now: datetime) -> None:
    row.state, row.resolved_at = AlertState.RESOLVED, max(at, row.began_at)
    row.save(update_fields=["state", "resolved_at"])
    reporting.clear(WarningSource.EXTERNAL, _report_key(row), now=now)


def _report_key(row: ExternalAlert) -> str:
    return f"{row.source_id}:{row.key}"


def _terminals(row: ExternalAlert) -> list[Terminal]:
    if row.terminal is not None:
        return [row.terminal]
    if row.site is None:
        return []
    return list(row.site.terminals.filter(status=TerminalStatus.IN_SERVICE).order_by("code")[:BATCH])


def _places(source: AlertSource, alerts: Sequence[Alert]) -> list[Place]:
    """Where each alert belongs: by a person's word about the label that names its place, else by the codes in its labels, else
    by a word about any other label (which many alerts may share). Three queries."""
    words = {(rule.label, rule.value): rule for rule in source.rules.select_related("terminal__site", "site")}
    naming = rules.naming_labels(source.terminal_label, source.site_label)
    given = [rules.named(alert.labels, source.terminal_label, source.site_label) for alert in alerts]
    terminals = _by_code(Terminal.objects.select_related("site"), {code for one in given for code in one.terminals})
    sites = _by_code(Site.objects.all(), {code for one in given for code in (*one.sites, *one.terminals)})
    places = []
    for alert, names in zip(alerts, given, strict=True):
        found = [words[pair] for pair in alert.labels.items() if pair in words]
        about = next((word for word in found if word.label in naming), None)
        place = _place_by_rule(about) if about else _place_by_name(names, terminals, sites)
        places.append(_place_by_rule(found[0]) if found and place.mapping == Mapping.UNMAPPED else place)
    return places


def _by_code(rows: QuerySet[M], codes: Collection[str]) -> dict[str, M]:
    return {row.code: row for row in rows.filter(code__in=list(codes))} if codes else {}  # type: ignore[attr-defined]


def _place_by_name(names: rules.Named, terminals: dict[str, Terminal], sites: dict[str, Site]) -> Place:
    for code in names.terminals:
        if code in terminals:
            return Place(Mapping.MAPPED, terminal=terminals[code])
    for code in (*names.sites, *names.terminals):
        if code in sites:
            return Place(Mapping.MAPPED, site=sites[code])
    return Place(Mapping.UNMAPPED)


def _place_by_rule(rule: LabelRule) -> Place:
    if rule.terminal is None and rule.site is None:
        return Place(Mapping.IGNORED)
    return Place(Mapping.MAPPED, terminal=rule.terminal, site=rule.site)
