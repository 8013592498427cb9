"""What a notice costs, against bare WeasyPrint of the same page; five hundred at once; each form."""

import gc
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from statistics import median

from django.db import transaction
from weasyprint import CSS, HTML

from emergency_ops.lib import clock
from incidents.escalation.models import EscalationPolicy, PolicyVersion
from incidents.response.models import Incident, IncidentTerminal
from notices.printing import actions, document, jobs
from notices.printing.choices import Form
from notices.printing.layout import LAYOUTS
from notices.printing.models import PrintJob
from resources.network.models import Region, Site, Terminal
from resources.staff.models import Person

from .measure import Measurement

SITES = 500
ROUNDS = 15
#: single pages that the floor of all sites is reckoned from, and sheets of each form
SAMPLE = 20


def run() -> list[Measurement]:
    """Works on sites of its own and leaves nothing behind."""
    with transaction.atomic():
        try:
            incident, sites, person = _outage()
            return [
                _against_bare(incident, sites, person),
                _at_once(incident, sites, person),
                *(_of_form(form, incident, sites, person) for form in Form if form != Form.A4),
            ]
        finally:
            transaction.set_rollback(True)


def _against_bare(incident: Incident, sites: Sequence[Site], person: Person) -> Measurement:
    """Each round another site's notice, so that nothing can be remembered; ours includes reading and storing the job."""
    ours, bare = [], []
    for site in sites[: ROUNDS + 1]:
        job = actions.issue(incident, [site], actor=person, now=clock.now())
        bare.append(_bare_page(job))
        ours.append(_seconds(partial(_rendered, job)))
    return Measurement(
        "one notice, from the queue to the stored, tagged PDF (floor: bare WeasyPrint of the same HTML)",
        median(ours[1:]) * 1000, "ms", 1.3, median(bare[1:]) * 1000, at_most=True,
    )  # fmt: skip


def _at_once(incident: Incident, sites: Sequence[Site], person: Person) -> Measurement:
    """Another expected end makes another version of each notice, so that no document of the rounds before is met again."""
    Incident.objects.filter(pk=incident.pk).update(expected_until=clock.now() + timedelta(hours=5))
    singles = [actions.issue(incident, [site], actor=person, now=clock.now()) for site in sites[:SAMPLE]]
    bare = median(_bare_page(job) for job in singles)
    together = actions.issue(incident, sites, actor=person, now=clock.now())
    one_go = _seconds(partial(_rendered, together))
    return Measurement(
        f"{SITES} sites' A4 notices in one document (floor: bare WeasyPrint of one page, median of {SAMPLE}, x {SITES})",
        one_go, "s", 0.15, bare * SITES, at_most=True,
    )  # fmt: skip


def _of_form(form: Form, incident: Incident, sites: Sequence[Site], person: Person) -> Measurement:
    job = actions.issue(incident, sites[:1], actor=person, now=clock.now(), form=form)
    bare = median(_bare_page(job) for _ in range(5))
    many = actions.issue(incident, sites[1 : SAMPLE + 1], actor=person, now=clock.now(), form=form)
    each = _seconds(partial(_rendered, many)) / SAMPLE
    name = f"one of {SAMPLE} notices as {form.value} (floor: bare WeasyPrint of one)"
    return Measurement(name, each * 1000, "ms", 0.6, bare * 1000, at_most=True)


def _bare_page(job: PrintJob) -> float:
    """Seconds of bare WeasyPrint for the HTML of a job of one notice."""
    source = document.html([job.notices.get().facts], job.form)
    stylesheet = "\n".join((document.ASSETS / style).read_text() for style in LAYOUTS[job.form].styles)
    return _seconds(partial(_bare, source, stylesheet))


def _bare(source: str, stylesheet: str) -> None:
    HTML(string=source).write_pdf(stylesheets=[CSS(string=stylesheet)])


def _rendered(job: PrintJob) -> None:
    if not jobs.render(job.pk):
        raise RuntimeError(PrintJob.objects.get(pk=job.pk).error)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _outage() -> tuple[Incident, list[Site], Person]:
    """A line of a district is down: five hundred sites, three terminals each."""
    now = clock.now()
    region, _ = Region.objects.get_or_create(code="310101", defaults={"name": "黄浦区"})
    person = Person.objects.create(username=f"bench-{now.timestamp()}", name="测试", is_superuser=True)
    sites = Site.objects.bulk_create(
        Site(
            code=f"BN-{number:04d}", name=f"黄浦区燃气营业厅{number}号网点", region=region, address=f"应急路{number}号",
            latitude=31.2 + number / 5000, longitude=121.4, opening_hours="08:30-17:30", phone="021-63210000",
        )
        for number in range(SITES)
    )  # fmt: skip
    terminals = Terminal.objects.bulk_create(
        Terminal(code=f"{site.code}-{number:02d}", site=site, payment_methods=["wechat", "cash"], services=["燃气费"])
        for site in sites
        for number in range(1, 4)
    )
    policy = EscalationPolicy.objects.create(name=f"bench-{now.timestamp()}")
    incident = Incident.objects.create(
        number=f"BN-{now:%H%M%S%f}", title="通信线路中断", status="responding", scope="regional", category="external",
        cause="NET_DOWN", region=region, began_at=now, opened_at=now, confirmed_at=now, clock_started_at=now,
        clock_due_at=now + timedelta(minutes=30), expected_until=now + timedelta(hours=4), affected_sites=SITES,
        policy_version=PolicyVersion.objects.create(policy=policy, number=1, steps=[], created_at=now),
    )  # fmt: skip
    IncidentTerminal.objects.bulk_create(
        IncidentTerminal(incident=incident, terminal=terminal, since=now) for terminal in terminals
    )
    return incident, sites, person
