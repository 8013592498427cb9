"""Who reads notices and who prints them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import OPERATORS, has_role
from incidents.response.access import incidents_for
from resources.network.access import sees_region, visible_regions, within
from resources.network.models import Site

from .models import PrintedNotice, PrintJob


def may_print(person: Any) -> bool:
    return has_role(person, *OPERATORS)


def require_printer(person: Any, sites: Sequence[Site]) -> None:
    """Raises Forbidden unless the person prints notices and is responsible for every site. None is the system itself."""
    if person is None:
        return
    if not may_print(person):
        raise Forbidden("notice_not_printer", _("只有总指挥、值班经理、信息发布和现场人员可以生成公告。"))
    for site in sites:
        if not sees_region(person, site.region_id):
            raise Forbidden("notice_not_your_region", _("您不负责网点“%(site)s”，不能为其生成公告。"), site=site.name)


def notices_for(person: Any) -> QuerySet[PrintedNotice]:
    """The notices of the sites that a person sees."""
    return within(PrintedNotice.objects.all(), person, "site__region__code")


def jobs_for(person: Any) -> QuerySet[PrintJob]:
    """The documents of the incidents that a person sees, and those of planned maintenance at sites that they see.

    One may hold other regions' notices too: they hang in public.
    """
    jobs = PrintJob.objects.defer("pdf")
    if "" in visible_regions(person):
        return jobs
    planned = PrintJob.notices.through.objects.filter(printednotice__in=notices_for(person)).values("printjob")
    return jobs.filter(Q(incident__in=incidents_for(person)) | Q(incident=None, pk__in=planned))


def notice_or_404(person: Any, pk: int) -> PrintedNotice:
    notice = notices_for(person).select_related("incident", "notice", "site", "created_by").filter(pk=pk).first()
    if notice is None:
        raise Http404(pk)
    return notice


def job_or_404(person: Any, pk: int) -> PrintJob:
    job = jobs_for(person).select_related("incident").filter(pk=pk).first()
    if job is None:
        raise Http404(pk)
    return job
