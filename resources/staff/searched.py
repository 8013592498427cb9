"""People in the search over everything: by name, account, department, and by how the name sounds."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.roles import has_role
from emergency_ops.lib.searching import Hit, Query, Source, register, tier
from emergency_ops.lib.searching import Names as Called
from resources.network.pinyin import sounds

from .access import DIRECTORY_ROLES, people_for


def find(person: Any, query: Query) -> Iterable[Hit]:
    """Of the thousands of people at most, whose names are read here where the text can be pinyin."""
    rows = people_for(person)
    if not query.folded.replace(" ", "").isalnum() or not query.folded.isascii():
        for word in query.words:
            rows = rows.filter(Q(name__icontains=word) | Q(username__icontains=word) | Q(department__icontains=word))
    fields = ("pk", "name", "username", "department", "is_active")
    for pk, name, username, department, is_active in rows.values_list(*fields):
        found = tier(query, Called((username,), (name, department), *sounds(name)))
        if found is not None:
            detail = " · ".join(part for part in (username, department, "" if is_active else _("已停用")) if part)
            yield Hit(name or username, reverse("staff:person", args=[pk]), found, detail)


def all_href(person: Any, query: Query) -> str:
    if not has_role(person, *DIRECTORY_ROLES):
        return ""
    return f"{reverse('staff:people')}?{urlencode({'q': query.text})}"


register(Source("people", gettext_lazy("人员"), "users", 40, find, all_href))
