"""Shapes of what people enter about absences, handovers and covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock

from .access import people_for, posts_for
from .access_absences import managed_by, may_cover
from .actions.absences import Plan
from .actions.handing import Handing
from .choices import AbsenceKind
from .fields import PersonField
from .models import Person, Post, PostAssignment
from .rules.absences import Window
from .touched import Touched


def colleagues(person: Person) -> QuerySet[Person]:
    """Whom somebody may name to cover: those they may look up, and those who hold a post that answers for what they see."""
    held = PostAssignment.objects.filter(
        person=OuterRef("pk"), post__in=posts_for(person), validity__contains=clock.now()
    )
    return Person.objects.filter(Q(pk__in=people_for(person).values("pk")) | Exists(held), is_active=True)


class PlanForm(forms.Form):
    """Who is away, when and why."""

    person = PersonField(
        label=_("离岗人员"), required=False, help_text=_("不填就是本人；值班经理可以为本区域人员登记。")
    )
    kind = forms.ChoiceField(label=_("类型"), choices=AbsenceKind.choices)
    starts = forms.DateTimeField(label=_("开始"), widget=forms.DateTimeInput)
    ends = forms.DateTimeField(label=_("结束"), widget=forms.DateTimeInput)
    reason = forms.CharField(label=_("事由"), max_length=200, required=False, help_text=_("只有本人和值班经理能看到。"))

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        first = (localtime(clock.now()) + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
        kwargs.setdefault("initial", {"person": actor, "starts": first, "ends": first.replace(hour=18)})
        super().__init__(*args, **kwargs)
        self.actor = actor
        managed = managed_by(actor).filter(is_active=True)
        self.fields["person"].offer(managed)  # type: ignore[attr-defined]
        if not managed.exclude(pk=actor.pk).exists():
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("结束时间必须晚于开始时间。"))
        return cleaned

    @property
    def who(self) -> Person:
        """Who will be away. Of a valid form."""
        found: Person = self.cleaned_data.get("person") or self.actor
        return found

    @property
    def window(self) -> Window:
        return Window(self.cleaned_data["starts"], self.cleaned_data["ends"])

    def plan(self, parts: Sequence["Part"]) -> Plan:
        covers = {
            part.post.pk: part.form.cleaned_data["cover"] for part in parts if part.form.cleaned_data.get("cover")
        }
        handing = {
            part.post.pk: Handing(part.form.cleaned_data["materials"], part.form.cleaned_data["note"])
            for part in parts
            if "materials" in part.form.fields
        }
        return Plan(self.cleaned_data["kind"], self.window, self.cleaned_data["reason"], covers, handing)


class PartForm(forms.Form):
    """What is arranged for one post: who covers, what is handed over."""

    cover = PersonField(label=_("顶岗人"), required=False)
    materials = forms.CharField(
        label=_("交接材料"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("每行一项。")
    )
    note = forms.CharField(
        label=_("交接说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


@dataclass(frozen=True)
class Part:
    """One post that an absence touches, with the form of what is arranged for it."""

    post: Post
    touched: Sequence[Touched]
    form: PartForm

    @property
    def is_a(self) -> bool:
        return any(one.is_a for one in self.touched)

    @property
    def needs_cover(self) -> bool:
        return any(one.needed for one in self.touched)


def parts_of(touched: Sequence[Touched], actor: Person, data: Mapping[str, Any] | None) -> list[Part]:
    """A part for each post, bound where the data is the second step of the form."""
    posts = {one.post.pk: one.post for one in touched}
    people = colleagues(actor)
    return [_part(post, [one for one in touched if one.post.pk == pk], people, data) for pk, post in posts.items()]


def _part(post: Post, touched: Sequence[Touched], people: QuerySet[Person], data: Mapping[str, Any] | None) -> Part:
    form = PartForm(data, prefix=f"post{post.pk}", initial={"materials": post.materials})
    if not any(one.is_a for one in touched):
        del form.fields["materials"], form.fields["note"]
    if any(one.wanted for one in touched):
        form.fields["cover"].offer(people)  # type: ignore[attr-defined]
        form.fields["cover"].required = any(one.needed for one in touched)
    else:
        del form.fields["cover"]
    return Part(post, touched, form)


class ExtendForm(forms.Form):
    """Until when somebody stays away."""

    until = forms.DateTimeField(label=_("新的结束时间"), widget=forms.DateTimeInput)


class RemarkForm(forms.Form):
    """Why the taker of a handover objects."""

    remark = forms.CharField(label=_("异议理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class CoverForm(forms.Form):
    """Who stands in at a post, and when."""

    post = forms.ModelChoiceField(label=_("岗位"), queryset=Post.objects.none(), empty_label=_("请选择岗位"))
    person = PersonField(label=_("顶岗人"))
    starts = forms.DateTimeField(label=_("开始"), widget=forms.DateTimeInput)
    ends = forms.DateTimeField(label=_("结束"), widget=forms.DateTimeInput)
    reason = forms.CharField(label=_("事由"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = posts_for(actor).filter(is_active=True).select_related("region").order_by("region", "function")
        named = [post.pk for post in posts if may_cover(actor, post)]
        self.fields["post"].queryset = posts.filter(pk__in=named)  # type: ignore[attr-defined]
        self.fields["person"].offer(colleagues(actor))  # type: ignore[attr-defined]

    @property
    def window(self) -> Window:
        return Window(self.cleaned_data["starts"], self.cleaned_data["ends"])
