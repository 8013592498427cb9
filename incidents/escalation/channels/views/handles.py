"""One's own ids in the groups' channels."""

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from emergency_ops.lib.middleware import toast
from incidents.escalation.channels.actions.handles import MENTIONING, set_handles
from incidents.escalation.choices import Channel
from resources.staff.access import person_of

_ID = RegexValidator(r"^[\w.@-]+$", gettext_lazy("成员 ID 只能由字母、数字和 - _ . @ 组成。"))
HELP = {
    Channel.WECOM: gettext_lazy("企业微信管理后台“通讯录”中的账号；不填则按手机号提醒。"),
    Channel.DINGTALK: gettext_lazy("钉钉管理后台“通讯录”中的 UserID；不填则按手机号提醒。"),
    Channel.FEISHU: gettext_lazy("飞书的 Open ID 或 User ID；飞书不支持按手机号提醒。"),
}


class HandlesForm(forms.Form):
    """One field a channel that mentions people by id."""

    wecom = forms.CharField(label=Channel.WECOM.label, max_length=64, required=False, validators=[_ID])
    dingtalk = forms.CharField(label=Channel.DINGTALK.label, max_length=64, required=False, validators=[_ID])
    feishu = forms.CharField(label=Channel.FEISHU.label, max_length=64, required=False, validators=[_ID])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for channel in MENTIONING:
            self.fields[channel].help_text = str(HELP[channel])


@require_http_methods(["GET", "POST"])
def handles(request: HttpRequest) -> HttpResponse:
    """GET shows and POST keeps one's own; nobody sets another's."""
    person = person_of(request)
    known = dict(person.channel_handles.values_list("channel", "value"))
    form = HandlesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        set_handles(form.cleaned_data, actor=person)
        toast(request, _("群聊提醒设置已保存。"))
        return redirect("escalation:inbox")
    return render(request, "escalation/handles.html", {"form": form}, status=422 if request.method == "POST" else 200)
