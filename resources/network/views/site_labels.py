"""Choosing sites and printing the labels that are scanned on arrival."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock
from resources.documents.choices import PaperKind
from resources.documents.label_pages import LabelPage
from resources.network.access import sites_for
from resources.network.filters import SiteFilter
from resources.network.models import Site
from resources.network.papers_labels import site_label_facts
from resources.network.queries import listed_sites


def _title(sites: Sequence[Site]) -> str:
    if len(sites) == 1:
        return _("网点标签 %(code)s") % {"code": sites[0].code}
    return ngettext("网点标签 %(count)d 枚", "网点标签 %(count)d 枚", len(sites)) % {"count": len(sites)}


PAGE = LabelPage(
    PaperKind.SITE_LABELS,
    template="network/site_labels.html",
    name="sites",
    listed=lambda person: listed_sites(person, clock.now()),
    printed=sites_for,
    filterset=SiteFilter,
    facts=site_label_facts,
    title=_title,
    none=gettext_lazy("请至少选择一个网点。"),
)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    return PAGE.answer(request)
