"""What a person has marked as back against the reports is looked at again, also in the incident that has it then."""

from collections.abc import Collection

from incidents.escalation.choices import DeadlineState
from incidents.escalation.models import Deadline
from incidents.response.actions import duties
from incidents.response.choices import SUBJECT
from incidents.response.models import Incident
from incidents.response.rules.duties import RECHECK_EXTENT


def carry_over(source: Incident, target: Incident, only: Collection[int] | None = None) -> None:
    """The target, which has the terminals now, owes the second look that the source owed. only: at these (primary keys)."""
    owed = Deadline.objects.filter(
        subject_kind=SUBJECT, subject_id=source.pk, kind=RECHECK_EXTENT, state=DeadlineState.PENDING
    )
    for deadline in owed.order_by("due_at"):
        terminals = [one for one in deadline.payload["terminals"] if only is None or one in only]
        if terminals:
            duties.schedule_next(target, RECHECK_EXTENT, deadline.due_at, {"terminals": terminals})
