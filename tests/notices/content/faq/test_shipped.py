"""What ships."""

import pytest
from django.core.management import call_command

from incidents.response.hotline import placeholders
from incidents.response.hotline.models import FaqEntry
from notices.content.faq import sample
from notices.content.faq.models import FaqItem
from notices.content.faq.shipped import ANSWERS
from tests.conftest import NOON


def test_it_is_there_once(shipped):
    sample.load(NOON)
    assert FaqItem.objects.count() == FaqEntry.objects.count() == len(ANSWERS)


def test_what_is_missing_is_added_and_the_rest_stays(shipped, told):
    FaqItem.objects.filter(slug="cash").update(slug="xianjin")
    call_command("load_faq", verbosity=0)
    assert FaqItem.objects.filter(slug__in=["cash", "xianjin"]).count() == 2
    assert FaqItem.objects.count() == len(ANSWERS) + 1


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda one: one.slug)
def test_every_answer_is_whole_and_plain(answer):
    assert all((answer.question, answer.question_en, answer.answer, answer.answer_en, answer.keywords))
    assert bool(answer.note) == bool(answer.note_en)
    assert placeholders.unknown(answer.answer, answer.answer_en, answer.note) == []
    assert len(answer.answer) <= 240
