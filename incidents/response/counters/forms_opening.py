"""Shapes of what is entered before a counter opens and when it closes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.response.forms import LocalTimeInput
from resources.inventory.choices import EquipmentCondition
from resources.inventory.models import Equipment
from resources.staff.models import Person

from .actions.cash import Counted
from .actions.staffing import Posting
from .choices import CashMoment, CheckCode, CheckPhase
from .models import Counter, Window
from .people import Candidate
from .wording import named

FEN = 100


class PostingForm(forms.Form):
    """Somebody comes to serve; with obstacles a reason is asked for."""

    until = forms.DateTimeField(
        label=_("班次结束"), help_text=_("到时提醒换班，避免窗口无人。"), widget=LocalTimeInput()
    )
    window = forms.ModelChoiceField(
        label=_("窗口"), queryset=Window.objects.none(), required=False, empty_label=_("不固定")
    )
    overruled = forms.CharField(
        label=_("仍要安排的理由"), help_text=_("没有有效标识或培训时才填，会留下记录。"), max_length=200
    )

    def __init__(self, *args: Any, counter: Counter, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate
        self.fields["until"].initial = timezone.localtime(candidate.until)
        windows: Any = self.fields["window"]
        windows.queryset = counter.windows.filter(closed_at=None)
        if candidate.obstacles:
            self.fields["overruled"].help_text = _("不符合要求：%(why)s。") % {"why": named(candidate.obstacles)}
        else:
            del self.fields["overruled"]

    def posting(self) -> Posting:
        given = self.cleaned_data
        return Posting(self.candidate.person, given["until"], given["window"], given.get("overruled", ""))


class UntilForm(forms.Form):
    until = forms.DateTimeField(
        label=_("班次结束"), help_text=_("到时提醒换班，避免窗口无人。"), widget=LocalTimeInput()
    )


class YuanField(forms.DecimalField):
    """Yuan with two places; its value is in fen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_digits=10, decimal_places=2, **options)

    def clean(self, value: Any) -> int:
        amount = super().clean(value)
        return int((amount or Decimal(0)) * FEN)


class CashForm(forms.Form):
    amount = YuanField(label=_("清点金额（元）"))
    takings = YuanField(label=_("其间现金收款（元）"), required=False, help_text=_("与备用金放在一起的现金收款。"))
    giver = forms.ModelChoiceField(
        label=_("交款人"), queryset=Person.objects.none(), help_text=_("清点人是您本人，不能与交款人相同。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, moment: str, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        givers: Any = self.fields["giver"]
        givers.queryset = people
        if moment == CashMoment.OUT:
            del self.fields["takings"]

    def counted(self) -> Counted:
        given = self.cleaned_data
        return Counted(given["amount"], given["giver"], given.get("takings", 0), given["note"])


class TakeEquipmentForm(forms.Form):
    item = forms.ModelChoiceField(queryset=Equipment.objects.none(), to_field_name="code")
    key = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = items


class ReturnForm(TakeEquipmentForm):
    condition = forms.ChoiceField(choices=EquipmentCondition.choices)


class CheckItemForm(forms.Form):
    """A line of the list for new counters; without a text it is left out."""

    phase = forms.ChoiceField(label=_("阶段"), help_text=_("开放前还是撤除前检查。"), choices=CheckPhase.choices)
    text = forms.CharField(label=_("检查内容"), max_length=120, required=False)
    text_en = forms.CharField(label=_("英文"), max_length=160, required=False)
    code = forms.ChoiceField(
        label=_("系统核对"),
        help_text=_("选了的项由系统自己核对，不用人勾。"),
        choices=[("", _("人工确认")), *CheckCode.choices],
        required=False,
    )
    is_active = forms.BooleanField(label=_("在用"), required=False)


CheckItems = forms.formset_factory(CheckItemForm, extra=2)
