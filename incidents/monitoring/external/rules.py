"""Pure decisions: which place an alert names, and what kind of signal it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.monitoring.choices import SignalKind
from incidents.monitoring.detection.codes import CODES
from resources.network.choices import PaymentMethod

#: labels that name a terminal or a site by its code, where the source says nothing else
TERMINAL_LABELS = ("terminal", "terminal_code", "device", "host", "instance")
SITE_LABELS = ("site", "site_code", "location")
CODE_LABELS = ("code", "fault_code", "fault")
METHOD_LABELS = ("payment_method", "method")
SILENT = frozenset({"silence", "down", "offline", "unreachable"})
#: the code of an alert without a fault code that we know: nothing is claimed about what is broken
UNKNOWN_CODE = "external:alert"


@dataclass(frozen=True)
class Named:
    """The codes that an alert's labels may name, in the order in which they are tried."""

    terminals: tuple[str, ...]
    sites: tuple[str, ...]


def naming_labels(terminal_label: str = "", site_label: str = "") -> frozenset[str]:
    """The labels in which a place is looked for."""
    return frozenset([*_terminal_labels(terminal_label), *_site_labels(site_label)])


def named(labels: Mapping[str, str], terminal_label: str = "", site_label: str = "") -> Named:
    """A port behind a host's name ("310101-0001-03:9100") is left out."""
    return Named(_values(labels, _terminal_labels(terminal_label)), _values(labels, _site_labels(site_label)))


def _terminal_labels(chosen: str) -> tuple[str, ...]:
    return (chosen,) if chosen else TERMINAL_LABELS


def _site_labels(chosen: str) -> tuple[str, ...]:
    return (chosen,) if chosen else SITE_LABELS


def _values(labels: Mapping[str, str], names: Iterable[str]) -> tuple[str, ...]:
    found = [labels[name].strip() for name in names if labels.get(name, "").strip()]
    return tuple(dict.fromkeys([*found, *(value.partition(":")[0] for value in found)]))


def seen(labels: Mapping[str, str]) -> tuple[SignalKind, str]:
    """The kind of signal and its code: failures of a payment method, silence, else a fault code (FACTS §1)."""
    code = next((labels[name].strip() for name in CODE_LABELS if labels.get(name, "").strip()), "")
    method = next((labels[name].strip() for name in METHOD_LABELS if labels.get(name, "").strip()), "")
    if code == "FAIL_RATE" or (not code and method):
        return SignalKind.FAILURES, method if method in PaymentMethod.values else ""
    if code.lower() in SILENT:
        return SignalKind.SILENCE, ""
    return SignalKind.FAULT, code if code in CODES else UNKNOWN_CODE
