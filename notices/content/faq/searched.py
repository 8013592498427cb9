"""Answers of the FAQ in the search over everything: as the public finds them, and the notes for agents besides."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.searching import Hit, Names, Query, Source, register, tier
from incidents.response.hotline.placeholders import filled
from resources.network.pinyin import sounds

from .models import FaqItem


def find(person: Any, query: Query) -> Iterable[Hit]:
    """There are tens of answers: they are read here. Everybody who is logged in reads them all."""
    english = (get_language() or "").startswith("en")
    for item in FaqItem.objects.filter(current__isnull=False).select_related("current"):
        text = item.current
        if text is None:
            continue
        names = (text.question, *text.keywords.split(), text.question_en, text.answer, text.answer_en, text.note)
        found = tier(query, Names((item.slug,), names, *sounds(text.question)))
        if found is not None:
            question = text.question_en if english and text.question_en else text.question
            href = reverse("answers:item", args=[item.pk])
            yield Hit(filled(question), href, found, str(item.get_state_display()))


def all_href(person: Any, query: Query) -> str:
    return f"{reverse('answers:list')}?{urlencode({'text': query.text})}"


register(Source("faq", _("常见问题"), "question-mark-circle", 90, find, all_href))
