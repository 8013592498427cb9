"""What each fault code means: cause, severity, who can fix it, and whether it is worth a warning.

Codes and causes are those of the terminals' status vocabulary (XFS4IoT) and of the plan's four kinds of causes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from .facts import Faulty, Kind

HARDWARE, SOFTWARE, EXTERNAL, HUMAN = "hardware", "software", "external", "human"
CLEAR, MAINTENANCE = "clear", "maintenance"


class Severity(IntEnum):
    """NOTE is recorded and never warned of; the others colour the warning blue, yellow, orange."""

    NOTE = 0
    MINOR = 1
    MAJOR = 2
    CRITICAL = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """`spreads`: seen at several terminals of a site or line it has one cause. `hold` is how long it must last, in seconds.

    `part_of`: a symptom of what that kind of warning says, and no further cause where such a one is open.
    """

    category: str
    severity: Severity
    action: str = MAINTENANCE
    spreads: bool = False
    hold: float = 0.0
    part_of: Kind | None = None


CODES: Final[dict[str, Meaning]] = {
    "SCAN_INOP": Meaning(HARDWARE, Severity.MAJOR),
    "CARD_JAM": Meaning(HARDWARE, Severity.MINOR, CLEAR),
    "CARD_INOP": Meaning(HARDWARE, Severity.MAJOR),
    "CASH_STOP": Meaning(HARDWARE, Severity.MINOR, CLEAR),
    "CASH_JAM": Meaning(HARDWARE, Severity.MINOR, CLEAR),
    "COIN_JAM": Meaning(HARDWARE, Severity.MINOR, CLEAR),
    "BOX_HIGH": Meaning(HARDWARE, Severity.NOTE, CLEAR),
    "BOX_FULL": Meaning(HARDWARE, Severity.MINOR, CLEAR),
    "BOX_MISSING": Meaning(HARDWARE, Severity.CRITICAL),
    "BOX_TAMPER": Meaning(HUMAN, Severity.CRITICAL),
    "PAPER_LOW": Meaning(HARDWARE, Severity.NOTE, CLEAR),
    "PAPER_OUT": Meaning(HARDWARE, Severity.MINOR, CLEAR),
    "PRT_JAM": Meaning(HARDWARE, Severity.MINOR, CLEAR),
    "PRT_INOP": Meaning(HARDWARE, Severity.MAJOR),
    "SCREEN_BROKEN": Meaning(HARDWARE, Severity.MAJOR),
    "TOUCH_FAIL": Meaning(HARDWARE, Severity.MAJOR),
    "BOARD_FAIL": Meaning(HARDWARE, Severity.MAJOR),
    "BOARD_MISSING": Meaning(HARDWARE, Severity.CRITICAL),
    "MAINS_LOST": Meaning(EXTERNAL, Severity.MAJOR, spreads=True, part_of=Kind.SILENCE),
    "UPS_LOW": Meaning(EXTERNAL, Severity.MINOR, spreads=True, part_of=Kind.SILENCE),
    "UPS_EMPTY": Meaning(EXTERNAL, Severity.MAJOR, spreads=True, part_of=Kind.SILENCE),
    "PSU_FAIL": Meaning(HARDWARE, Severity.MAJOR),
    "DOOR_OPEN": Meaning(HUMAN, Severity.MINOR, CLEAR, hold=600),
    "DOOR_TAMPER": Meaning(HUMAN, Severity.CRITICAL),
    "NET_DOWN": Meaning(EXTERNAL, Severity.MAJOR, spreads=True, part_of=Kind.SILENCE),
    "NET_FLAP": Meaning(EXTERNAL, Severity.MINOR, spreads=True, hold=600, part_of=Kind.SILENCE),
    "APP_DOWN": Meaning(SOFTWARE, Severity.MAJOR, spreads=True),
    "PAYCH_DOWN": Meaning(SOFTWARE, Severity.MAJOR, spreads=True, part_of=Kind.FAILURES),
    "DB_DOWN": Meaning(SOFTWARE, Severity.CRITICAL, spreads=True),
    "FAIL_RATE": Meaning(SOFTWARE, Severity.MAJOR, spreads=True, part_of=Kind.FAILURES),
    "BALANCE_WRONG": Meaning(SOFTWARE, Severity.CRITICAL, spreads=True),
    "RECORD_WRONG": Meaning(SOFTWARE, Severity.CRITICAL, spreads=True),
    "PARAM_WRONG": Meaning(HUMAN, Severity.MAJOR, spreads=True),
    "RECORD_DELETED": Meaning(HUMAN, Severity.CRITICAL, spreads=True),
    "INTRUSION": Meaning(HUMAN, Severity.CRITICAL, spreads=True),
}

DEVICES: Final[dict[str, Meaning]] = {
    "offline": Meaning(EXTERNAL, Severity.MAJOR, spreads=True, hold=120, part_of=Kind.SILENCE),
    "powerOff": Meaning(EXTERNAL, Severity.MAJOR, spreads=True, hold=120, part_of=Kind.SILENCE),
    "noDevice": Meaning(HARDWARE, Severity.MAJOR),
    "hardwareError": Meaning(HARDWARE, Severity.MAJOR),
    "fraudAttempt": Meaning(HUMAN, Severity.CRITICAL),
    "potentialFraud": Meaning(HUMAN, Severity.MAJOR),
}

NETWORK_DOWN: Final = Meaning(EXTERNAL, Severity.MAJOR, spreads=True, hold=120, part_of=Kind.SILENCE)

_STATES: Final = {"failed": Severity.MAJOR, "missing": Severity.CRITICAL, "tampered": Severity.CRITICAL}
_PARTS: Final = {"service": SOFTWARE, "configuration": HUMAN, "power": EXTERNAL, "network": EXTERNAL}
_CAUSE_FIRST: Final = (HUMAN, EXTERNAL, HARDWARE, SOFTWARE)


def meaning_of(part: str, state: str, code: str) -> Meaning | None:
    """The meaning of one component's report, or None where it is nothing to warn of.

    A tampered part is always somebody's doing; a code that is not in the table is judged by the part and its state.
    """
    known = CODES.get(code)
    if state == "tampered" and (known is None or known.category != HUMAN):
        return Meaning(HUMAN, Severity.CRITICAL)
    if known is not None:
        return known if known.severity > Severity.NOTE else None
    if state not in _STATES:
        return None
    category = _PARTS.get(part, HARDWARE)
    return Meaning(category, _STATES[state], spreads=category != HARDWARE)


def troubles(faulty: Faulty) -> dict[str, Meaning]:
    """The codes that a terminal's newest report gives cause to warn of, each with its meaning."""
    found: dict[str, Meaning] = {}
    for part, (state, code) in faulty.components.items():
        if state in ("ok", "unknown"):
            continue
        if meaning := meaning_of(part, state, code):
            found[code or f"{part}:{state}"] = meaning
    if faulty.device in DEVICES:
        found[faulty.device] = DEVICES[faulty.device]
    if faulty.network == "down":
        found["network:down"] = NETWORK_DOWN
    return found


def cause_of(meanings: Iterable[Meaning]) -> str:
    """The category that explains the others: what somebody did, else what came from outside, else what broke."""
    categories = {meaning.category for meaning in meanings}
    return next(category for category in _CAUSE_FIRST if category in categories)


def severity_of(codes: Iterable[str]) -> Severity:
    """The gravest severity among the codes; those that the table does not know count as major."""
    grades = [known.severity if (known := CODES.get(code) or DEVICES.get(code)) else Severity.MAJOR for code in codes]
    return max(grades, default=Severity.MINOR)
