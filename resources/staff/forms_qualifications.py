"""Shapes of what is entered about training and badges."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .access import posts_for
from .actions.badges import Validity
from .actions.training import Taking, TrainingData
from .choices import TrainingKind, TrainingResult
from .fields import PeopleField, manageable
from .models import Person, Post, Training

_CODE = RegexValidator(r"^[\w.\-]+$", _("编号只能由文字、数字和 - _ . 组成。"))


class TrainingForm(forms.Form):
    code = forms.CharField(label=_("培训编号"), max_length=32, validators=[_CODE])
    name = forms.CharField(label=_("培训名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类型"), choices=TrainingKind.choices)
    valid_months = forms.IntegerField(
        label=_("有效期（月）"), required=False, min_value=1, max_value=120, help_text=_("不填表示长期有效。")
    )
    description = forms.CharField(
        label=_("内容"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    @staticmethod
    def initial_of(training: Training) -> dict[str, Any]:
        names = ("code", "name", "kind", "valid_months", "description")
        return {name: getattr(training, name) for name in names}

    def data_of(self) -> TrainingData:
        return TrainingData(**self.cleaned_data)


class RecordForm(forms.Form):
    """One training, for one person or for all who took part."""

    training = forms.ModelChoiceField(label=_("培训"), queryset=Training.objects.none(), empty_label=_("请选择"))
    people = PeopleField(label=_("人员"), help_text=_("姓名或账号，每行一个；同名时写成 姓名（账号）。"))
    taken_on = forms.DateField(label=_("完成日期"))
    result = forms.ChoiceField(label=_("结果"), choices=TrainingResult.choices, initial=TrainingResult.PASSED)
    expires_on = forms.DateField(label=_("有效期至"), required=False, help_text=_("不填则按培训的有效期计算。"))
    certificate = forms.CharField(label=_("证书编号"), required=False, max_length=60)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["training"].queryset = Training.objects.filter(is_active=True)
        fields["people"].people = manageable(person)

    def taking(self) -> Taking:
        return Taking(**{name: value for name, value in self.cleaned_data.items() if name != "people"})


class BadgeForm(forms.Form):
    people = PeopleField(label=_("人员"), help_text=_("姓名或账号，每行一个；同名时写成 姓名（账号）。"))
    post = forms.ModelChoiceField(
        label=_("岗位"), queryset=Post.objects.none(), required=False, empty_label=_("不印岗位")
    )
    valid_from = forms.DateField(label=_("生效日期"))
    valid_until = forms.DateField(label=_("有效期至"), help_text=_("最长三年。"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["people"].people = manageable(person)
        fields["post"].queryset = posts_for(person).filter(is_active=True).order_by("region_id", "function")

    def validity(self) -> Validity:
        return Validity(self.cleaned_data["valid_from"], self.cleaned_data["valid_until"])


class RenewForm(forms.Form):
    valid_from = forms.DateField(label=_("生效日期"))
    valid_until = forms.DateField(label=_("有效期至"))

    def validity(self) -> Validity:
        return Validity(self.cleaned_data["valid_from"], self.cleaned_data["valid_until"])


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("照片"),
        help_text=_("JPEG 或 PNG，正面免冠，最大 8 MB；只保存缩小后的图像，不含拍摄信息。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )


def a_year_from(today: date) -> dict[str, date]:
    """Days that a badge form begins with: today, and the end of next year."""
    return {"valid_from": today, "valid_until": date(today.year + 1, 12, 31)}
