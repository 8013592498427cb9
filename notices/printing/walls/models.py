"""Walls: which sheet hangs at which site, who put it there, and until when somebody has to do something about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from notices.content.choices import NoticeKind

from .choices import COMING, STANDING, TO_DO, Ending, PostingState


class Posting(LiveModel):
    """张贴: one sheet for one site, from the queue to the bin. A new sheet for the wall is a row of its own, and the former's
    `successor`: on the spot both are one visit.

    notice null: the sheet was made of an incident without an issued notice. incident null: of a notice without an incident.
    sheet null: not made yet. due_at: until when what the state asks for is to be done; null when nothing is. call_at: when
    somebody is told (again) that it is late; null while the successor's visit covers it.
    """

    live = ("notice.{notice_id}", "walls")

    notice = models.ForeignKey(
        "notices.Notice", models.PROTECT, null=True, related_name="postings", verbose_name=_("公告")
    )
    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, null=True, related_name="postings", verbose_name=_("事件")
    )
    site = models.ForeignKey("resources.Site", models.PROTECT, related_name="postings", verbose_name=_("网点"))
    sheet = models.ForeignKey(
        "notices.PrintedNotice", models.PROTECT, null=True, related_name="postings", verbose_name=_("网点公告")
    )
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="formers")
    state = models.CharField(_("状态"), max_length=12, choices=PostingState.choices, default=PostingState.TO_PRINT)
    ending = models.CharField(_("取下原因"), max_length=12, choices=Ending.choices, blank=True)
    created_at = models.DateTimeField(_("排队时间"))
    due_at = models.DateTimeField(_("时限"), null=True)
    call_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0, help_text="how often somebody was told that it is late")
    expires_at = models.DateTimeField(null=True, help_text="of a sheet without a notice: what it says itself")
    place = models.CharField(_("张贴位置"), max_length=120, blank=True)
    copies = models.PositiveSmallIntegerField(_("份数"), default=1)
    printed_at = models.DateTimeField(_("打印时间"), null=True)
    printed_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(_("张贴时间"), null=True)
    posted_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    without_photo = models.CharField(_("未拍照原因"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="when it was to hang no longer")
    taken_down_at = models.DateTimeField(_("取下时间"), null=True)
    taken_down_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("张贴")
        verbose_name_plural = _("张贴")
        indexes = [
            models.Index(fields=["due_at"], name="posting_due", condition=models.Q(due_at__isnull=False)),
            models.Index(
                fields=["due_at", "id"], name="posting_to_do", condition=models.Q(state__in=[str(state) for state in TO_DO])
            ),
            models.Index(fields=["call_at"], name="posting_call", condition=models.Q(call_at__isnull=False)),
            models.Index(fields=["-created_at", "-id"], name="posting_created"),
            models.Index(fields=["site", "-created_at"], name="posting_site"),
            models.Index(
                fields=["incident"], name="posting_quick",
                condition=models.Q(notice=None, state__in=[str(state) for state in STANDING]),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "site"], name="posting_one_of_incident",
                condition=models.Q(state__in=[str(state) for state in STANDING]),
            ),
            models.UniqueConstraint(
                fields=["notice", "site"], name="posting_one_of_notice",
                condition=models.Q(state__in=[str(state) for state in STANDING]),
            ),
            models.CheckConstraint(
                condition=models.Q(notice__isnull=False) | models.Q(incident__isnull=False), name="posting_of_something"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_coming(self) -> bool:
        return self.state in COMING

    @property
    def has_hung(self) -> bool:
        """A sheet of it was put up once, though it may be noted as fallen or torn since."""
        return bool(self.place)

    @property
    def title(self) -> str:
        """Of what it tells, for lists."""
        about = self.notice or self.incident
        return about.title if about is not None else ""

    @property
    def number(self) -> str:
        """The sheet's, as long as there is none the notice's."""
        return str(self.sheet or self.notice or "")

    @property
    def is_all_clear(self) -> bool:
        return self.notice is not None and self.notice.kind == NoticeKind.ALL_CLEAR

    @property
    def is_drill(self) -> bool:
        about = self.notice or self.incident
        return about is not None and about.is_drill

    @property
    def is_up(self) -> bool:
        """Whether the public can read it there now, as far as anybody has said."""
        return self.posted_at is not None and self.state in (PostingState.POSTED, PostingState.TO_TAKE_DOWN)
