"""What is asked of a simulation."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.clock import SHANGHAI
from resources.network.access import regions_for, sees_region, sites_for
from resources.network.choices import PaymentMethod
from resources.network.models import Site
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.models import Person

from .policies.conditions import Facts
from .policies.simulating import Question
from .registry import vocabulary

DEFAULT_MINUTES = 60


class SimulationForm(forms.Form):
    """When, what and where, of what the person sees: the answer names people. A site stands for its region."""

    at = forms.DateTimeField(
        label=_("发生时间"),
        help_text=_("夜间和休息日可能选用不同的策略。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    grade = forms.ChoiceField(label=_("事件等级"))
    scope = forms.ChoiceField(label=_("影响范围"), required=False)
    category = forms.ChoiceField(label=_("原因类别"), required=False)
    cause = forms.CharField(label=_("故障或原因代码"), max_length=40, required=False)
    payment_method = forms.ChoiceField(
        label=_("支付方式"), choices=[("", _("不限于一种")), *PaymentMethod.choices], required=False
    )
    region = forms.CharField(label=_("区域代码"), max_length=6, required=False, help_text=_("不填为全国。"))
    site = forms.CharField(label=_("网点编号"), max_length=20, required=False, help_text=_("填了网点就按它的区域。"))
    is_drill = forms.BooleanField(label=_("演练"), required=False)
    minutes = forms.IntegerField(
        label=_("看到第几分钟"),
        help_text=_("试算到这里为止；不会真的发送。"),
        min_value=1,
        max_value=24 * 60,
        initial=DEFAULT_MINUTES,
    )
    acknowledged_after = forms.IntegerField(
        label=_("第几分钟有人接警"), min_value=0, max_value=24 * 60, required=False, help_text=_("不填为一直无人接警。")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        for name in ("grade", "scope", "category"):
            blank = [] if self.fields[name].required else [("", _("未知"))]
            self.fields[name].choices = [*blank, *vocabulary(name).items()]  # type: ignore[attr-defined]

    def clean_region(self) -> str:
        code: str = self.cleaned_data["region"].strip()
        if code and not regions_for(self.person).filter(pk=code).exists():
            raise forms.ValidationError(_("没有找到区域%(code)s。"), params={"code": code})
        return code

    def clean_site(self) -> Site | None:
        code = self.cleaned_data["site"].strip()
        if not code:
            return None
        found = sites_for(self.person).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("没有找到网点%(code)s。"), params={"code": code})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_whole = "region" in cleaned and "site" in cleaned and not (cleaned["region"] or cleaned["site"])
        if is_whole and not sees_region(self.person, WHOLE_COUNTRY):
            self.add_error("region", _("请填写您负责范围内的区域或网点。"))
        return cleaned

    def question(self) -> Question:
        data = self.cleaned_data
        site: Site | None = data["site"]
        facts = Facts(
            grade=data["grade"],
            category=data["category"],
            causes=frozenset({data["cause"].strip()} - {""}),
            scope=data["scope"],
            payment_method=data["payment_method"],
            region_code=site.region_id if site else data["region"] or WHOLE_COUNTRY,
            is_drill=data["is_drill"],
        )
        return Question(data["at"], facts, site, data["minutes"], data["acknowledged_after"])


def initial_of(person: Person, now: datetime) -> dict[str, Any]:
    """Now, with the least grave grade, in the first region that the person sees (blank: the whole country)."""
    region = "" if sees_region(person, WHOLE_COUNTRY) else regions_for(person).values_list("pk", flat=True).first()
    grades = list(vocabulary("grade"))
    return {
        "at": now.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
        "grade": grades[-1] if grades else "",
        "minutes": DEFAULT_MINUTES,
        "region": region or "",
    }
