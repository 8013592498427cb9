"""Whether an incident has grown so that people must be called anew. Pure."""

from dataclasses import dataclass

from incidents.escalation.choices import Growth
from incidents.monitoring.choices import Scope

from .grading import is_graver


@dataclass(frozen=True, slots=True)
class Standing:
    """What an incident's policy depends on."""

    grade: str
    scope: str
    category: str
    payment_method: str
    cause: str
    region_code: str


def growth_of(before: Standing, after: Standing, *, other_policy: bool) -> Growth | None:
    """Why the calls begin anew; None: they go on as they are. Another policy that a lesser grade brought is no growth."""
    if is_graver(after.grade, before.grade):
        return Growth.GRADE
    if Scope.values.index(after.scope) > Scope.values.index(before.scope):
        return Growth.SCOPE
    return Growth.POLICY if other_policy and not is_graver(before.grade, after.grade) else None
