"""Shapes of what people enter about the official calendar."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import DayKind
from .rules.calendar import Span

_LINE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:至|到|~|—|-|,|，)\s*(\d{4}-\d{1,2}-\d{1,2}))?[\s,，]*(.*)")
_LARGEST_FILE = 200_000
_KINDS = {
    "法定节假日": DayKind.HOLIDAY,
    "holiday": DayKind.HOLIDAY,
    "调休上班": DayKind.MAKEUP,
    "makeup": DayKind.MAKEUP,
}


class DayForm(forms.Form):
    """One day of the calendar."""

    kind = forms.ChoiceField(label=_("日类型"), choices=DayKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("节日名称"), max_length=40, required=False)


class YearForm(forms.Form):
    """A year as the State Council announces it: holidays, a span a line, and make-up working days, one a line."""

    year = forms.IntegerField(label=_("年份"), min_value=2020, max_value=2100)
    holidays = forms.CharField(
        label=_("放假"),
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "2027-01-01 至 2027-01-03 元旦"}),
        required=False,
        help_text=_("每行一个节日：首日 至 末日 名称。"),
    )
    makeup = forms.CharField(
        label=_("调休上班"),
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": "2027-02-20 春节"}),
        required=False,
        help_text=_("每行一天：日期 名称。"),
    )
    file = forms.FileField(
        label=_("或上传CSV"), required=False, help_text=_("列：日期,日类型,名称；日类型填“法定节假日”或“调休上班”。")
    )

    def clean_holidays(self) -> list[Span]:
        return [Span(first, last or first, name) for first, last, name in _lines(self.cleaned_data["holidays"])]

    def clean_file(self) -> list[tuple[date, DayKind, str]]:
        given: Any = self.cleaned_data["file"]
        if given is None:
            return []
        if (given.size or 0) > _LARGEST_FILE:
            raise forms.ValidationError(_("文件太大，全年安排不会超过200KB。"))
        return list(_days_of_file(_decoded(given.read())))

    def clean(self) -> dict[str, Any]:
        """The days of a file are added to those of the lines."""
        cleaned = super().clean() or self.cleaned_data
        days = cleaned.get("file") or []
        cleaned["holidays"] = [
            *cleaned.get("holidays", []),
            *(Span(day, day, name) for day, kind, name in days if kind == DayKind.HOLIDAY),
        ]
        added = {day: name for day, kind, name in days if kind == DayKind.MAKEUP}
        cleaned["makeup"] = {**cleaned.get("makeup", {}), **added}
        return cleaned

    def clean_makeup(self) -> dict[date, str]:
        return {first: name for first, _last, name in _lines(self.cleaned_data["makeup"])}


def _lines(text: str) -> list[tuple[date, date | None, str]]:
    """The lines of a text: day, the last day if there is one, name."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        try:
            if match is None:
                raise ValueError(line)
            first = _day(match[1])
            last = _day(match[2]) if match[2] else None
        except ValueError as error:
            raise forms.ValidationError(
                _("第%(number)d行“%(line)s”看不懂，请写成：2027-01-01 至 2027-01-03 元旦。"),
                params={"number": number, "line": line.strip()[:60]},
            ) from error
        if last is not None and not first <= last <= first + timedelta(days=31):
            raise forms.ValidationError(_("第%(number)d行的末日应在首日之后31天以内。"), params={"number": number})
        found.append((first, last, match[3].strip()))
    return found


def _day(text: str) -> date:
    return date(*(int(part) for part in text.split("-")))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _days_of_file(text: str) -> Iterator[tuple[date, DayKind, str]]:
    """The rows of a CSV file: day, kind, name; ordinary days and a heading are passed over."""
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        cells = [cell.strip() for cell in row] + ["", ""]
        if not any(cells) or (number == 1 and not cells[0][:1].isdigit()):
            continue
        try:
            day = _day(cells[0].replace("/", "-"))
        except (ValueError, TypeError) as error:
            raise forms.ValidationError(
                _("文件第%(number)d行的日期“%(text)s”看不懂，请写成2027-01-01。"),
                params={"number": number, "text": cells[0][:30]},
            ) from error
        kind = _KINDS.get(cells[1].lower())
        if kind is not None:
            yield day, kind, cells[2][:40]
        elif cells[1] not in ("工作日", "周末", "workday", "weekend"):
            raise forms.ValidationError(
                _("文件第%(number)d行的日类型“%(text)s”应为法定节假日、调休上班、工作日或周末。"),
                params={"number": number, "text": cells[1][:30]},
            )
