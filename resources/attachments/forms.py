"""A field for several files, with the camera beside it on a phone, and the form that hides one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.icons import icon

from .choices import MOST_AT_ONCE, MOST_BYTES

#: what file dialogs offer; what comes is checked by its content
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,text/plain,text/csv,.xlsx,.docx"
PHOTO = "image/jpeg,image/png,image/webp"


class AttachmentsInput(forms.FileInput):
    """Two inputs: files, and on devices with a touch screen a photo taken now (its name ends in _camera)."""

    allow_multiple_selected = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs)
        return format_html(
            '<div class="files">\n<input type="file" name="{name}" multiple accept="{accept}"{attrs}>\n'
            '<label class="files__camera button" for="{id}_camera">{icon}{label}'
            '<input type="file" name="{name}_camera" id="{id}_camera" accept="{photo}" capture="environment"></label>\n</div>',
            name=name, accept=ACCEPT, attrs=flatatt(given), id=given.get("id", ""), photo=PHOTO,
            icon=icon("camera"), label=gettext("拍照"),
        )  # fmt: skip

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return [file for part in (name, f"{name}_camera") for file in files.getlist(part)] if files else []

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not files or (name not in files and f"{name}_camera" not in files)


class AttachmentsField(forms.Field):
    """Its value is the list of uploads, for actions.attach_many. The form's tag needs enctype="multipart/form-data"."""

    widget = AttachmentsInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("附件"))
        options.setdefault("required", False)
        options.setdefault("help_text", _("图片、PDF、文本或 CSV、XLSX、DOCX，每个不超过 10 MB，一次最多 10 个。"))
        super().__init__(**options)

    def to_python(self, value: Any) -> list[Any]:
        return list(value or [])

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(_("请选择至少一个文件。"), code="required")
        if len(value) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("一次最多上传%(most)d个文件，请分次上传。"), code="too_many", params={"most": MOST_AT_ONCE}
            )
        large = next((file for file in value if (file.size or 0) > MOST_BYTES), None)
        if large is not None:
            params = {"name": large.name, "most": MOST_BYTES // 1024 // 1024}
            raise forms.ValidationError(
                _("“%(name)s”超过 %(most)d MB，请缩小或分开后再上传。"), code="too_large", params=params
            )


class HideForm(forms.Form):
    reason = forms.CharField(label=_("隐藏原因"), max_length=200, help_text=_("附件和原因都留在记录中。"))
