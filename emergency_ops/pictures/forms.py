"""The filters that all pictures share."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.charts.period import Period, between, last_days
from emergency_ops.lib.fields import prepare
from emergency_ops.wall.scope import narrowed
from resources.network.access import sites_for, visible_regions
from resources.network.choices import PaymentMethod
from resources.network.models import Site
from resources.network.queries import region_choices
from resources.network.regions import is_within
from resources.staff.models import Person

from .asked import Asked

#: a period asked for by its days is at most so long: a little more than a year
LONGEST_DAYS = 400


class Span(TextChoices):
    TODAY = "1", gettext_lazy("今天")
    WEEK = "7", gettext_lazy("最近7天")
    MONTH = "30", gettext_lazy("最近30天")
    QUARTER = "90", gettext_lazy("最近90天")


class PictureForm(forms.Form):
    """Without a period: the days that the group of pictures has by default. Days asked for by their dates count more than a number of days."""

    days = forms.ChoiceField(label=gettext_lazy("期间"), choices=Span.choices, required=False)
    since = forms.DateField(label=gettext_lazy("从"), required=False)
    until = forms.DateField(label=gettext_lazy("到"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("区域"), required=False)
    site = forms.CharField(label=gettext_lazy("网点编号"), required=False, max_length=40)
    method = forms.ChoiceField(label=gettext_lazy("支付方式"), required=False)
    drills = forms.BooleanField(label=gettext_lazy("包括演练"), required=False)

    def __init__(self, data: Mapping[str, Any], person: Person, shown: frozenset[str], days: int = 7) -> None:
        """shown: names of the fields that matter; the others are kept as they are asked for, and not shown."""
        super().__init__({**{key: data[key] for key in data}, "days": data.get("days") or str(days)})
        self.default = days
        self.person = person
        fields: dict[str, Any] = self.fields
        fields["region"].choices = [("", _("全部区域")), *region_choices(person)]
        fields["method"].choices = [("", _("全部")), *PaymentMethod.choices]
        for name, field in fields.items():
            if name not in shown:
                field.widget = forms.HiddenInput()
        for bound in self:
            prepare(bound)

    def clean_site(self) -> Site | None:
        code = self.cleaned_data["site"].strip()
        if not code:
            return None
        found: Site | None = sites_for(self.person).select_related("region").filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("没有这个网点，或者它不在您的负责区域内。"))
        return found

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        site, region = found.get("site"), found.get("region")
        if site and region and not is_within(site.region_id, region):
            self.add_error("site", _("这个网点不在所选区域内。"))
        since, until = found.get("since"), found.get("until")
        if since and until and not 0 <= (until - since).days < LONGEST_DAYS:
            self.add_error("until", _("结束日期不能早于开始日期，期间最长%(days)d天。") % {"days": LONGEST_DAYS})
        return found

    def asked(self, now: datetime) -> Asked:
        """What is asked for; of a form with errors, what is right in it."""
        given = self.cleaned_data if self.is_valid() else {**self.cleaned_data}
        site, region = given.get("site"), given.get("region") or ""
        return Asked(
            person=self.person,
            period=self._period(given, now),
            prefixes=narrowed(visible_regions(self.person), region),
            place=site.name if site else self._place(region),
            region=region,
            site=site,
            method=given.get("method") or "",
            drills=bool(given.get("drills")),
        )

    def _period(self, given: Mapping[str, Any], now: datetime) -> Period:
        recent = last_days(int(given.get("days") or self.default), now)
        since: date | None = given.get("since")
        until: date | None = given.get("until")
        if since is None and until is None:
            return recent
        last = until or recent.slots.end.date()
        first = since or last
        return between(first, max(first, min(last, date.fromordinal(first.toordinal() + LONGEST_DAYS))), now)

    def _place(self, region: str) -> str:
        field: Any = self.fields["region"]
        names = {code: name.strip() for code, name in field.choices}
        return names[region] if region else _("全部负责区域")
