"""Forms of sites, terminals and imports: shape only. What may be done is for the actions."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from . import hours
from .access import sites_for
from .choices import PaymentMethod, TerminalStatus
from .importing.cells import services
from .models import Region, Site, Terminal
from .queries import placeable_choices
from .rules import ALLOWED, REASON_LENGTH

_CODE = RegexValidator(r"^[\w.\-:]+$", _("编号只能由文字、数字和 - _ . : 组成。"))


class SiteForm(forms.ModelForm[Site]):
    code = forms.CharField(label=_("网点编号"), max_length=32, validators=[_CODE])
    region_code = forms.ChoiceField(label=_("区域"), help_text=_("决定谁能看到、由哪些岗位负责。"))

    class Meta:
        model = Site
        fields = (
            "code",
            "name",
            "kind",
            "address",
            "longitude",
            "latitude",
            "opening_hours",
            "daily_visitors",
            "elderly_share",
            "phone",
        )

    field_order = ["code", "name", "region_code", "kind"]

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region: forms.ChoiceField = self.fields["region_code"]  # type: ignore[assignment]
        region.choices = placeable_choices(person)
        region.initial = self.instance.region_id
        self.fields["code"].disabled = self.instance.pk is not None
        self.fields["elderly_share"].help_text = _("0 到 1 之间，例如 0.35。")

    def clean_opening_hours(self) -> str:
        text = str(self.cleaned_data["opening_hours"])
        try:
            hours.parse(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "region_code" in cleaned:
            self.instance.region = Region(pk=cleaned["region_code"])
        return cleaned


class TerminalForm(forms.ModelForm[Terminal]):
    code = forms.CharField(label=_("设备编号"), max_length=40, validators=[_CODE])
    site_code = forms.CharField(label=_("网点编号"), max_length=32)
    payment_methods = forms.MultipleChoiceField(
        label=_("支付方式"), choices=PaymentMethod.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    services = forms.CharField(
        label=_("业务"), required=False, max_length=400, help_text=_("用顿号分开，例如 电费、水费。")
    )

    class Meta:
        model = Terminal
        fields = ("code", "model", "software_version", "line", "hourly_payments", "installed_on")
        widgets = {"installed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    field_order = [
        "code",
        "site_code",
        "model",
        "software_version",
        "line",
        "payment_methods",
        "services",
        "hourly_payments",
        "installed_on",
    ]

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["code"].disabled = self.instance.pk is not None
        if self.instance.site_id:
            self.fields["site_code"].initial = self.instance.site.code
        self.fields["payment_methods"].initial = self.instance.payment_methods
        self.fields["services"].initial = "、".join(self.instance.services)

    def clean_site_code(self) -> str:
        code = str(self.cleaned_data["site_code"])
        site = sites_for(self.person).filter(code=code).first()
        if site is None:
            raise forms.ValidationError(_("没有这个网点。"))
        self.instance.site = site
        return code

    def clean_services(self) -> list[str]:
        try:
            return list(services(self.cleaned_data["services"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.payment_methods = cleaned.get("payment_methods", [])
        self.instance.services = cleaned.get("services", [])
        return cleaned


class StatusForm(forms.Form):
    """What a terminal may become; `reason` is asked for by the rule, not here."""

    status = forms.ChoiceField(label=_("改为"))
    reason = forms.CharField(label=_("原因"), required=False, max_length=REASON_LENGTH)

    def __init__(self, *args: Any, terminal: Terminal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = ALLOWED[terminal.status]
        status: forms.ChoiceField = self.fields["status"]  # type: ignore[assignment]
        status.choices = [choice for choice in TerminalStatus.choices if choice[0] in allowed]
