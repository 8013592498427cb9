"""What people enter about substitutes. What is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.fields import ONE_OF, QuickSelect
from emergency_ops.lib.wording import listed
from resources.attachments.forms import AttachmentsField
from resources.network.access import sites_for
from resources.network.models import Site

from .access import sees_all_of
from .choices import SubstituteKind, SubstituteStatus
from .forms import SITES_TO_CHOOSE_FROM, MoveForm, RemarkForm
from .kinds import kind_of


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
        seen = sites_for(self.person).filter(affected_terminals__incident=self.incident)
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
            named = listed(missing)
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
