"""A version is submitted, discussed, refused, approved, put in force."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.plans import actions
from incidents.response.plans.access import version_or_404
from resources.staff.access import person_of

from .reading import DECISIONS, shown_version

DEEDS: Mapping[str, tuple[Callable[..., object], Promise]] = {
    "submit": (actions.submit, _("已提交评审。请由他人评审并由总指挥批准。")),
    "comment": (actions.comment, _("已记录意见。")),
    "refuse": (actions.refuse, _("已退回修改。")),
    "approve": (actions.approve, _("已批准。使其生效后，新启动的响应按该版本处置。")),
    "enforce": (actions.enforce, _("已生效。此后启动的响应按该版本处置。")),
    "retire": (actions.retire, _("已停止使用。")),
    "discard": (actions.discard, _("已放弃草稿。")),
}


@require_POST
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One decision; what is refused is told above the page."""
    person = person_of(request)
    version = version_or_404(person, pk)
    form = DECISIONS[name](request.POST, auto_id=f"{name}-%s")
    if not form.is_valid():
        return shown_version(request, version, 400, bound={name: form})
    act, said = DEEDS[name]
    word = "reason" if name == "discard" else "text"
    try:
        act(version, actor=person, now=clock.now(), **{word: form.cleaned_data["text"]})
    except Forbidden:
        raise
    except Refused as refusal:
        version.refresh_from_db()
        return shown_version(request, version, refusal.status, bound={name: form}, refusal=refusal)
    toast(request, str(said))
    return redirect("plans:version", pk)
