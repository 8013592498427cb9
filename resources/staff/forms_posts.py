"""Shapes of what is entered about posts and assignments."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from resources.network.queries import region_choices

from .actions.assignments import REASON_LENGTH
from .actions.posts import PostData
from .choices import Area, AssignmentRole, Function
from .fields import PersonField, SitesField, choosable
from .models import Person, Post, Training


class PostForm(forms.Form):
    name = forms.CharField(label=_("岗位名称"), max_length=80)
    function = forms.ChoiceField(label=_("职能"), help_text=_("报警按职能找人。"), choices=Function.choices)
    area = forms.ChoiceField(label=_("范围"), choices=Area.choices, widget=forms.RadioSelect, initial=Area.REGION)
    region_code = forms.ChoiceField(label=_("区域"), required=False, help_text=_("范围为“区域”时选择。"))
    sites = SitesField(label=_("网点"), required=False, help_text=_("范围为“指定网点”时填写网点编号，每行一个。"))
    is_key = forms.BooleanField(
        label=_("关键岗位"), required=False, initial=True, help_text=_("一人不能同时担任两个关键岗位的B角。")
    )
    head = PersonField(label=_("主管"), required=False, help_text=_("A角和B角都不在岗时代行。"))
    required_training = forms.ModelChoiceField(
        label=_("上岗培训"),
        help_text=_("没有有效培训的人任职要写理由。"),
        queryset=Training.objects.none(),
        required=False,
        empty_label=_("不要求"),
    )
    materials = forms.CharField(
        label=_("交接材料"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一项，离岗交接时逐项核对，例如钥匙、账号、台账。"),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["region_code"].choices = [("", _("请选择")), *region_choices(person)]
        fields["sites"].person = person
        fields["head"].offer(choosable(person))
        fields["required_training"].queryset = Training.objects.filter(is_active=True)

    @staticmethod
    def initial_of(post: Post) -> dict[str, Any]:
        return {
            "name": post.name,
            "function": post.function,
            "area": post.area,
            "region_code": post.region_id if post.area == Area.REGION else "",
            "sites": list(post.sites.order_by("code")),
            "is_key": post.is_key,
            "head": post.head,
            "required_training": post.required_training,
            "materials": post.materials,
        }

    def data_of(self) -> PostData:
        """What was entered, for the action."""
        return PostData(**{name: value for name, value in self.cleaned_data.items() if name != "sites"})


class ValidityForm(forms.Form):
    """From and until; without a begin it begins now, without an end it lasts."""

    since = forms.DateTimeField(label=_("开始"), required=False, help_text=_("不填表示立即生效。"))
    until = forms.DateTimeField(label=_("结束"), required=False, help_text=_("不填表示长期。"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until <= since:
            raise forms.ValidationError(_("结束时间必须晚于开始时间。"), code="validity")
        return cleaned

    def validity(self, now: datetime) -> DateTimeTZRange:
        return DateTimeTZRange(self.cleaned_data["since"] or now, self.cleaned_data["until"])


class AssignForm(ValidityForm):
    person = PersonField(label=_("人员"))
    role = forms.ChoiceField(label=_("角色"), choices=AssignmentRole.choices, widget=forms.RadioSelect)
    untrained_reason = forms.CharField(
        label=_("未培训上岗理由"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=_("B角没有有效的上岗培训时才需要填写；理由和批准人会一直显示。"),
    )

    field_order = ["role", "person", "since", "until", "untrained_reason"]


class EndForm(forms.Form):
    at = forms.DateTimeField(label=_("结束时间"), required=False, help_text=_("不填表示立即结束。"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class ConfirmForm(forms.Form):
    """Nothing to enter: that it was sent is what counts."""
