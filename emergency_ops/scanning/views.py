"""扫码: the camera, a photo, or a code that is typed."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock, codes
from emergency_ops.lib.pictures import TooManyPixels, Unreadable
from resources.staff.access import person_of

from .targets import target

#: of what was typed
LONGEST: Final = 300


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """?code= what was scanned or typed; POST photo: a picture of a code, from a browser that does not read it itself."""
    text, problem = request.GET.get("code", "").strip()[:LONGEST], ""
    if request.method == "POST":
        text, problem = _read(request)
    found = target(person_of(request), text, clock.now()) if text else None
    if found is not None:
        return redirect(found)
    if text:
        problem = _("没有找到“%(text)s”：请核对编码，或者确认它属于您负责的区域。") % {"text": text}
    status = (404 if text else 400) if problem else 200
    return render(request, "scanning/page.html", {"text": text, "problem": problem}, status=status)


def _read(request: HttpRequest) -> tuple[str, str]:
    """What the code in the photo says, or what is wrong with the photo."""
    upload = request.FILES.get("photo")
    if upload is None:
        return "", _("请先拍照或选择照片。")
    try:
        found = codes.read_qr(upload.read(codes.MOST_BYTES + 1))
    except (codes.TooLarge, TooManyPixels):
        return "", _("照片太大，请用较低的分辨率重拍。")
    except Unreadable:
        return "", _("这不是能识别的照片，请重拍（JPEG、PNG 或 WebP）。")
    if not found:
        return "", _("照片里没有找到二维码：请靠近、对焦、避开反光后重拍，或者输入编码。")
    return found[0].strip()[:LONGEST], ""
