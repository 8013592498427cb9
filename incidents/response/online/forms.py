"""Shapes of what people enter about channels and codes."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.response.forms import LocalTimeInput
from incidents.response.models import Incident, Substitute
from resources.network.access import sites_for, terminals_for
from resources.network.choices import PaymentMethod
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .emvco import BadPayload, validate
from .models import OnlineChannel
from .queries import active_channels, channels_of

_SEPARATORS = re.compile(r"[、,，;；\n]+")
_LONGEST_SERVICE = 40


class ChannelForm(forms.ModelForm[OnlineChannel]):
    payment_methods = forms.MultipleChoiceField(
        label=_("支付方式"), choices=PaymentMethod.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    services = forms.CharField(
        label=_("可办业务"), required=False, max_length=400, help_text=_("用顿号分开，例如 电费、水费；不填表示全部。")
    )
    reason = forms.CharField(label=_("修改原因"), required=False, max_length=100)

    class Meta:
        model = OnlineChannel
        fields = (
            "name",
            "name_en",
            "kind",
            "url",
            "finding",
            "finding_en",
            "steps",
            "steps_en",
            "documents",
            "documents_en",
            "services",
            "payment_methods",
            "hours",
            "capacity_per_hour",
            "merchant_code",
            "rank",
            "is_active",
        )
        widgets = {
            name: forms.Textarea({"rows": rows})
            for name, rows in {"steps": 4, "steps_en": 4, "documents": 2, "documents_en": 2, "merchant_code": 2}.items()
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["services"] = "、".join(self.instance.services)

    def clean_services(self) -> list[str]:
        names = [name.strip() for name in _SEPARATORS.split(self.cleaned_data["services"]) if name.strip()]
        if any(len(name) > _LONGEST_SERVICE for name in names):
            raise forms.ValidationError(_("业务名称最多40个字。"))
        return list(dict.fromkeys(names))

    def clean_merchant_code(self) -> str:
        code = str(self.cleaned_data["merchant_code"]).strip()
        try:
            if code:
                validate(code)
        except BadPayload as error:
            raise forms.ValidationError(_("收款码不完整或校验码不符，请核对收单机构给出的原文。")) from error
        return code


class NamedChannelsForm(forms.Form):
    """Which channels a substitute sends people to."""

    channels = forms.ModelMultipleChoiceField(
        OnlineChannel.objects.none(), label=_("线上渠道"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, substitute: Substitute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelMultipleChoiceField[OnlineChannel] = self.fields["channels"]  # type: ignore[assignment]
        field.queryset = active_channels()
        field.initial = channels_of(substitute)


class ProlongForm(forms.Form):
    until = forms.DateTimeField(label=_("有效期至"), widget=LocalTimeInput())


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("作废原因"), max_length=200, help_text=_("例如：现场二维码被覆盖；支付页面异常。"))


class RevokeManyForm(RevokeForm):
    """All codes of the incident, or those at one of its sites."""

    site = forms.ModelChoiceField(
        label=_("范围"), queryset=Site.objects.none(), required=False, empty_label=_("整个事件"), to_field_name="code"
    )
    field_order = ["site", "reason"]

    def __init__(self, *args: Any, incident: Incident, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField[Site] = self.fields["site"]  # type: ignore[assignment]
        field.queryset = sites_for(person).filter(affected_terminals__incident=incident).distinct().order_by("code")


class TerminalCodeForm(forms.Form):
    terminal = forms.CharField(label=_("设备编号"), max_length=40)
    service = forms.CharField(label=_("业务"), max_length=40, required=False, help_text=_("不填表示全部业务。"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_terminal(self) -> Terminal:
        rows = terminals_for(self.person).select_related("site")
        found = rows.filter(code=str(self.cleaned_data["terminal"]).strip()).first()
        if found is None:
            raise forms.ValidationError(_("没有这台终端。"))
        return found
