"""Shapes of what people enter about templates and jargon. What is allowed is decided by the actions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.monitoring.choices import Scope
from incidents.response.models import Incident
from notices.content.choices import Language, NoticeKind
from notices.content.models import label_of, longest
from notices.content.told import FIELDS
from resources.staff.models import Person

from .choices import CAUSES, Case
from .models import JargonWord, NoticeTemplate
from .presenting import MOST_INCIDENTS, incidents_to_try
from .rules import Pattern

_ALL = ("", _("全部"))
_ROWS = {"short": 3, "lead": 5, "instead": 4, "cash": 2, "priority": 2}


class TryForm(forms.Form):
    """The incident that a template is tried with."""

    incident = forms.ModelChoiceField(
        Incident.objects.none(),
        label=_("用哪个事件预览"),
        required=False,
        to_field_name="number",
        empty_label=_("示例"),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Incident]", self.fields["incident"])
        field.queryset = incidents_to_try(person)
        field.choices = [
            ("", _("示例")),
            *((one.number, f"{one.number} {one.title}") for one in field.queryset[:MOST_INCIDENTS]),
        ]

    def chosen(self) -> Incident | None:
        """None for the example, also where something was asked for that the person does not see."""
        return self.cleaned_data.get("incident") if self.is_valid() else None


class WordsForm(forms.Form):
    """A template's words. version: what the editor had before them, 0 for a new one. template: None for a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    template: NoticeTemplate | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            rows = _ROWS.get(name)
            self.fields[name] = forms.CharField(
                label=label_of(name),
                max_length=longest(name) or 1000,
                widget=forms.Textarea({"rows": rows}) if rows else forms.TextInput(),
            )
        self.fields["note"] = forms.CharField(
            label=_("修改说明"), help_text=_("改了什么；旧版本随时可以恢复。"), max_length=200, required=False
        )

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    def written(self) -> dict[str, str]:
        """What is in the fields, right or wrong, for the preview."""
        return {name: str(self[name].value() or "") for name in FIELDS}

    def asked(self) -> tuple[str, str, str]:
        """(kind, case, language) of the template that is written."""
        raise NotImplementedError


class EditForm(WordsForm):
    template: NoticeTemplate

    def __init__(self, *args: Any, template: NoticeTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template

    def asked(self) -> tuple[str, str, str]:
        return self.template.kind, self.template.case, self.template.language


class NewForm(WordsForm):
    """A new template also says what it is for; this never changes."""

    kind = forms.ChoiceField(label=_("类型"), choices=NoticeKind.choices)
    language = forms.ChoiceField(label=_("语言"), choices=Language.choices)
    case = forms.ChoiceField(
        label=_("情形"), help_text=_("只在这种情形下用；不选为都可用。"), choices=[_ALL, *Case.choices], required=False
    )
    cause = forms.ChoiceField(label=pgettext_lazy("incident", "原因"), choices=[_ALL, *CAUSES], required=False)
    scope = forms.ChoiceField(label=_("影响范围"), choices=[_ALL, *Scope.choices], required=False)
    field_order = ["version", "kind", "language", "case", "cause", "scope"]

    def asked(self) -> tuple[str, str, str]:
        values = {name: str(self[name].value() or "") for name in ("kind", "case", "language")}
        kind = values["kind"] if values["kind"] in NoticeKind.values else NoticeKind.ALERT
        language = values["language"] if values["language"] in Language.values else Language.ZH
        return kind, values["case"], language

    def pattern(self) -> Pattern:
        given = self.cleaned_data
        return Pattern(given["kind"], given["language"], self.words(), given["cause"], given["scope"], given["case"])


class JargonForm(forms.ModelForm[JargonWord]):
    class Meta:
        model = JargonWord
        fields = ("word", "language", "instead", "stops")
