"""The form of an address for a screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.network.models import Region
from resources.network.queries import region_choices
from resources.staff.models import Person


class LinkForm(forms.Form):
    name = forms.CharField(label=_("屏幕位置"), max_length=60, help_text=_("例如 三楼值班室。"))
    region = forms.ChoiceField(label=_("显示的区域"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = region_choices(person)  # type: ignore[attr-defined]

    def clean_region(self) -> Region:
        return Region.objects.get(pk=self.cleaned_data["region"])
