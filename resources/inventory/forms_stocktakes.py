"""Forms of stocktakes: shape only. What may be done is for the actions."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from resources.network.choices import ComponentKind

from .access import kept_depots
from .form_fields import PiecesField, request_key
from .forms_transfers import LocalTimeInput
from .models import Depot, PartType, StocktakeLine
from .rules import pieces
from .rules.stock import REASON_LENGTH

SEPARATORS = re.compile(r"[\s,，;；、]+")
#: unknown codes named in a refusal
NAMED = 5


class StartForm(forms.Form):
    """What to count: everything, one component, or the parts named."""

    depot = forms.ModelChoiceField(
        Depot.objects.none(), label=_("备件库"), to_field_name="code", empty_label=_("请选择备件库")
    )
    component = forms.ChoiceField(
        label=_("部件"), choices=[("", _("全部备件")), *ComponentKind.choices], required=False
    )
    parts = forms.CharField(
        label=_("只盘这些备件"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=8000,
        help_text=_("填写备件编号，用空格、逗号或换行分隔；不填表示盘点该库全部备件。"),
    )
    remark = forms.CharField(label=_("备注"), required=False, max_length=200)
    key = request_key()

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depot: forms.ModelChoiceField[Depot] = self.fields["depot"]  # type: ignore[assignment]
        depot.queryset = kept_depots(person).order_by("code")

    def clean_parts(self) -> list[PartType]:
        codes = list(dict.fromkeys(filter(None, SEPARATORS.split(self.cleaned_data["parts"]))))
        found = {part.code: part for part in PartType.objects.filter(code__in=codes)}
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise forms.ValidationError(_("没有这些备件编号：%(codes)s"), params={"codes": listed(unknown[:NAMED])})
        return list(found.values())

    @property
    def chosen(self) -> list[PartType] | None:
        """The parts to count; None for all of the depot."""
        named: list[PartType] = self.cleaned_data["parts"]
        component = self.cleaned_data["component"]
        if named:
            return [part for part in named if not component or part.component == component]
        if not component:
            return None
        depot = self.cleaned_data["depot"]
        return list(PartType.objects.filter(component=component, levels__depot=depot).distinct())


class CountForm(forms.Form):
    counted = PiecesField(label=_("实盘数量"), read=pieces.read_limit, max_length=20)
    key = request_key()


class SheetForm(forms.Form):
    """A page of a count sheet typed in: a number for every line that has one, and when it was counted."""

    at = forms.DateTimeField(
        label=_("清点时间"),
        required=False,
        widget=LocalTimeInput(),
        help_text=_("纸上清点的时间；之后的出入库不影响差异。不填表示现在。"),
    )
    key = request_key()

    def __init__(self, *args: Any, lines: list[StocktakeLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            field = PiecesField(label=line.part.name, read=pieces.read_limit, max_length=20, required=False)
            self.fields[f"line-{line.pk}"] = field

    @property
    def rows(self) -> list[tuple[StocktakeLine, forms.BoundField]]:
        return [(line, self[f"line-{line.pk}"]) for line in self.lines]

    @property
    def counts(self) -> dict[int, int]:
        named = {line.pk: self.cleaned_data[f"line-{line.pk}"] for line in self.lines}
        return {pk: counted for pk, counted in named.items() if counted is not None}


class PostForm(forms.Form):
    """A reason for every variance, named reason-<id>; one for all where a line has none."""

    reason = forms.CharField(
        label=_("共同的原因"), required=False, max_length=REASON_LENGTH, help_text=_("用于没有单独填写原因的备件。")
    )
    remark = forms.CharField(label=_("备注"), required=False, max_length=200)

    def __init__(self, *args: Any, lines: list[StocktakeLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            field = forms.CharField(label=line.part.name, required=False, max_length=REASON_LENGTH)
            field.widget.attrs["list"] = "variance-reasons"
            self.fields[f"reason-{line.pk}"] = field

    @property
    def rows(self) -> list[tuple[StocktakeLine, forms.BoundField]]:
        return [(line, self[f"reason-{line.pk}"]) for line in self.lines]

    @property
    def reasons(self) -> dict[int, str]:
        common = self.cleaned_data["reason"]
        return {line.pk: self.cleaned_data[f"reason-{line.pk}"] or common for line in self.lines}
