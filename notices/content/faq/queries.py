"""What the public page reads, and what the lists of the FAQ read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from incidents.response.hotline.choices import Question
from incidents.response.hotline.placeholders import filled
from resources.staff.models import Person

from .choices import Audience, FaqState
from .models import FaqItem, FaqVersion
from .searching import Found, Searchable, search

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as the public reads it in a language. lines: of the answer, none empty. since: when it became public."""

    pk: int
    slug: str
    topic: str
    question: str
    answer: str
    keywords: str
    pinyin: str
    since: datetime | None
    number: int
    is_translated: bool = True

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.answer.splitlines() if line.strip()]

    @property
    def topic_label(self) -> str:
        return str(Question(self.topic).label)


def told(language: str) -> list[Told]:
    """Every public answer, in order; in Chinese where there is no English. One query."""
    rows = FaqItem.objects.filter(in_force__audience=Audience.PUBLIC).select_related("in_force")
    found = (_told(item, item.in_force, language) for item in rows.order_by("in_force__rank", "pk") if item.in_force)
    return list(found)


def found_among(answers: Sequence[Told], text: str) -> tuple[list[Told], Found]:
    """The answers that a search finds, best first."""
    by_key = {one.pk: one for one in answers}
    entries = [Searchable(one.pk, one.question, one.answer, one.keywords, one.pinyin) for one in answers]
    found = search(entries, text)
    return [by_key[key] for key in found.keys], found


def by_topic(answers: Sequence[Told]) -> list[tuple[str, str, list[Told]]]:
    """(topic, label, answers) in the order of the topics' first answers."""
    groups: dict[str, list[Told]] = {}
    for one in answers:
        groups.setdefault(one.topic, []).append(one)
    return [(topic, members[0].topic_label, members) for topic, members in groups.items()]


def _told(item: FaqItem, version: FaqVersion, language: str) -> Told:
    english = language == ENGLISH and bool(version.question_en)
    question, answer = (version.question_en, version.answer_en) if english else (version.question, version.answer)
    return Told(
        pk=item.pk,
        slug=item.slug,
        topic=version.topic,
        question=filled(question),
        answer=filled(answer),
        keywords=version.keywords,
        pinyin=version.pinyin,
        since=item.published_at,
        number=version.number,
        is_translated=english or language != ENGLISH,
    )


def listed_items() -> QuerySet[FaqItem]:
    return FaqItem.objects.select_related("current__saved_by", "in_force").filter(current__isnull=False)


def awaiting(person: Person) -> int:
    """How many texts wait for somebody else than their author."""
    return FaqItem.objects.filter(state=FaqState.PROPOSED).exclude(current__saved_by=person).count()
