"""The FAQ: questions, every text that their answers ever had, and what became of each.

What is told now stands in `incidents.FaqEntry` as well, which the hotline's agents read: publishing a version writes both, so
that agents and the public page never say two things.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.monitoring.choices import Category
from incidents.response.hotline.choices import Question

from .choices import Audience, FaqEventKind, FaqState


class FaqItem(models.Model):
    """A question. current: its newest text; in_force: the one that is told, null as long as none was published.

    entry: what agents read, made when the first text is published.
    """

    slug = models.SlugField(_("网址"), max_length=40, unique=True, help_text=_("公开页面的网址 /faq/…/。"))
    entry = models.OneToOneField("incidents.FaqEntry", models.PROTECT, null=True, related_name="item")
    state = models.CharField(_("状态"), max_length=10, choices=FaqState.choices, default=FaqState.PROPOSED)
    current = models.ForeignKey("FaqVersion", models.PROTECT, null=True, related_name="+")
    in_force = models.ForeignKey("FaqVersion", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("发布时间"), null=True)
    published_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("常见问题")
        verbose_name_plural = _("常见问题")

    def __str__(self) -> str:
        return self.slug


class FaqVersion(models.Model):
    """One text of an answer. Never changes, in the database too. saved_by: null is the system, with what is shipped.

    answer: what everybody is told. note: for agents alone. pinyin: of question and keywords, for the search.
    """

    item = models.ForeignKey(FaqItem, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    question = models.CharField(_("问题"), max_length=200)
    answer = models.TextField(_("答复"))
    question_en = models.CharField(_("问题（英文）"), max_length=300, blank=True)
    answer_en = models.TextField(_("答复（英文）"), blank=True)
    note = models.TextField(_("坐席提示"), blank=True)
    note_en = models.TextField(_("坐席提示（英文）"), blank=True)
    topic = models.CharField(_("问题类别"), max_length=12, choices=Question.choices, default=Question.OTHER)
    category = models.CharField(_("原因类别"), max_length=10, choices=Category.choices, blank=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    rank = models.PositiveIntegerField(_("顺序"), default=100)
    audience = models.CharField(_("公开范围"), max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    pinyin = models.CharField(max_length=800, blank=True)
    saved_at = models.DateTimeField(_("修改时间"))
    saved_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("修改原因"), max_length=100, blank=True)
    restored_from = models.PositiveIntegerField(null=True, help_text="number of the version that this is a copy of")

    class Meta:
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="faq_version_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class FaqEvent(models.Model):
    """What became of a text, who did it. Append-only, in the database too. actor: null is the system."""

    item = models.ForeignKey(FaqItem, models.PROTECT, related_name="events")
    version = models.ForeignKey(FaqVersion, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=FaqEventKind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=200, blank=True, help_text="what the person wrote")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["item", "at"], name="faq_event")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"
