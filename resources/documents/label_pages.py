"""The page on which one chooses what to label and prints it; what is labelled is given by whose page it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from resources.staff.access import person_of
from resources.staff.models import Person

from .actions import order, printed_language
from .choices import PaperKind
from .labels import PLACES, SHEET, SINGLE
from .models import Paper

M = TypeVar("M", bound=Model)

#: ten sheets at once
AT_MOST = 240


class LabelForm(forms.Form):
    form = forms.ChoiceField(
        label=_("纸张"),
        choices=[(SHEET, _("A4不干胶，每张24枚（70×37毫米）")), (SINGLE, _("标签打印机，每页1枚"))],
    )
    skip = forms.IntegerField(
        label=_("第一张已用掉的枚数"), min_value=0, max_value=PLACES - 1, required=False, initial=0
    )


@dataclass(frozen=True)
class LabelPage(Generic[M]):
    """listed: the rows to choose from, as the page shows them; printed: those that may be printed, as the labels need them.

    Both have a `code`. name: what the template calls the rows; title: of the paper, in its language; none: what is said to
    somebody who has ticked nothing.
    """

    kind: PaperKind
    template: str
    name: str
    listed: Callable[[Person], QuerySet[M]]
    printed: Callable[[Person], QuerySet[M]]
    filterset: type[FilterSet]
    facts: Callable[[Sequence[M], str, int], dict[str, Any]]
    title: Callable[[Sequence[M]], str]
    none: Promise

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The rows of a filter (or ?code=) with a box each; POST prints the labels of those ticked."""
        person = person_of(request)
        form = LabelForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            skip = form.cleaned_data["skip"] or 0
            paper = self._order(person, request.POST.getlist("code"), form.cleaned_data["form"], skip)
            return redirect("papers:paper", paper.pk)
        rows = self._wanted(request, person)
        context = {self.name: rows[:AT_MOST], "more": len(rows) > AT_MOST, "at_most": AT_MOST, "form": form}
        return render(request, self.template, context)

    def _wanted(self, request: HttpRequest, person: Person) -> list[M]:
        rows = self.listed(person).order_by("code")
        if codes := request.GET.getlist("code"):
            return list(rows.filter(code__in=codes[:AT_MOST]))
        filterset = self.filterset(request.GET, queryset=rows, request=request)
        return list((filterset.qs if filterset.is_valid() else rows.none())[: AT_MOST + 1])

    def _order(self, person: Person, codes: list[str], form: str, skip: int) -> Paper:
        if len(codes) > AT_MOST:
            raise Invalid("labels_too_many", _("一次最多打印 %(limit)d 枚标签，请分几次打印。"), limit=AT_MOST)
        rows = list(self.printed(person).filter(code__in=codes).order_by("code"))
        if not rows:
            raise Invalid("labels_none", self.none)
        with printed_language():
            facts, title = self.facts(rows, form, skip), self.title(rows)
        return order(self.kind, facts, title=title, region=_only(facts["regions"]), actor=person, now=clock.now())


def _only(regions: Sequence[str]) -> str | None:
    return regions[0] if len(regions) == 1 else None
