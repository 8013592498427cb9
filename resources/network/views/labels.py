"""Choosing terminals and printing their labels."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock
from resources.documents.choices import PaperKind
from resources.documents.label_pages import LabelPage
from resources.network.access import terminals_for
from resources.network.choices import TerminalStatus
from resources.network.filters import TerminalFilter
from resources.network.models import Terminal
from resources.network.papers_labels import label_facts
from resources.network.queries import found_by_sites, listed_terminals
from resources.staff.models import Person


def _listed(person: Person) -> QuerySet[Terminal]:
    found = listed_terminals(person, clock.now()).exclude(status=TerminalStatus.RETIRED)
    return found_by_sites(found, person)


def _printed(person: Person) -> QuerySet[Terminal]:
    return terminals_for(person).exclude(status=TerminalStatus.RETIRED).select_related("site")


def _title(terminals: Sequence[Terminal]) -> str:
    if len(terminals) == 1:
        return _("终端标签 %(code)s") % {"code": terminals[0].code}
    return ngettext("终端标签 %(count)d 枚", "终端标签 %(count)d 枚", len(terminals)) % {"count": len(terminals)}


PAGE = LabelPage(
    PaperKind.TERMINAL_LABELS,
    template="network/labels.html",
    name="terminals",
    listed=_listed,
    printed=_printed,
    filterset=TerminalFilter,
    facts=label_facts,
    title=_title,
    none=gettext_lazy("请至少选择一台终端。"),
)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    return PAGE.answer(request)
