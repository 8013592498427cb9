"""The form of an account, made from what its kind asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from resources.network.models import Region
from resources.network.queries import region_choices
from resources.staff.models import Person

from .actions.accounts import AccountData
from .kinds import KINDS, Asked
from .models import ChannelAccount

_ADDRESS = RegexValidator(r"^https?://[^\s/@]+(/\S*)?$", _("地址须以 http:// 或 https:// 开头，且不含账号和密码。"))
KEPT = _("已保存，留空则保持不变。")


class AccountForm(forms.Form):
    """Secrets are entered and never shown: for an account that has them an empty field keeps them."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如“黄浦区值班群”。"))
    region = forms.ChoiceField(
        label=_("区域"), required=False, help_text=_("消息发往离事件最近一级区域的全部账号；不选则服务全部区域。")
    )
    address = forms.CharField(label=_("地址"), required=False, max_length=300, validators=[_ADDRESS])

    def __init__(self, *args: Any, channel: str, account: ChannelAccount | None, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(account), **kwargs})
        self.kind = KINDS[channel]
        regions: forms.ChoiceField = self.fields["region"]  # type: ignore[assignment]
        regions.choices = [("", _("全部区域")), *region_choices(person)]
        self.fields["address"].required = self.kind.needs_address
        usual = settings.CHANNEL_ADDRESSES.get(channel, "")
        self.fields["address"].help_text = _("留空则使用 %(address)s") % {"address": usual} if usual else ""
        self._add(self.kind.options, "option", account)
        self._add(self.kind.secrets, "secret", account)

    def data_given(self) -> AccountData:
        """What a valid form says."""
        data = self.cleaned_data
        return AccountData(
            name=data["name"],
            region=Region.objects.get(pk=data["region"]) if data["region"] else None,
            address=data["address"],
            options={asked.name: data[f"option_{asked.name}"].strip() for asked in self.kind.options},
            secrets={asked.name: data[f"secret_{asked.name}"] for asked in self.kind.secrets},
        )

    def _add(self, asked: Iterable[Asked], prefix: str, account: ChannelAccount | None) -> None:
        for one in asked:
            self.fields[f"{prefix}_{one.name}"] = _secret(one, account) if prefix == "secret" else _option(one, account)


def _option(asked: Asked, account: ChannelAccount | None) -> forms.Field:
    initial = account.options.get(asked.name, "") if account else asked.initial
    if asked.choices:
        return forms.ChoiceField(
            label=str(asked.label), choices=asked.choices, initial=initial, help_text=str(asked.help)
        )
    return forms.CharField(
        label=str(asked.label), required=asked.required, max_length=100, initial=initial, help_text=str(asked.help)
    )


def _secret(asked: Asked, account: ChannelAccount | None) -> forms.Field:
    return forms.CharField(
        label=str(asked.label),
        required=asked.required and account is None,
        max_length=400,
        help_text=str(KEPT if account else asked.help),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _initial(account: ChannelAccount | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"name": account.name, "region": account.region_id or "", "address": account.address}
