"""The sheets of one issued notice: a panel in the notice's page. For planned maintenance the only place to print from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.middleware import toast
from notices.content.access import notice_or_404
from notices.content.choices import NoticeStatus
from notices.printing import access, actions, queries
from notices.printing.choices import Form
from notices.printing.views.choosing import form_of
from resources.network.access import sites_for
from resources.staff.access import person_of


@require_safe
def of_notice(request: HttpRequest, number: str) -> HttpResponse:
    """A fragment; it asks for itself again while a document is being made."""
    person = person_of(request)
    notice = notice_or_404(person, number)
    documents = queries.documents_of(notice)
    context = {
        "notice": notice,
        "documents": documents,
        "pending": any(job.is_pending for job in documents),
        "may_print": access.may_print(person) and notice.status == NoticeStatus.ISSUED,
        "forms": Form.choices,
    }
    return render(request, "notices/_of_notice.html", context)


@require_POST
def issue_of(request: HttpRequest, number: str) -> HttpResponse:
    """Make the sheets of the notice's sites that the person sees, in the form that is given."""
    person = person_of(request)
    notice = notice_or_404(person, number)
    sites = list(sites_for(person).filter(pk__in=notice.sites.values("site")).order_by("code"))
    job = actions.issue_of(notice, sites, actor=person, now=now(), form=form_of(request.POST))
    toast(request, _("公告正在生成，完成后可在此预览和打印。"))
    return redirect("notices:document", pk=job.pk)
