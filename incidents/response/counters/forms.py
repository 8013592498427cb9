"""Shapes of what people enter at counters. What is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.issuing import KEY_LENGTH, Wish
from .actions.setting_up import MOST_WINDOWS, Settings
from .choices import Need, PriorityCategory, PriorityMode
from .models import Counter


class TakeForm(forms.Form):
    """A number: who one is only as far as one says so."""

    category = forms.ChoiceField(
        label=_("优先服务（自行申报，无需证明）"),
        help_text=_("本人说明即可。"),
        required=False,
        choices=[("", _("不需要")), *PriorityCategory.choices],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label=_("需要的协助"),
        help_text=_("只记种类，不查证件，不留姓名。"),
        required=False,
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    key = forms.CharField(max_length=KEY_LENGTH, required=False, widget=forms.HiddenInput)

    def wish(self) -> Wish:
        return Wish(self.cleaned_data["category"], self.cleaned_data["needs"], self.cleaned_data["key"])


class SettingsForm(forms.Form):
    windows = forms.IntegerField(
        label=_("窗口数"), help_text=_("同时有几个人办理。"), min_value=1, max_value=MOST_WINDOWS, initial=1
    )
    rate = forms.IntegerField(
        label=_("每窗口每小时人数"), min_value=1, max_value=600, initial=20, help_text=_("窗口数 × 人数 = 服务能力。")
    )
    priority_mode = forms.ChoiceField(
        label=_("优先方式"),
        help_text=_("按比例：优先号和普通号交替叫；设优先窗口：几个窗口只办优先号。"),
        choices=PriorityMode.choices,
        initial=PriorityMode.RATIO,
        widget=forms.RadioSelect,
    )
    ratio = forms.IntegerField(
        label=_("优先比例"),
        min_value=1,
        max_value=10,
        initial=3,
        help_text=_("每叫几个优先号，叫一个普通号。优先窗口或普通窗口全部暂停时也按此比例。"),
    )
    priority_windows = forms.IntegerField(
        label=_("优先窗口数"), min_value=0, max_value=MOST_WINDOWS, initial=0, help_text=_("从1号窗口起。")
    )
    idle_takes_others = forms.BooleanField(
        label=_("优先窗口空闲时可办理普通号"),
        help_text=_("没有优先号等候时，优先窗口也叫普通号。"),
        required=False,
        initial=True,
    )
    instead = forms.CharField(
        label=_("撤除后请公众去哪里"),
        required=False,
        max_length=200,
        help_text=_("例如：终端已恢复，请使用大厅自助终端。撤除窗口后显示在手机和屏幕上。"),
    )

    def __init__(self, *args: Any, counter: Counter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if counter is not None:
            for name in ("rate", "priority_mode", "ratio", "idle_takes_others", "instead"):
                self.fields[name].initial = getattr(counter, name)
            windows = list(counter.windows.filter(closed_at=None))
            self.fields["windows"].initial = max((window.number for window in windows), default=1)
            self.fields["priority_windows"].initial = sum(window.is_priority for window in windows)

    def settings(self) -> Settings:
        return Settings(**self.cleaned_data)


class PriorityNoticeForm(forms.Form):
    """What is offered at the counter: the notice promises nothing else."""

    needs = forms.MultipleChoiceField(
        label=_("本窗口提供的协助"),
        required=False,
        choices=Need.choices,
        initial=Need.values,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("告示上只写勾选的各项，请如实勾选。"),
    )
    bilingual = forms.BooleanField(
        label=_("加印英文（第二页）"), help_text=_("中文在第一页，英文在第二页。"), required=False
    )
