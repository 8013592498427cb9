"""The form of an account, made from what its kind asks, and that of a card."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.escalation.channels.kinds import Asked
from resources.network.models import Region
from resources.network.queries import region_choices
from resources.staff.models import Person

from .actions import AccountData
from .kinds import KINDS
from .models import PublicAccount

KEPT = _("已保存，留空则保持不变。")


class AccountForm(forms.Form):
    """Secrets are entered and never shown: for an account that has them an empty field keeps them."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("账号在平台上的名称。"))
    region = forms.ChoiceField(
        label=_("区域"), required=False, help_text=_("公告由离其区域最近一级的全部账号发布；不选则为全国账号。")
    )

    def __init__(self, *args: Any, channel: str, account: PublicAccount | None, person: Person, **kwargs: Any) -> None:
        initial = {"name": account.name, "region": account.region_id or ""} if account else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.kind = KINDS[channel]
        regions: forms.ChoiceField = self.fields["region"]  # type: ignore[assignment]
        regions.choices = [("", _("全国")), *region_choices(person)]
        for asked in self.kind.options:
            self.fields[f"option_{asked.name}"] = _option(asked, account)
        for asked in self.kind.secrets:
            self.fields[f"secret_{asked.name}"] = _secret(asked, account)

    def data_given(self) -> AccountData:
        """What a valid form says."""
        data = self.cleaned_data
        return AccountData(
            name=data["name"],
            region=Region.objects.get(pk=data["region"]) if data["region"] else None,
            options=_given(data, "option", self.kind.options),
            secrets=_given(data, "secret", self.kind.secrets),
        )


class CardForm(forms.Form):
    """What a person says about a delivery; which of the two is needed depends on what they do."""

    link = forms.CharField(
        label=_("发布后的链接"), required=False, max_length=400,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )  # fmt: skip
    text = forms.CharField(label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"].required = verb == "out"


def _given(data: dict[str, Any], prefix: str, asked: Iterable[Asked]) -> dict[str, str]:
    return {one.name: data[f"{prefix}_{one.name}"].strip() for one in asked}


def _option(asked: Asked, account: PublicAccount | None) -> forms.Field:
    initial = account.options.get(asked.name, "") if account else asked.initial
    return forms.CharField(
        label=str(asked.label), required=asked.required, max_length=200, initial=initial, help_text=str(asked.help)
    )


def _secret(asked: Asked, account: PublicAccount | None) -> forms.Field:
    return forms.CharField(
        label=str(asked.label),
        required=asked.required and account is None,
        max_length=400,
        help_text=str(KEPT if account else asked.help),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
