"""Shapes of what people enter about endpoints."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.response.choices import EntryKind

from .actions import Target
from .models import WebhookEndpoint


class EndpointForm(forms.ModelForm[WebhookEndpoint]):
    url = forms.URLField(label=_("地址"), max_length=300, assume_scheme="https")
    kinds = forms.MultipleChoiceField(
        label=_("事件类型"),
        choices=EntryKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选表示全部。"),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ("name", "url", "region", "kinds", "with_drills", "is_active")

    def target(self) -> Target:
        """As the action takes it."""
        return Target(**{name: self.cleaned_data[name] for name in self.Meta.fields})
