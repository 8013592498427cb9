"""Shapes of what people enter about people."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from resources.network.models import Region

from .actions.people import PersonData
from .choices import ROLE_LABELS
from .models import Person

_SEPARATORS = re.compile(r"[\s,，、;；]+")
PHONE = r"^\+?\d[\d \-]{4,18}$"


class DisplayForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Person
        fields = ["theme", "large_type", "shortcuts"]
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
                _("没有这些区域：%(words)s。") % {"words": listed(sorted(unknown))}, code="unknown"
            )
        return found


class AccessForm(forms.Form):
    """What somebody may do, and where."""

    roles = forms.MultipleChoiceField(
        label=_("角色"),
        help_text=_("能看什么、做什么；与岗位不同。"),
        choices=list(ROLE_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    regions = RegionsField(
        label=_("负责区域"), required=False, help_text=_("区划代码或名称，用空格或顿号分开；000000 表示全国。")
    )
    is_active = forms.BooleanField(label=_("账号在用"), required=False, help_text=_("停用后不能登录，也不再收到通知。"))


class PersonForm(forms.Form):
    """Who somebody is, and how to reach them."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    department = forms.CharField(label=_("部门"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("手机"),
        max_length=20,
        required=False,
        validators=[RegexValidator(PHONE, _("电话号码只能由数字、空格和 - 组成，例如 13800001234。"))],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("任命、值班和事件通知会发到这里。"))

    @staticmethod
    def initial_of(person: Person) -> dict[str, str]:
        return {name: getattr(person, name) for name in ("name", "department", "phone", "email")}

    def data_of(self) -> PersonData:
        return PersonData(**{name: self.cleaned_data[name] for name in ("name", "department", "phone", "email")})


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label=_("账号"),
        max_length=150,
        validators=[Person.username_validator],
        help_text=_("登录用，建立后不能修改。"),
    )

    field_order = ["name", "username", "department", "phone", "email"]
