"""Which plan and which steps hold for an incident, and what may be done with a version. No database, no clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .choices import CATEGORY_OF, Cause, VersionState

#: what a reported code says of the cause; the others leave the whole category possible
CAUSE_OF_CODE: Mapping[str, Cause] = {
    **dict.fromkeys(
        (
            "SCAN_INOP", "CARD_JAM", "CARD_INOP", "CASH_STOP", "CASH_JAM", "COIN_JAM", "BOX_FULL", "BOX_HIGH",
            "PAPER_LOW", "PAPER_OUT", "PRT_JAM", "PRT_INOP", "SCREEN_BROKEN", "TOUCH_FAIL", "BOARD_FAIL", "PSU_FAIL",
            "hardwareError",
        ),
        Cause.DEVICE_DAMAGED,
    ),
    **dict.fromkeys(("BOX_MISSING", "BOARD_MISSING", "BOX_TAMPER", "DOOR_TAMPER", "noDevice"), Cause.PART_MISSING),
    **dict.fromkeys(("APP_DOWN", "DB_DOWN"), Cause.SYSTEM_CRASH),
    **dict.fromkeys(("FAIL_RATE", "PAYCH_DOWN", "failure_rate"), Cause.FUNCTION_FAILED),
    **dict.fromkeys(("BALANCE_WRONG", "RECORD_WRONG"), Cause.WRONG_DATA),
    **dict.fromkeys(("MAINS_LOST", "UPS_LOW", "UPS_EMPTY", "powerOff"), Cause.POWER),
    **dict.fromkeys(("NET_DOWN", "NET_FLAP", "network:down"), Cause.COMMUNICATION),
    "PARAM_WRONG": Cause.WRONG_PARAMETERS,
    "RECORD_DELETED": Cause.DELETED,
    **dict.fromkeys(("INTRUSION", "fraudAttempt"), Cause.INTRUSION),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an incident when its steps are chosen."""

    causes: frozenset[str]
    scope: str
    grade: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """When something applies; empty: always."""

    causes: Collection[str] = ()
    scopes: Collection[str] = ()
    grades: Collection[str] = ()

    def hold(self, facts: Facts) -> bool:
        return (
            (not self.causes or not facts.causes.isdisjoint(self.causes))
            and (not self.scopes or facts.scope in self.scopes)
            and (not self.grades or facts.grade in self.grades)
        )

    @property
    def narrowness(self) -> tuple[int, int]:
        """How much they leave out: how many of them there are, then how few values they allow."""
        given = [one for one in (self.causes, self.scopes, self.grades) if one]
        return len(given), -sum(len(one) for one in given)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version in force."""

    pk: int
    conditions: Conditions = field(default_factory=Conditions)


def causes_of(category: str, codes: Iterable[str]) -> frozenset[str]:
    """The causes of the plan that an incident may have: those its codes name, else all of its category."""
    named = {CAUSE_OF_CODE.get(code) or (Cause(code) if code in Cause.values else None) for code in codes} - {None}
    found = {cause for cause in named if cause is not None}
    fitting = {cause for cause in found if CATEGORY_OF[cause] == category}
    return frozenset(fitting or found or {cause for cause in Cause if CATEGORY_OF[cause] == category})


def choose(candidates: Sequence[Candidate], facts: Facts) -> int | None:
    """The version that applies: of those whose conditions hold the narrowest, of equal ones the older plan; None: none applies."""
    holding = [one for one in candidates if one.conditions.hold(facts)]
    best = max(holding, key=lambda one: (one.conditions.narrowness, -one.pk), default=None)
    return best.pk if best else None


REFUSALS: Mapping[VersionState, Promise] = {
    VersionState.DRAFT: _("该版本还是草稿，请先提交评审。"),
    VersionState.IN_REVIEW: _("该版本正在评审，不能修改：请先退回。"),
    VersionState.APPROVED: _("该版本已批准，尚未生效。"),
    VersionState.IN_FORCE: _("该版本已生效，不能更改：请另起草稿。"),
    VersionState.SUPERSEDED: _("该版本已被新版本替代，不能更改。"),
    VersionState.DISCARDED: _("该版本已放弃，不能更改。"),
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """What completeness is asked of."""

    phase: str
    title: str
    text: str
    due_minutes: int


def faults(aim: str, steps: Sequence[StepLine], phases: Sequence[str]) -> list[str]:
    """Codes of what a version lacks before it may be reviewed: no_aim, no_steps, no_phase, unsaid."""
    found = [] if aim.strip() else ["no_aim"]
    if not steps:
        return [*found, "no_steps"]
    if {step.phase for step in steps} < set(phases):
        found.append("no_phase")
    if any(not step.title.strip() or not step.text.strip() for step in steps):
        found.append("unsaid")
    return found
