"""What signals amount to, as a warning's fields."""

from collections.abc import Sequence
from typing import Any

from incidents.monitoring import rows
from incidents.monitoring.choices import SignalKind
from incidents.monitoring.detection.facts import By
from incidents.monitoring.models import Signal
from resources.network.queries import common_region

from . import rules


def fields_of(signals: Sequence[Signal], source: str, *, title: str = "", before: str = "") -> dict[str, Any]:
    """The fields of a warning for these signals, whose terminals have their site and region read along."""
    terminals = {signal.terminal_id: signal.terminal for signal in signals}
    sites = {terminal.site_id: terminal.site for terminal in terminals.values()}
    scope = rules.scope_of(terminals, sites, before)
    codes = sorted({_word(signal) for signal in signals})
    methods = {signal.code for signal in signals if signal.kind == SignalKind.FAILURES}
    method = methods.pop() if len(methods) == 1 and all(s.kind == SignalKind.FAILURES for s in signals) else ""
    site = next(iter(sites.values())) if len(sites) == 1 else None
    categories = {rules.category_of(s.kind, s.code, s.detail.get("category", "")) for s in signals}
    by = By.TERMINAL if len(terminals) == 1 else By.SITE if site else By.NETWORK
    first = next(iter(terminals.values())).code
    params = {
        "key": first if len(terminals) == 1 else "",
        "site": site.name if site else "",
        "sites": len(sites),
        "showing": len(terminals),
        "codes": codes,
        "method": method,
        "title": title,
    }
    return {
        "scope": scope,
        "category": rules.common_category(categories),
        "colour": rows.colour(scope, max(map(rules.severity, codes))),
        "payment_method": method,
        "cause": rules.most_telling(codes)[:40],
        "evidence": {"code": f"{source}.{_reach(len(terminals), len(sites))}", "params": params},
        "site": site,
        "region": site.region if site else common_region(one.region_id for one in sites.values()),
        "memory": {
            "kind": _kind(signals),
            "by": by,
            "key": first,
            "method": method,
            "codes": sorted({s.code for s in signals if s.kind == SignalKind.FAULT}),
            "title": title,
        },
    }


def _word(signal: Signal) -> str:
    return signal.code if signal.kind == SignalKind.FAULT and signal.code else str(signal.kind)


def _reach(terminals: int, sites: int) -> str:
    if terminals == 1:
        return "terminal"
    return "site" if sites == 1 else "wide"


def _kind(signals: Sequence[Signal]) -> str:
    """A fault where one is named: it says more than silence or failing payments."""
    kinds = {signal.kind for signal in signals}
    return next(str(kind) for kind in (SignalKind.FAULT, SignalKind.FAILURES, SignalKind.SILENCE) if kind in kinds)
