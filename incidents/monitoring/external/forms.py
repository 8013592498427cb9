"""Shapes of what people enter about other systems."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.network.access import sites_for, terminals_for
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .models import AlertSource


class SourceForm(forms.ModelForm[AlertSource]):
    class Meta:
        model = AlertSource
        fields = ("name", "kind", "terminal_label", "site_label")


class RuleForm(forms.Form):
    """What a label's value means: a terminal's or a site's code, or that it is none of ours."""

    label = forms.CharField(label=_("标签"), help_text=_("对方告警里的标签名，例如 instance。"), max_length=80)
    value = forms.CharField(
        label=_("值"), help_text=_("标签等于这个值的告警，对应到下面的终端或网点。"), max_length=500
    )
    place = forms.CharField(
        label=_("终端或网点编号"), max_length=40, required=False, help_text=_("网点编号表示该网点全部终端。")
    )
    ignore = forms.BooleanField(
        label=_("与本系统无关，忽略"), help_text=_("带有这个标签的告警不再提示对应。"), required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        place, ignore = (data.get("place") or "").strip(), data.get("ignore")
        if bool(place) == bool(ignore):
            raise forms.ValidationError(_("请填写终端或网点编号，或勾选忽略，二者选一。"))
        terminal = terminals_for(self.person).filter(code=place).first() if place else None
        site = sites_for(self.person).filter(code=place).first() if place and terminal is None else None
        if place and terminal is None and site is None:
            self.add_error("place", _("没有找到编号为“%(code)s”的终端或网点。") % {"code": place})
        self.terminal: Terminal | None = terminal
        self.site: Site | None = site
        return data
