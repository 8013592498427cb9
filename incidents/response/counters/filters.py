"""How tickets are narrowed down, on the page and by the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from .choices import PriorityCategory, TicketState
from .models import Ticket


class TicketFilter(django_filters.FilterSet):  # type: ignore[misc]
    day = django_filters.DateFilter(field_name="queue__day", label=_("日期"))
    state = django_filters.ChoiceFilter(choices=TicketState.choices, label=_("状态"), empty_label=_("不限"))
    is_priority = django_filters.BooleanFilter(label=_("优先"))
    category = django_filters.ChoiceFilter(choices=PriorityCategory.choices, label=_("优先类别"), empty_label=_("不限"))

    class Meta:
        model = Ticket
        fields = ("day", "state", "is_priority", "category")
