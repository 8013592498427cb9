"""Shapes of what people enter about duty."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import DayRule, RotationUnit
from .fields import PersonField
from .models import Person, Rota
from .rules.rota import Pattern, ShiftPattern, Turn, minutes_between

WEEKDAYS = [(1, _("一")), (2, _("二")), (3, _("三")), (4, _("四")), (5, _("五")), (6, _("六")), (7, _("日"))]
FIRST_DAY = date(2020, 1, 1)


class RotaForm(forms.Form):
    """What a rota is, apart from its shifts and members."""

    name = forms.CharField(label=_("名称"), max_length=80)
    unit = forms.ChoiceField(
        label=_("轮换方式"), help_text=_("隔多久换下一个人。"), choices=RotationUnit.choices, initial=RotationUnit.WEEK
    )
    every = forms.IntegerField(
        label=_("每几个单位轮换一次"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=_("例如按周轮换填2，就是每两周换人。"),
    )
    starts_on = forms.DateField(label=_("开始日期"), help_text=_("轮换从这一天的第一名值班人员数起。"))
    ends_on = forms.DateField(label=_("结束日期"), required=False, help_text=_("不填就一直有效。"))

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < FIRST_DAY:
            raise forms.ValidationError(_("开始日期不能早于2020年1月1日。"))
        return day


class ShiftRow(forms.Form):
    """A shift of the day; a row without a label is no shift."""

    label = forms.CharField(label=_("班次"), max_length=20, required=False)
    begins = forms.TimeField(label=_("开始"), required=False)
    ends = forms.TimeField(label=_("结束"), required=False)
    days = forms.ChoiceField(
        label=_("适用日"), help_text=_("工作日已计入调休上班。"), choices=DayRule.choices, initial=DayRule.ALL
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    offset = forms.IntegerField(
        label=_("轮换错位"),
        help_text=_("几个班次同时轮换时，从第几个人开始。"),
        min_value=0,
        max_value=99,
        required=False,
        initial=0,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("label"):
            for name in ("begins", "ends"):
                if name not in self.errors and cleaned.get(name) is None:
                    self.add_error(name, _("请填写时间。"))
        elif cleaned.get("begins") or cleaned.get("ends"):
            self.add_error("label", _("请填写班次名称。"))
        return cleaned

    def pattern(self) -> ShiftPattern | None:
        data = self.cleaned_data
        if not data.get("label"):
            return None
        minutes = minutes_between(data["begins"], data["ends"])
        weekdays, offset = frozenset(data["weekdays"]), data.get("offset") or 0
        return ShiftPattern(data["label"], data["begins"], minutes, data["days"], weekdays, offset)


class MemberRow(forms.Form):
    """Somebody in the rotation; a row without a person is nobody."""

    position = forms.IntegerField(label=_("顺序"), min_value=1, max_value=999, required=False)
    person = PersonField(label=_("值班人员"), required=False, widget=forms.TextInput(attrs={"list": "rota-people"}))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("固定星期"),
        help_text=_("只有按星期固定时才选。"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: PersonField = self.fields["person"]  # type: ignore[assignment]
        field.people = people if people is not None else Person.objects.none()

    def turn(self) -> Turn | None:
        person = self.cleaned_data.get("person")
        return Turn(person.pk, frozenset(self.cleaned_data["weekdays"])) if person else None


ShiftRows = forms.formset_factory(ShiftRow, extra=2, max_num=20, absolute_max=40)
MemberRows = forms.formset_factory(MemberRow, extra=4, max_num=60, absolute_max=80)


def pattern_from(head: RotaForm, shifts: Sequence[ShiftRow], members: Sequence[MemberRow]) -> Pattern:
    """The rota that three valid forms describe; members in the order of their positions, then of their rows."""
    data = head.cleaned_data
    in_order = sorted(members, key=lambda row: row.cleaned_data.get("position") or 1000)
    return Pattern(
        data["starts_on"],
        data["ends_on"],
        data["unit"],
        data["every"],
        [pattern for row in shifts if (pattern := row.pattern()) is not None],
        [turn for row in in_order if (turn := row.turn()) is not None],
    )


def initial_rows(rota: Rota) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """A rota as the three forms show it. Two queries."""
    names = ("name", "unit", "every", "starts_on", "ends_on")
    shifts = [
        {
            "label": row.label,
            "begins": row.begins,
            "ends": (datetime.combine(FIRST_DAY, row.begins) + timedelta(minutes=row.minutes)).time(),
            "days": row.days,
            "weekdays": row.weekdays,
            "offset": row.offset,
        }
        for row in rota.shifts.all()
    ]
    members = [
        {"position": number, "person": row.person, "weekdays": row.weekdays}
        for number, row in enumerate(rota.members.select_related("person"), start=1)
    ]
    return {name: getattr(rota, name) for name in names}, shifts, members


class MoveForm(forms.Form):
    """A manager's move of a shift; nobody: a gap on purpose."""

    person = PersonField(label=_("改由谁值班"), required=False, help_text=_("留空表示此班空缺。"))
    reason = forms.CharField(label=_("原因"), max_length=200)


class AskForm(forms.Form):
    """With whom to swap, and for which of their shifts."""

    taker = PersonField(label=_("请谁来值"))
    counter = forms.TypedChoiceField(label=_("换对方的哪个班次"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label=_("事由"), max_length=200, required=False)


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("答复"), max_length=200, required=False)


class EndRotaForm(forms.Form):
    last = forms.DateField(label=_("最后一天"), help_text=_("这一天之后不再排班；临时指定和换班的班次保留。"))
