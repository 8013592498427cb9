"""Choosing equipment and printing its labels."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from resources.documents.choices import PaperKind
from resources.documents.label_pages import LabelPage
from resources.inventory.choices import EquipmentState
from resources.inventory.filters_equipment import EquipmentFilter
from resources.inventory.models import Equipment
from resources.inventory.papers_equipment import label_facts
from resources.inventory.queries_equipment import listed_equipment


def _title(items: Sequence[Equipment]) -> str:
    if len(items) == 1:
        return _("设备标签 %(item)s") % {"item": items[0].code}
    return ngettext("设备标签 %(count)d 枚", "设备标签 %(count)d 枚", len(items)) % {"count": len(items)}


PAGE = LabelPage(
    PaperKind.EQUIPMENT_LABELS,
    template="inventory/equipment_labels.html",
    name="items",
    listed=lambda person: listed_equipment(person).exclude(state=EquipmentState.SCRAPPED),
    printed=listed_equipment,
    filterset=EquipmentFilter,
    facts=label_facts,
    title=_title,
    none=gettext_lazy("请至少选择一件设备。"),
)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    return PAGE.answer(request)
