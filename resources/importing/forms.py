"""The form of an upload: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .kinds import Kind


class UploadForm(forms.Form):
    """A file for one kind; the kind travels along unseen."""

    kind = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(label=_("文件"), help_text=_("CSV（UTF-8 或 GB18030）或 XLSX，最大 32 MB。"))

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"kind": kind.kind}, **kwargs})
