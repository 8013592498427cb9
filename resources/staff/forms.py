"""Shapes of what people enter about people."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.network.models import Region

from .choices import ROLE_LABELS
from .models import Person

_SEPARATORS = re.compile(r"[\s,，、;；]+")


class DisplayForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Person
        fields = ["theme", "large_type"]
        widgets = {"theme": forms.RadioSelect}


class RegionsField(forms.CharField):
    """Regions by code or name, with anything between them. Cleans to a list of regions."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "、".join(str(region) for region in value)
        return value

    def to_python(self, value: Any) -> Any:
        words = {word for word in _SEPARATORS.split(super().to_python(value) or "") if word}
        found = list(Region.objects.filter(Q(code__in=words) | Q(name__in=words)))
        unknown = words - {region.code for region in found} - {region.name for region in found}
        if unknown:
            raise forms.ValidationError(
                _("没有这些区域：%(words)s。") % {"words": "、".join(sorted(unknown))}, code="unknown"
            )
        return found


class AccessForm(forms.Form):
    """What somebody may do, and where."""

    roles = forms.MultipleChoiceField(
        label=_("角色"), choices=list(ROLE_LABELS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    regions = RegionsField(
        label=_("负责区域"), required=False, help_text=_("区划代码或名称，用空格或顿号分开；000000 表示全国。")
    )
    is_active = forms.BooleanField(label=_("账号在用"), required=False, help_text=_("停用后不能登录，也不再收到通知。"))
