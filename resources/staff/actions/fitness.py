"""Whether somebody can serve a shift: account in use, not away, trained as the post asks, not on duty elsewhere then."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.staff.models import Absence, Person, Shift
from resources.staff.periods import words
from resources.staff.queries_training import holds
from resources.staff.rules.planning import Engagement, clashes
from resources.staff.rules.rota import Planned

from .engagements import engagements, refuse_clash


def refuse_unfit(person: Person, shift: Shift, *, without: tuple[int, ...] = ()) -> None:
    """Raises Refused (or Invalid for a closed account) with what is in the way. The person must be locked.

    without: shifts that the person gives away in the same change.
    """
    if not person.is_active:
        raise Invalid("inactive", _("%(name)s 的账号已停用，不能值班。"), name=person)
    _refuse_absent(person, shift)
    _refuse_untrained(person, shift)
    others = engagements([person.pk], shift.period.lower, shift.period.upper, [shift.pk, *without])
    refuse_overlap(person, shift, others)


def refuse_overlap(person: Person, shift: Shift, others: list[Engagement]) -> None:
    planned = Planned(shift.day, shift.label, shift.period.lower, shift.period.upper, person.pk)
    for clash in clashes([planned], others):
        raise refuse_clash(clash, person)


def refuse_begun(shift: Shift, now: datetime) -> None:
    if shift.period.upper <= now:
        raise Refused("shift_over", _("这个班次已经结束，不能再改。"))


def _refuse_absent(person: Person, shift: Shift) -> None:
    away = Absence.objects.filter(person=person, period__overlap=shift.period, cancelled_at=None).first()
    if away is not None:
        raise Refused(
            "shift_absent",
            _("%(name)s在%(period)s离岗，不能值这个班次。"),
            name=person,
            period=words(away.period),
        )


def _refuse_untrained(person: Person, shift: Shift) -> None:
    training = shift.post.required_training
    if training is not None and not holds(person, training, shift.day):
        raise Refused(
            "shift_untrained",
            _("%(post)s要求的培训“%(training)s”，%(name)s在%(day)s没有有效记录，请先培训或换人。"),
            post=shift.post,
            training=training,
            name=person,
            day=shift.day.isoformat(),
        )
