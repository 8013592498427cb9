"""The policies as they stand, and which of them serves a subject at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.escalation.models import EscalationPolicy, PolicyVersion

from .calendar import moment_at
from .conditions import DEFAULT, Conditions, Facts, judge

Reasons = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Candidate:
    """A policy that may be chosen. version None: a draft that nobody has saved. is_default: it serves when no other does."""

    name: str
    conditions: Conditions
    is_default: bool
    version: PolicyVersion | None = None


@dataclass(frozen=True)
class Choice:
    """The candidate that serves, what speaks for it, and those before it with the first condition that does not hold."""

    candidate: Candidate
    reasons: Reasons
    passed_over: tuple[tuple[Candidate, Reasons], ...] = ()


def candidates() -> list[Candidate]:
    """The newest version of each policy in use, in the order in which they are tried, the default last. One query."""
    newest = PolicyVersion.objects.filter(policy__is_retired=False).select_related("policy")
    versions = newest.order_by("policy", "-number").distinct("policy")
    ordered = sorted(versions, key=lambda one: (one.policy.is_default, one.policy.rank, one.policy_id))
    return [Candidate(one.policy.name, one.parsed_conditions, one.policy.is_default, one) for one in ordered]


def choose(facts: Facts, at: datetime, among: Sequence[Candidate] | None = None) -> Choice:
    """The first whose conditions hold, else the default. Raises EscalationPolicy.DoesNotExist where there is none. Two queries."""
    moment = moment_at(at)
    passed: list[tuple[Candidate, Reasons]] = []
    for candidate in candidates() if among is None else among:
        if candidate.is_default:
            return Choice(candidate, ((DEFAULT, ""),), tuple(passed))
        verdict = judge(candidate.conditions, facts, moment)
        if verdict.holds:
            return Choice(candidate, verdict.reasons, tuple(passed))
        passed.append((candidate, verdict.reasons))
    raise EscalationPolicy.DoesNotExist("no default policy")
