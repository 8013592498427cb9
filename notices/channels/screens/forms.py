"""Shapes of what people say about screens."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from notices.content.models import Notice
from resources.network.access import sites_for, terminals_for
from resources.network.choices import TerminalStatus
from resources.staff.models import Person

from .actions.choosing import Where
from .choices import Places
from .models import ScreenChoice

#: more terminals than these are not ticked but written down
TICKABLE: Final = 400
_NAMED: Final = 5


class ChoiceForm(forms.Form):
    """Where a notice is shown. Sites and terminals are those of the notice that the person sees."""

    places = forms.ChoiceField(label=_("显示范围"), choices=Places.choices, widget=forms.RadioSelect)
    neighbours = forms.BooleanField(
        label=_("邻近网点也显示"),
        required=False,
        help_text=_("选“全部网点”时有效：三公里内没有受影响的网点也滚动这条提示，便于分流。"),
    )
    sites = forms.MultipleChoiceField(label=_("网点"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, notice: Notice, choice: ScreenChoice, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        concerned = notice.sites.values("site")
        sites = sites_for(person).filter(pk__in=concerned).order_by("code")
        self.terminals = (
            terminals_for(person).filter(site__in=concerned, status=TerminalStatus.IN_SERVICE).order_by("code")
        )
        self.fields["sites"].choices = [  # type: ignore[attr-defined]
            (str(pk), f"{name}（{code}）") for pk, code, name in sites.values_list("pk", "code", "name")
        ]
        self.fields["terminals"] = self._terminals_field()
        self.initial.update(
            places=choice.places,
            neighbours=choice.neighbours,
            sites=[str(pk) for pk in choice.sites],
            terminals=self._shown(choice),
        )

    @property
    def ticks(self) -> bool:
        """Whether there are few enough terminals to tick them one by one."""
        return isinstance(self.fields["terminals"], forms.MultipleChoiceField)

    def clean_terminals(self) -> list[int]:
        """Ids; codes that are not found are named."""
        given = self.cleaned_data["terminals"]
        codes = set(given if self.ticks else given.replace("，", ",").replace(",", " ").split())
        found = dict(self.terminals.filter(code__in=codes).values_list("code", "pk"))
        if missing := sorted(codes - found.keys()):
            raise forms.ValidationError(
                _("公告涉及的网点中没有这些在用终端：%(codes)s。"), params={"codes": listed(missing[:_NAMED])}
            )
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        """What was chosen to be told one by one has to be told."""
        given = super().clean() or self.cleaned_data
        for places, name, sentence in (
            (Places.SITES, "sites", _("请至少选择一个网点。")),
            (Places.TERMINALS, "terminals", _("请至少选择一台终端。")),
        ):
            if given.get("places") == places and name not in self.errors and not given.get(name):
                self.add_error(name, sentence)
        return given

    def where(self) -> Where:
        given = self.cleaned_data
        return Where(
            places=given["places"],
            neighbours=given["neighbours"],
            sites=[int(pk) for pk in given["sites"]],
            terminals=given["terminals"],
        )

    def _terminals_field(self) -> forms.Field:
        codes = list(self.terminals.values_list("code", flat=True)[: TICKABLE + 1])
        if len(codes) <= TICKABLE:
            return forms.MultipleChoiceField(
                label=_("终端"),
                required=False,
                choices=[(code, code) for code in codes],
                widget=forms.CheckboxSelectMultiple,
            )
        return forms.CharField(
            label=_("终端编号"),
            required=False,
            widget=forms.Textarea({"rows": 4}),
            help_text=_("终端较多，请填写编号，用空格、逗号或换行分隔。"),
        )

    def _shown(self, choice: ScreenChoice) -> Any:
        codes = list(self.terminals.filter(pk__in=choice.terminals).values_list("code", flat=True))
        return codes if self.ticks else "\n".join(codes)
