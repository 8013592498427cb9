"""What is entered about walls."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.attachments.forms import AttachmentsField

from .actions.handling import MOST_COPIES

#: offered where nothing has hung at the site yet
USUAL_PLACE = _("自助终端旁")
_PHOTO_HELP = _("拍到整张公告。JPEG、PNG、WebP，每张不超过 10 MB。")


class PhotosField(AttachmentsField):
    """Shown as needed; whether a reason may stand for the photo is the action's to say."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class PrintedForm(forms.Form):
    sheet = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=MOST_COPIES, initial=1)


class PostedForm(forms.Form):
    use_required_attribute = False
    sheet = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    place = forms.CharField(label=_("贴在哪里"), max_length=120)
    uploads = PhotosField(label=_("照片"), help_text=_PHOTO_HELP, required=True)
    without_photo = forms.CharField(label=_("不能拍照的原因"), max_length=200, required=False)
    former_is_down = forms.BooleanField(label=_("旧公告已一并取下"), required=False, initial=True)

    def __init__(self, *args: Any, is_swap: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_swap:
            del self.fields["former_is_down"]


class TakenDownForm(forms.Form):
    uploads = AttachmentsField(label=_("照片"), help_text=_PHOTO_HELP)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)
