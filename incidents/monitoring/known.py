"""Warnings as detection knows them: read from their rows, and what of a decision is kept in a row."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from .choices import WarningSource
from .detection.codes import severity_of
from .detection.facts import By, Group, Hypothesis, Kind, Known
from .models import Warning

LOOK_BACK: Final = timedelta(minutes=70)


def read_known(now: datetime) -> list[Known]:
    """Detection's own warnings that are open or were cleared within the longest window, oldest first."""
    rows = (
        Warning.objects.filter(Q(cleared_at=None) | Q(cleared_at__gt=now - LOOK_BACK), source=WarningSource.REPORTS)
        .annotate(terminals=ArrayAgg("members__terminal_id", default=[]))
        .order_by("id")
    )
    return [_known(row, row.terminals) for row in rows]


def _known(row: Warning, terminals: list[int | None]) -> Known:
    memory: Mapping[str, Any] = row.memory
    return Known(
        id=row.pk,
        kind=Kind(memory["kind"]),
        group=Group(By(memory["by"]), memory["key"], memory["method"]),
        scope=row.scope,
        category=row.category,
        began=row.began_at.timestamp(),
        opened=row.opened_at.timestamp(),
        cleared=row.cleared_at.timestamp() if row.cleared_at else None,
        terminals=frozenset(terminal for terminal in terminals if terminal is not None),
        memory=memory,
    )


def evidence_of(hypothesis: Hypothesis, site: str | None) -> dict[str, Any]:
    """{code, params} for `evidence.sentence`; `site` is the name of the site that it is about."""
    params = {**hypothesis.evidence["params"], "key": hypothesis.group.key, "method": hypothesis.group.method}
    if site is not None:
        params["site"] = site
    return {"code": hypothesis.evidence["code"], "params": params}


def key_of(hypothesis: Hypothesis) -> str:
    """The name under which at most one warning is open: "line:310101-电信 silence", "method:wechat failures"."""
    return f"{_group_name(hypothesis.group)} {cause_of(hypothesis)}"


def _group_name(group: Group) -> str:
    return f"method:{group.method}" if group.by is By.NETWORK and group.method else str(group)


def cause_of(hypothesis: Hypothesis) -> str:
    """silence, failures, or the fault code that says most."""
    return min(hypothesis.codes, key=_telling) if hypothesis.codes else str(hypothesis.kind)


def _telling(code: str) -> tuple[int, str]:
    return -severity_of([code]), code
