"""Shapes of what people enter. What is allowed is decided by the actions."""

import re
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from emergency_ops.lib import clock
from emergency_ops.lib.fields import ONE_OF, QuickSelect
from emergency_ops.lib.wording import listed
from incidents.monitoring.choices import Category, Scope
from resources.attachments.forms import AttachmentsField
from resources.inventory.actions.planning import open_reservations
from resources.inventory.subjects import Subject
from resources.network.access import sites_for
from resources.network.choices import PaymentMethod
from resources.network.models import Site
from resources.staff.models import Person

from .access import sees_all_of
from .choices import SUBJECT, Grade, ResponseLevel, SubstituteKind, SubstituteStatus
from .dispatch.choices import LIVE
from .kinds import kind_of
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
            self.fields["overruled"].help_text = _(
                "上报显示仍有%(terminals)s台终端未恢复。请说明依据；10分钟后上报仍未恢复，系统将重新打开事件。"
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
            self.fields["tasks"].help_text = _("还有%(count)s项任务没有完成。") % {"count": unfinished}
        else:
            del self.fields["tasks"]
        self.fields["text"].help_text = " ".join(filter(None, (self._reservations(), self._dispatches())))

    def _reservations(self) -> str:
        held = open_reservations(Subject(SUBJECT, self.incident.pk, self.incident.number))
        if not held:
            return ""
        return _("关闭后自动释放%(count)s笔未出库的预留：%(held)s。") % {
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
            self.fields["text"].help_text = _(
                "上报显示仍有%(terminals)s台终端未恢复。请说明依据；60分钟后上报仍未恢复，系统将重新打开事件。"
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


class RequestSubstituteForm(MoveForm):
    kind = forms.ChoiceField(label=_("方式"), choices=SubstituteKind.choices)
    site = forms.ModelChoiceField(
        label=_("网点"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("整个事件"),
        to_field_name="code",
        widget=QuickSelect,
    )
    place = forms.CharField(
        label=_("地点、渠道或电话"), max_length=120, help_text=_("例如：一楼大厅3号人工窗口；微信公众号；12345。")
    )
    hours = forms.CharField(label=_("服务时间"), max_length=60, required=False)
    capacity = forms.IntegerField(
        label=_("服务能力（人/小时）"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("每小时约可服务多少人；人工窗口由窗口数计算，可不填。"),
    )
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = sites_for(self.person).filter(terminals__incidents__incident=self.incident)
        self.fields["site"].queryset = seen.distinct().order_by("code")  # type: ignore[attr-defined]
        self.fields["site"].required = not sees_all_of(self.person, self.incident)
        if self.incident.affected_sites > SITES_TO_CHOOSE_FROM:
            self.fields["site"].widget = forms.TextInput()
            self.fields["site"].help_text = (
                _("网点编号。") if self.fields["site"].required else _("网点编号；不填表示整个事件。")
            )
        elif self.fields["site"].required:
            self.fields["site"].empty_label = None  # type: ignore[attr-defined]


class StatusForm(RemarkForm):
    """A substitute gets another status. While something is missing for it, a reason must overrule that."""

    status = SubstituteStatus.READY
    uploads = AttachmentsField()
    overruled = forms.CharField(label=_("仍要继续的理由"), widget=forms.Textarea({"rows": 2}), max_length=1000)
    field_order = ["evidence", "text", "uploads", "overruled"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = kind_of(self.substitute).missing(self.substitute, self.status) if self.substitute else ()
        if missing:
            named = pgettext("list separator", "、").join(missing)
            self.fields["overruled"].help_text = _("尚未完成：%(missing)s。") % {"missing": named}
        else:
            del self.fields["overruled"]


class WithdrawForm(StatusForm):
    status = SubstituteStatus.WITHDRAWN


class CapacityForm(RemarkForm):
    capacity = forms.IntegerField(
        label=_("服务能力（人/小时）"),
        min_value=0,
        max_value=100_000,
        help_text=_("每小时约可服务多少人，用来与受影响用户数比较。"),
    )
    field_order = ["capacity", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.substitute is not None:
            self.fields["capacity"].initial = self.substitute.capacity


class EvidenceForm(StatusForm):
    status = SubstituteStatus.SERVING
    text = None  # type: ignore[assignment]
    evidence = forms.CharField(
        label=_("投入服务的证据"),
        required=False,
        widget=forms.Textarea({"rows": 2, ONE_OF: True}),
        max_length=1000,
        help_text=_("文字或照片至少一项，例如首笔业务单号、核实人。首个有证据的替代方案停止30分钟时限。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.substitute is not None:
            self.fields["evidence"].initial = kind_of(self.substitute).evidence(self.substitute)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("evidence") or data.get("uploads") or self.errors):
            self.add_error("evidence", _("请填写证据，或附上照片。没有证据，时限不会停止。"))
        return data


class IncidentForm(forms.Form):
    """A finding that becomes an incident. Sites stand for all their terminals."""

    field_order = ("title", "category", "sites", "terminals", "scope", "payment_method", "began_at", "description")
    title = forms.CharField(label=_("标题"), max_length=160)
    terminals = forms.CharField(
        label=_("终端编号"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("可填多个，用空格、逗号或换行分隔。"),
    )
    sites = forms.CharField(
        label=_("网点编号"), required=False, help_text=_("填写网点编号表示该网点全部终端，可填多个。")
    )
    category = forms.ChoiceField(label=_("原因类别"), choices=Category.choices)
    scope = forms.ChoiceField(
        label=_("影响范围"), choices=[("", _("按终端和网点数判断")), *Scope.choices], required=False
    )
    payment_method = forms.ChoiceField(
        label=_("支付方式"), choices=[("", _("全部方式")), *PaymentMethod.choices], required=False
    )
    began_at = forms.DateTimeField(label=_("开始时间"), widget=LocalTimeInput())
    description = forms.CharField(label=_("情况说明"), widget=forms.Textarea({"rows": 3}), max_length=2000)
    is_drill = forms.BooleanField(
        label=_("这是演练"), help_text=_("走真实流程，处处标“演练”，绝不对外发布。"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["began_at"].initial = timezone.localtime(clock.now())

    def clean_terminals(self) -> list[str]:
        return _codes(self.cleaned_data["terminals"])

    def clean_sites(self) -> list[str]:
        return _codes(self.cleaned_data["sites"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("terminals") and not data.get("sites"):
            self.add_error("terminals", _("请填写至少一个终端编号或网点编号。"))
        return data


def _codes(text: str) -> list[str]:
    return [code for code in CODE_SEPARATORS.split(text) if code]
