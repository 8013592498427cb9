"""Notices in the search over everything: by number and title, those that people read or decide now by their sites as well."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.searching import Hit, Names, Query, Source, Tier, register, tier
from emergency_ops.lib.sifting import codes_begin, contain, sifted
from resources.network.access import sites_for
from resources.network.pinyin import sounds
from resources.network.searched import site_conditions

from .access import notices_for
from .choices import PENDING_STATUSES, NoticeStatus
from .models import Notice, NoticeSite

_CURRENT = (*PENDING_STATUSES, NoticeStatus.ISSUED)


def find(person: Any, query: Query) -> Iterable[Hit]:
    named = Q()
    for word in query.words:
        named &= contain(word, "number", "title")
    begins = codes_begin(query, "number")
    current = Q(status__in=_CURRENT) & (begins | named | _at_sites(person, query))
    rows = notices_for(person).defer("basis")
    for notice in sifted(rows, current, begins, named, order=("-created_at", "-pk")):
        yield _hit(notice, query)


def _at_sites(person: Any, query: Query) -> Q:
    begins, anywhere = site_conditions(query)
    sites = sites_for(person).filter(begins | anywhere).values("pk")
    return Q(Exists(NoticeSite.objects.filter(notice=OuterRef("pk"), site__in=sites)))


def _hit(notice: Notice, query: Query) -> Hit:
    found = tier(query, Names((notice.number,), (notice.title,), *sounds(notice.title)))
    return Hit(
        title=notice.title,
        href=reverse("content:notice", args=[notice.number]),
        tier=Tier.SUBSTRING if found is None else found,
        detail=notice.number + (f" · {_('演练')}" if notice.is_drill else ""),
        lead=False,
        badge=("notice_status", notice.status),
    )


def all_href(person: Any, query: Query) -> str:
    return f"{reverse('content:list')}?{urlencode({'q': query.text})}"


register(Source("notices", _("公告"), "megaphone", 70, find, all_href))
