"""Forms of transfers: shape only. What may be done is for the actions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from resources.network.access import sites_for
from resources.network.models import Site

from .access import depots_for
from .form_fields import PiecesField, request_key
from .models import Depot, PartType, Reservation, TransferLine
from .rules import pieces
from .rules.transfers import MAX_LINES, REMARK_LENGTH

LOCAL_TIME = "%Y-%m-%dT%H:%M"
#: candidates named when a site's name is not clear
NAMED = 5


class LocalTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=LOCAL_TIME)


class TransferForm(forms.Form):
    """Where from, where to, and how. The destination is a depot, or a site by its code or name."""

    source = forms.ModelChoiceField(
        Depot.objects.none(), label=_("发出备件库"), to_field_name="code", empty_label=_("请选择备件库")
    )
    to_depot = forms.ModelChoiceField(
        Depot.objects.none(), label=_("送往备件库"), to_field_name="code", required=False, empty_label=_("不送往备件库")
    )
    to_site = forms.CharField(
        label=_("或送往网点"), required=False, max_length=80, help_text=_("填写网点编号或名称，二者只填一个。")
    )
    carrier = forms.CharField(label=_("承运"), required=False, max_length=80, help_text=_("谁送、怎么联系。"))
    expected_at = forms.DateTimeField(label=_("预计到达"), required=False, widget=LocalTimeInput())
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
    subject = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    key = request_key()

    def __init__(self, *args: Any, person: Any, fixed: bool = False, **kwargs: Any) -> None:
        """fixed: the places of an existing draft do not change."""
        super().__init__(*args, **kwargs)
        self.person = person
        for name in ("source", "to_depot"):
            choice: forms.ModelChoiceField[Depot] = self.fields[name]  # type: ignore[assignment]
            choice.queryset = depots_for(person).filter(is_active=True).order_by("code")
        if fixed:
            for name in ("source", "to_depot", "to_site"):
                del self.fields[name]

    def clean_to_site(self) -> Site | None:
        text = str(self.cleaned_data["to_site"]).strip()
        return _site(self.person, text) if text else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "to_site" not in self.fields or "to_site" in self.errors:
            return data
        if bool(data.get("to_depot")) == bool(data.get("to_site")):
            self.add_error("to_site", _("请填写一个目的地：一个备件库，或者一个网点。"))
        data["destination"] = data.get("to_depot") or data.get("to_site")
        return data


def _site(person: Any, text: str) -> Site:
    """By code, by its whole name, or by a part of it that only one has."""
    found = list(sites_for(person).filter(Q(code__iexact=text) | Q(name=text))[:2])
    if len(found) != 1:
        found = list(sites_for(person).filter(name__contains=text).order_by("code")[: NAMED + 1])
    if not found:
        raise forms.ValidationError(_("没有找到网点“%(text)s”，请核对编号或名称。"), params={"text": text})
    if len(found) > 1:
        names = listed(f"{site.name}（{site.code}）" for site in found[:NAMED])
        raise forms.ValidationError(_("有多个网点符合，请填写编号：%(names)s"), params={"names": names})
    return found[0]


class LineForm(forms.Form):
    """A part by its code, and pieces. A line of a reservation keeps its part; an empty line is no line."""

    part = forms.CharField(label=_("备件编号"), required=False, max_length=40)
    quantity = PiecesField(label=_("数量"), required=False, max_length=20, read=pieces.read_limit)
    reservation = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].widget.attrs.update({"list": "parts", "autocomplete": "off"})
        self.fields["part"].widget.attrs["aria-label"] = str(_("备件编号"))
        self.fields["quantity"].widget.attrs["aria-label"] = str(_("数量"))
        if self.is_reserved:
            self.fields["part"].widget.attrs["readonly"] = True

    @property
    def is_reserved(self) -> bool:
        return bool(self["reservation"].value())


class _Lines(forms.BaseFormSet[LineForm]):
    """`wanted`: (part, pieces, reservation) of every line that is filled in; parts and reservations in two queries."""

    wanted: list[tuple[PartType, int, Reservation | None]]

    def clean(self) -> None:
        if any(self.errors):
            return
        filled = [form for form in self.forms if form.cleaned_data.get("part")]
        codes = {form.cleaned_data["part"].upper() for form in filled}
        parts = {part.code.upper(): part for part in PartType.objects.filter(code__in=_spellings(filled, codes))}
        held = Reservation.objects.select_related("part", "depot").in_bulk(
            [form.cleaned_data["reservation"] for form in filled if form.cleaned_data.get("reservation")]
        )
        self.wanted = []
        for form in filled:
            self._read(form, parts, held)
        for form in self.forms:
            if form.cleaned_data.get("quantity") and not form.cleaned_data.get("part"):
                form.add_error("part", _("请填写备件编号。"))

    def _read(self, form: LineForm, parts: dict[str, PartType], held: dict[int, Reservation]) -> None:
        data = form.cleaned_data
        part = parts.get(data["part"].upper())
        if part is None:
            form.add_error("part", _("没有编号为“%(code)s”的备件。") % {"code": data["part"]})
        elif data.get("quantity") is None:
            form.add_error("quantity", _("请填写数量。"))
        elif data["quantity"]:
            self.wanted.append((part, data["quantity"], held.get(data.get("reservation") or 0)))


def _spellings(forms_: Iterable[LineForm], upper: set[str]) -> set[str]:
    """Codes are kept as they are written; most are capitals."""
    return upper | {form.cleaned_data["part"] for form in forms_}


LINES = forms.formset_factory(LineForm, formset=_Lines, extra=6, max_num=MAX_LINES, absolute_max=MAX_LINES)


def initial_lines(lines: Iterable[TransferLine]) -> list[dict[str, Any]]:
    return [{"part": line.part.code, "quantity": line.quantity, "reservation": line.reservation_id} for line in lines]


class SendForm(forms.Form):
    carrier = forms.CharField(label=_("承运"), required=False, max_length=80, help_text=_("谁送、怎么联系。"))
    expected_at = forms.DateTimeField(label=_("预计到达"), required=False, widget=LocalTimeInput())
    key = request_key()


class ReceiptForm(forms.Form):
    """A count for every line, named line-<id>. With `all`, what was sent counts as received."""

    remark = forms.CharField(label=_("短少原因或备注"), required=False, max_length=REMARK_LENGTH)
    key = request_key()

    def __init__(self, *args: Any, lines: list[TransferLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        whole = bool(self.data.get("all"))
        for line in lines:
            field = PiecesField(label=line.part.name, read=pieces.read_limit, max_length=20, required=not whole)
            self.fields[f"line-{line.pk}"] = field
        self.is_whole = whole

    @property
    def rows(self) -> list[tuple[TransferLine, forms.BoundField]]:
        return [(line, self[f"line-{line.pk}"]) for line in self.lines]

    @property
    def counts(self) -> dict[int, int]:
        if self.is_whole:
            return {line.pk: line.quantity for line in self.lines}
        return {line.pk: self.cleaned_data[f"line-{line.pk}"] for line in self.lines}


class RecallForm(ReceiptForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remark"].label = _("退回原因")
        self.fields["remark"].required = True


def local(moment: datetime | None) -> datetime | None:
    """A stored instant as a datetime-local input shows it."""
    return timezone.localtime(moment) if moment else None
