"""The notice that tells how priority service works at a counter: what is offered is said here, then it is printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock
from incidents.response.counters import papers, queries
from incidents.response.counters.access import counter_or_404, may_call, require_arranger
from incidents.response.counters.forms import PriorityNoticeForm
from resources.staff.access import person_of


@require_http_methods(["GET", "HEAD", "POST"])
def priority_notice(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """For those who arrange the counter and those who serve at it."""
    person = person_of(request)
    counter = counter_or_404(person, number, substitute)
    if not may_call(person, counter):
        require_arranger(person, counter.substitute)
    form = PriorityNoticeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        paper = papers.order_notice(
            counter, given["needs"], bilingual=given["bilingual"], actor=person, now=clock.now()
        )
        return redirect("papers:paper", paper.pk)
    context = {
        "substitute": counter.substitute,
        "incident": counter.substitute.incident,
        "counter": counter,
        "windows": [one.window for one in queries.at_windows(counter) if one.window.is_priority and one.window.is_open],
        "form": form,
    }
    return render(request, "counters/priority.html", context, status=400 if form.is_bound else 200)
