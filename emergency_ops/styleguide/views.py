"""The style guide: every component in every tone, in the theme and size asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from emergency_ops.lib.badges import Tone, vocabularies
from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.icons import icon_names
from emergency_ops.lib.shell import Shell

from . import pictures, samples

THEMES = ("auto", "light", "dark", "contrast")


class PreviewShell(Shell):
    """The visitor's shell in a theme and size that the address names."""

    @property
    def theme(self) -> str:
        asked = self.request.GET.get("theme", "")
        return asked if asked in THEMES else super().theme

    @property
    def type(self) -> str:
        return "large" if self.request.GET.get("type") == "large" else super().type


def page(request: HttpRequest) -> HttpResponse:
    present = now()
    context = {
        "shell": PreviewShell(request),
        "themes": THEMES,
        "tones": list(Tone),
        "vocabularies": vocabularies(),
        "icons": sorted(icon_names()),
        "clocks": samples.clocks(present),
        "entries": samples.entries(present),
        "form": samples.SampleForm(),
        "wrong_form": samples.wrong_form(),
        "dialog_form": samples.SampleForm(prefix="dialog"),
        "long_name": samples.LONG_NAME,
        "wave": samples.WAVE,
        "calm": samples.CALM,
        "pictures": pictures.pictures(present),
        "present": present,
    }
    return render(request, "styleguide/page.html", context)


def toast(request: HttpRequest) -> HttpResponse:
    """A toast of the tone asked for, for htmx."""
    tone = request.GET.get("tone", "ok")
    return render(request, "components/toast.html", {"tone": tone, "text": _("已保存。网点资料将在下一次检测时生效。")})


def refuse(request: HttpRequest) -> HttpResponse:
    """A refusal, to see it as a page or as a toast."""
    raise Refused("sample", _("事件 YJ-20261122-0007 已关闭，不能再启动响应。需要时请先重新打开。"))
