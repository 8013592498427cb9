"""The rules that grade incidents in a new installation: FACTS of the plan, to be edited by the organisation."""

from datetime import datetime

from incidents.monitoring.choices import Scope

from .choices import Grade
from .models import GradeRule
from .rules.grading import ANY_METHOD

#: (grade, scope, cause, payment method), in order; the first that matches counts
RULES = (
    (Grade.I, "", "BALANCE_WRONG", ""),
    (Grade.I, "", "RECORD_WRONG", ""),
    (Grade.I, "", "RECORD_DELETED", ""),
    (Grade.I, "", "BOX_MISSING+INTRUSION", ""),
    (Grade.I, "", "BOARD_MISSING+INTRUSION", ""),
    (Grade.II, Scope.NETWORK_WIDE, "", ANY_METHOD),
    (Grade.I, Scope.NETWORK_WIDE, "", ""),
    (Grade.II, Scope.REGIONAL, "", ""),
    (Grade.III, Scope.SITE_WIDE, "", ""),
    (Grade.IV, "", "", ""),
)


def load(now: datetime) -> None:
    """The default rules, where there are none yet."""
    if GradeRule.objects.exists():
        return
    GradeRule.objects.bulk_create(
        GradeRule(rank=10 * number, grade=grade, scope=scope, cause=cause, payment_method=method)
        for number, (grade, scope, cause, method) in enumerate(RULES, start=1)
    )
