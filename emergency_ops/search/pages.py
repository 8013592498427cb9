"""The pages of the navigation in the search over everything, by their names in both languages and by how these sound."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emergency_ops.lib.roles import OPERATORS, Role, has_role
from emergency_ops.lib.searching import Hit, Names, Query, Source, register, tier
from emergency_ops.lib.shell import NAVIGATION, Entry, address
from resources.network.pinyin import sounds

_EVERYBODY = frozenset(Role)
#: what the navigation does not name
_BESIDES: tuple[Entry, ...] = (
    Entry(_("登记事件"), "plus", "incidents:create", OPERATORS),
    Entry(_("登记离岗"), "user-minus", "staff:absence_plan", _EVERYBODY),
    Entry(_("显示与语言"), "swatch", "staff:preferences", _EVERYBODY),
    Entry(_("我的通知"), "bell", "escalation:preferences", _EVERYBODY),
)


def find(person: Any, query: Query) -> Iterable[Hit]:
    for group, entry in _entries():
        href = address(entry.url_name)
        if not href or not has_role(person, *entry.roles):
            continue
        chinese = _chinese(entry.label)
        found = tier(query, Names((), (str(entry.label), chinese), *sounds(chinese)))
        if found is not None:
            yield Hit(str(entry.label), href, found, str(group), icon=entry.icon)


def _entries() -> Iterator[tuple[str | Promise, Entry]]:
    for label, entries in NAVIGATION:
        for entry in entries:
            yield label, entry
    for entry in _BESIDES:
        yield "", entry


def _chinese(label: str | Promise) -> str:
    with override("zh-hans"):
        return str(label)


register(Source("pages", _("页面"), "document-text", 5, find, lambda person, query: ""))
