"""Who holds which training, and until when."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .choices import RecordState, TrainingResult
from .models import Person, Post, Training, TrainingRecord
from .rules.training import WARNING_DAYS, best_of, is_valid

#: a record that ends within so many days is about to expire
SOON = timedelta(days=WARNING_DAYS[0])


def holds(person: Person, training: Training, on: date) -> bool:
    """Whether a person's training counts on a day. One query."""
    return best_record(person, training, on) is not None


def best_record(person: Person, training: Training, on: date) -> TrainingRecord | None:
    """The record by which a person holds a training on a day, the one that lasts longest. One query."""
    found = standing([person.pk], [training.pk], on)
    return found.get((person.pk, training.pk))


def standing(people: Collection[int], trainings: Collection[int], on: date) -> dict[tuple[int, int], TrainingRecord]:
    """(person, training) -> the record by which it counts on a day; pairs without one are missing. One query."""
    records: dict[tuple[int, int], list[TrainingRecord]] = defaultdict(list)
    rows = valid_on(on).filter(person__in=people, training__in=trainings).select_related("training")
    for record in rows:
        records[record.person_id, record.training_id].append(record)
    return {pair: best for pair, rows in records.items() if (best := _best(rows, on)) is not None}


def valid_on(day: date) -> QuerySet[TrainingRecord]:
    """The records by which trainings count on a day."""
    unended = Q(expires_on=None) | Q(expires_on__gte=day)
    return TrainingRecord.objects.filter(unended, result=TrainingResult.PASSED, revoked_at=None, taken_on__lte=day)


def latest(records: QuerySet[TrainingRecord]) -> QuerySet[TrainingRecord]:
    """Without those after which the same person passed the same training again with a later end."""
    newer = TrainingRecord.objects.filter(
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
        person=OuterRef("person"),
        training=OuterRef("training"),
        result=TrainingResult.PASSED,
        revoked_at=None,
    )
    return records.filter(result=TrainingResult.PASSED, revoked_at=None).filter(~Exists(newer))


def expiring(records: QuerySet[TrainingRecord], today: date) -> QuerySet[TrainingRecord]:
    """Records that end within 60 days and are not renewed yet, those of people and courses in use."""
    ending = latest(records).filter(expires_on__gte=today, expires_on__lte=today + SOON)
    return ending.filter(person__is_active=True, training__is_active=True).select_related("person", "training")


def record_state(record: TrainingRecord, on: date) -> RecordState:
    """How a record stands on a day."""
    if record.revoked_at is not None:
        return RecordState.REVOKED
    if record.result != TrainingResult.PASSED:
        return RecordState.FAILED
    if not is_valid(record, on):
        return RecordState.EXPIRED
    ends_soon = record.expires_on is not None and record.expires_on <= on + SOON
    return RecordState.SOON if ends_soon else RecordState.VALID


def counted_courses(on: date) -> QuerySet[Training]:
    """Trainings with `held` (people for whom it counts on the day) and `required_by` (posts in use)."""
    valid = valid_on(on).filter(training=OuterRef("pk"), person__is_active=True)
    posts = Post.objects.filter(required_training=OuterRef("pk"), is_active=True)
    held = valid.order_by().values("training").annotate(n=Count("person", distinct=True)).values("n")
    asked = posts.order_by().values("required_training").annotate(n=Count("pk")).values("n")
    return Training.objects.annotate(held=Coalesce(Subquery(held), 0), required_by=Coalesce(Subquery(asked), 0))


def _best(rows: Iterable[TrainingRecord], on: date) -> TrainingRecord | None:
    found = best_of(rows, on)
    return found if isinstance(found, TrainingRecord) and is_valid(found, on) else None
