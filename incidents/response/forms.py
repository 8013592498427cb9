"""Shapes of what people enter. What is allowed is decided by the actions."""

import re
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from emergency_ops.lib.fields import ONE_OF
from emergency_ops.lib.wording import listed
from resources.attachments.forms import AttachmentsField
from resources.inventory.actions.planning import open_reservations
from resources.inventory.subjects import Subject
from resources.staff.models import Person

from .access import substitutes_of
from .choices import SUBJECT, Grade, ResponseLevel, SubstituteStatus
from .dispatch.choices import LIVE
from .models import Incident, Substitute
from .queries import reported_down
from .tasks.choices import UNFINISHED, Fate

CODE_SEPARATORS = re.compile(r"[\s,，;；、]+")
#: with more affected sites than this, the site's code is typed
SITES_TO_CHOOSE_FROM = 50
#: promises that the close form names
RESERVATIONS_NAMED = 5
#: people that it names
DISPATCHES_NAMED = 10
LOCAL_TIME = "%Y-%m-%dT%H:%M"


class LocalTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=LOCAL_TIME)


class MoveForm(forms.Form):
    """What a move asks. Subclasses may look at the incident."""

    def __init__(
        self, *args: Any, incident: Incident, person: Person, substitute: Substitute | None = None, **kwargs: Any
    ) -> None:
        self.incident = incident
        self.person = person
        self.substitute = substitute
        kwargs.setdefault("prefix", None)
        super().__init__(*args, **kwargs)


class EmptyForm(MoveForm):
    """Nothing to fill in."""


class RemarkForm(MoveForm):
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 3}), max_length=2000)


class ReasonForm(MoveForm):
    text = forms.CharField(label=_("理由"), widget=forms.Textarea({"rows": 3}), max_length=2000)


class EndForm(RemarkForm):
    """The end of an incident. While the reports contradict it, a reason must overrule them."""

    overruled = forms.CharField(
        label=_("与上报不符的理由"),
        help_text=_("上报显示还没恢复时才填，会留下记录。"),
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
    )
    field_order = ["overruled", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        down = reported_down(self.incident)
        if down:
            self.fields["overruled"].help_text = ngettext(
                "上报显示仍有%(terminals)s台终端未恢复。请说明依据；10分钟后上报仍未恢复，系统将重新打开事件。",
                "上报显示仍有%(terminals)s台终端未恢复。请说明依据；10分钟后上报仍未恢复，系统将重新打开事件。",
                down,
            ) % {"terminals": down}
        else:
            del self.fields["overruled"]


class CloseForm(EndForm):
    """Asks what becomes of unfinished tasks, and says what becomes of the promises that still stand."""

    tasks = forms.ChoiceField(
        label=_("未完成的任务"),
        help_text=_("关闭后这些任务是取消，还是继续办完。"),
        choices=Fate.choices,
        widget=forms.RadioSelect,
    )
    field_order = ["overruled", "tasks", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unfinished = self.incident.tasks.filter(state__in=UNFINISHED).count()
        if unfinished:
            self.fields["tasks"].help_text = ngettext(
                "还有%(count)s项任务没有完成。", "还有%(count)s项任务没有完成。", unfinished
            ) % {"count": unfinished}
        else:
            del self.fields["tasks"]
        self.fields["text"].help_text = " ".join(filter(None, (self._reservations(), self._dispatches())))

    @property
    def hinders(self) -> QuerySet[Substitute]:
        """The substitutes that serve, of those that this person sees: the incident is not closed before them."""
        return substitutes_of(self.person, self.incident).filter(status=SubstituteStatus.SERVING).order_by("pk")

    @property
    def is_hindered(self) -> bool:
        """Whether they are why it was refused."""
        return self.has_error(NON_FIELD_ERRORS, "still_serving")

    def _reservations(self) -> str:
        held = open_reservations(Subject(SUBJECT, self.incident.pk, self.incident.number))
        if not held:
            return ""
        return ngettext(
            "关闭后自动释放%(count)s笔未出库的预留：%(held)s。",
            "关闭后自动释放%(count)s笔未出库的预留：%(held)s。",
            len(held),
        ) % {
            "count": len(held),
            "held": listed(
                f"{row.depot.name} {row.part.name} × {row.outstanding}" for row in held[:RESERVATIONS_NAMED]
            ),
        }

    def _dispatches(self) -> str:
        live = self.incident.dispatches.filter(state__in=LIVE).select_related("person", "site").order_by("pk")
        if not live:
            return ""
        return _("关闭后结束%(count)s项派遣，并通知本人：%(people)s。") % {
            "count": len(live),
            "people": listed(
                f"{row.person}（{row.site.name}，{row.get_state_display()}）" for row in live[:DISPATCHES_NAMED]
            ),
        }


class FalseAlarmForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        down = reported_down(self.incident)
        if down:
            self.fields["text"].help_text = ngettext(
                "上报显示仍有%(terminals)s台终端未恢复。请说明依据；60分钟后上报仍未恢复，系统将重新打开事件。",
                "上报显示仍有%(terminals)s台终端未恢复。请说明依据；60分钟后上报仍未恢复，系统将重新打开事件。",
                down,
            ) % {"terminals": down}


class NoteForm(MoveForm):
    text = forms.CharField(
        label=_("备注内容"), required=False, widget=forms.Textarea({"rows": 2, ONE_OF: True}), max_length=2000
    )
    uploads = AttachmentsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-mentions"] = reverse("incidents:people", args=[self.incident.number])
        self.fields["text"].help_text = _("用@姓名或@用户名提醒相关人员。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("text") or data.get("uploads") or self.errors):
            self.add_error("text", _("请填写备注内容，或选择附件。"))
        return data


class ActivateForm(RemarkForm):
    level = forms.ChoiceField(
        label=_("响应级别"),
        choices=[("", _("请选择响应级别")), *ResponseLevel.choices],
        help_text=_("由危害程度、影响范围和控制能力决定，不照搬事件等级。"),
    )
    field_order = ["level", "text"]


class LevelForm(ReasonForm):
    level = forms.ChoiceField(
        label=_("响应级别"), help_text=_("投入多大力量，由您决定；不等于事件等级。"), choices=ResponseLevel.choices
    )
    field_order = ["level", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].initial = self.incident.response_level


class GradeForm(ReasonForm):
    grade = forms.ChoiceField(label=_("事件等级"), choices=Grade.choices)
    field_order = ["grade", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].initial = self.incident.grade


class ExpectForm(RemarkForm):
    until = forms.DateTimeField(
        label=_("预计恢复时间"), required=False, widget=LocalTimeInput(), help_text=_("不填表示暂不确定。")
    )
    field_order = ["until", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.incident.expected_until:
            self.fields["until"].initial = timezone.localtime(self.incident.expected_until)


class MergeForm(RemarkForm):
    target = forms.CharField(
        label=_("并入的事件编号"),
        help_text=_("当前事件结束，后续都在那个事件里办理。"),
        max_length=20,
        widget=forms.TextInput({"list": "merge-targets", "autocomplete": "off"}),
    )
    field_order = ["target", "text"]
