"""Forms of how somebody wants to be reached. They check shapes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.escalation.choices import PERSONAL_CHANNELS, Channel
from incidents.escalation.forms_conditions import WindowForm, initial_of_windows

from .actions import MOST_QUIET, Wanted
from .rules import DEFAULT_ORDER, Quiet, Wishes

_ID = RegexValidator(r"^[\w.@-]+$", _("成员 ID 只能由字母、数字和 - _ . @ 组成。"))
#: what a robot takes for everybody in its group
_EVERYBODY = RegexValidator(r"(?i)^@?all$", _("请填写您本人的成员 ID，不能提醒所有人。"), inverse_match=True)
HELP = {
    Channel.WECOM: _("企业微信管理后台“通讯录”中的账号；不填则按手机号提醒。"),
    Channel.DINGTALK: _("钉钉管理后台“通讯录”中的 UserID；不填则按手机号提醒。"),
    Channel.FEISHU: _("飞书的 Open ID 或 User ID；飞书不支持按手机号提醒。"),
}
USES = [("all", _("所有消息")), ("urgent", _("仅紧急消息"))]


class ChannelForm(forms.Form):
    """One channel: its place in the order, for what it serves, and the person's id there where a robot mentions them."""

    place = forms.TypedChoiceField(
        label=_("顺序"),
        help_text=_("数字小的先用。"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, len(DEFAULT_ORDER) + 1)],
    )
    use = forms.ChoiceField(label=_("用于"), help_text=_("只用于这样的消息；紧急呼叫不受免打扰影响。"), choices=USES)
    handle = forms.CharField(label=_("成员 ID"), max_length=64, required=False, validators=[_ID, _EVERYBODY])

    def __init__(self, data: QueryDict | None, *, channel: str, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=channel, initial=initial)
        self.channel = channel
        if channel in PERSONAL_CHANNELS:
            del self.fields["handle"]
        else:
            self.fields["handle"].help_text = str(HELP[Channel(channel)])

    @property
    def title(self) -> str:
        return str(Channel(self.channel).label)


class QuietForm(WindowForm):
    """One window of quiet hours; a row without a start is empty."""

    holds_calls = forms.BooleanField(
        label=_("一般呼叫也延后"), help_text=_("不勾选时，免打扰时段只延后一般通知。"), required=False
    )

    def quiet(self) -> Quiet | None:
        window = self.window()
        return Quiet(window, self.cleaned_data["holds_calls"]) if window else None


QuietFormSet = forms.formset_factory(
    QuietForm, extra=1, max_num=MOST_QUIET, validate_max=True, can_delete=True, can_delete_extra=False
)


class Forms:
    """The forms of somebody's wishes, filled from data where somebody has sent them."""

    def __init__(self, wishes: Wishes, handles: Mapping[str, str], data: QueryDict | None = None) -> None:
        self.channels = [
            ChannelForm(data, channel=channel, initial=_initial(place, channel, wishes, handles))
            for place, channel in enumerate(wishes.full_order, start=1)
        ]
        hours = initial_of_windows(tuple(one.window for one in wishes.quiet))
        initial = [{**row, "holds_calls": one.holds_calls} for row, one in zip(hours, wishes.quiet, strict=True)]
        self.quiet: BaseFormSet[QuietForm] = QuietFormSet(
            data, initial=initial, prefix="quiet", form_kwargs={"empty_permitted": True}
        )

    def are_valid(self) -> bool:
        return all([*(form.is_valid() for form in self.channels), self.quiet.is_valid()])

    def wanted(self) -> Wanted:
        """What valid forms say. Of two with the same place the one that stood first comes first."""
        ordered = sorted(self.channels, key=lambda form: form.cleaned_data["place"])
        return Wanted(
            order=[form.channel for form in ordered],
            off=[form.channel for form in self.channels if form.cleaned_data["use"] == "urgent"],
            quiet=[quiet for form in self.quiet if (quiet := form.quiet()) is not None],
            handles={
                form.channel: form.cleaned_data["handle"].strip() for form in self.channels if "handle" in form.fields
            },
        )


def _initial(place: int, channel: str, wishes: Wishes, handles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "place": place,
        "use": "urgent" if channel in wishes.off else "all",
        "handle": handles.get(channel, ""),
    }
