"""The guide, the regions that it loads, the sample, the rehearsal, the page that tries a printer."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import Role, has_role
from emergency_ops.lib.shell import SET_UP
from emergency_ops.sampling import actions as sampling
from emergency_ops.sampling import jobs, looking, progress
from incidents.escalation.models import EscalationPolicy
from incidents.monitoring.choices import Category
from incidents.response.actions.opening import Finding
from incidents.response.actions.opening import create as open_incident
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.inventory.models import Depot
from resources.network.actions import name_regions
from resources.network.models import Region, Site
from resources.network.regions import WHOLE_COUNTRY
from resources.sampling.models import SampleLoad
from resources.staff.access import person_of
from resources.staff.models import Post

from . import papers
from .access import keeps_house, require_administrator, require_keeper
from .facts import house
from .forms import RegionsForm
from .guide import RULES
from .steps import Step, read, readiness


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    require_keeper(person)
    found = house(clock.now())
    steps = read(RULES, found)
    _remember(steps)
    context = {
        "steps": steps,
        "readiness": readiness(steps),
        "done": sum(step.is_done for step in steps),
        "next": next((step for step in steps if not step.is_done), None),
        "house": found,
        "site_url": settings.SITE_URL.rstrip("/"),
        "may_administer": has_role(person, Role.ADMINISTRATOR),
        **_sample(is_bare=not (found.network.sites or found.people.posts or found.things.depots)),
    }
    return render(request, "setup/guide.html", context)


def _remember(steps: list[Step]) -> None:
    """Takes the guide out of the navigation once all is done; it comes back when something is missing again."""
    if all(step.is_done for step in steps):
        cache.set(SET_UP, True, None)
    else:
        cache.delete(SET_UP)


@require_safe
def sample_panel(request: HttpRequest) -> HttpResponse:
    """Fragment: the sample while it comes or goes."""
    person = person_of(request)
    require_keeper(person)
    is_bare = not any(model.objects.exists() for model in (Site, Post, Depot))
    context = {**_sample(is_bare=is_bare), "may_administer": has_role(person, Role.ADMINISTRATOR), "polled": True}
    return render(request, "setup/_sample.html", context)


def _sample(*, is_bare: bool) -> dict[str, Any]:
    """is_bare: nobody has brought sites, posts or depots, so that the sample may come."""
    load = sampling.current()
    is_busy = load is not None and sampling.is_at_work(load, clock.now())
    is_present = load is not None and load.is_present
    last = SampleLoad.objects.order_by("-pk").first()
    return {
        "load": load,
        "failed": last if last is not None and last.error and (load is None or load == last) else None,
        "is_busy": is_busy,
        "progress": progress.read() if is_busy else None,
        "may_load": not is_present and is_bare,
    }


@require_POST
def load_sample(request: HttpRequest) -> HttpResponse:
    load = sampling.ask_load(actor=person_of(request), now=clock.now())
    jobs.load.delay(load.pk)
    toast(request, _("示例数据正在后台载入，大约需要一分钟。"))
    return redirect("setup:guide")


@require_http_methods(["GET", "POST"])
def take_sample_back(request: HttpRequest) -> HttpResponse:
    """GET shows what would go and what would stay; POST does it, with `only_free` in spite of what stays."""
    person = person_of(request)
    require_administrator(person)
    load = sampling.current()
    if load is None or not load.is_present or sampling.is_at_work(load, clock.now()):
        return redirect("setup:guide")
    if request.method == "POST":
        only_free = request.POST.get("only_free") == "1"
        looking.forget(load, str(get_language()))
        order_ = sampling.ask_take_back(only_free=only_free, actor=person, now=clock.now())
        jobs.take_back.delay(order_.pk, only_free)
        toast(request, _("示例数据正在后台取回。"))
        return redirect("setup:guide")
    context = {"seen": _looked_at(load), "own": _own_account(load, person.pk)}
    return render(request, "setup/take_back.html", context)


def _looked_at(load: SampleLoad) -> dict[str, Any] | None:
    """What a worker saw; None while it looks, which takes a second or two."""
    language = str(get_language())
    found = looking.seen(load, language)
    if found is None and looking.is_due(load, language):
        jobs.look.delay(load.pk, language)
    return None if found is None else {"at": found.at, "figures": _figures(found.going), "groups": found.groups}


def _own_account(load: SampleLoad, pk: int) -> bool:
    return load.members.filter(table="resources_person", row=str(pk)).exists()


def _figures(going: Mapping[str, int]) -> list[tuple[str, int]]:
    return [
        (_("网点"), going.get("resources_site", 0)),
        (_("终端"), going.get("resources_terminal", 0)),
        (_("账号"), going.get("resources_person", 0)),
        (_("岗位"), going.get("resources_post", 0)),
        (_("备件库"), going.get("resources_depot", 0)),
        (_("全部记录"), sum(going.values())),
    ]


@require_http_methods(["GET", "POST"])
def regions(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    require_keeper(person)
    form = RegionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = name_regions(form.chosen(), actor=person)
        said = ngettext("已载入，新增 %(number)d 个区域。", "已载入，新增 %(number)d 个区域。", new)
        toast(request, said % {"number": new})
        return redirect("setup:guide")
    known = Region.objects.filter(code__endswith="0000").exclude(code=WHOLE_COUNTRY)
    context = {"form": form, "known": known.order_by("code")}
    return render(request, "setup/regions.html", context, status=400 if form.is_bound else 200)


@require_POST
def rehearse(request: HttpRequest) -> HttpResponse:
    """A drill incident at the first site, by the same action as a real one."""
    person = person_of(request)
    require_keeper(person)
    site = Site.objects.filter(terminals__isnull=False).order_by("code").first()
    if site is None:
        raise Refused("no_site", _("还没有带终端的网点，先完成“网点和终端”。"))
    if not EscalationPolicy.objects.exists():
        raise Refused("no_policy", _("还没有升级策略，报警不知道先找谁，先完成“升级策略”。"))
    now = clock.now()
    finding = Finding(
        terminals=[],
        sites=[site.code],
        category=Category.EXTERNAL,
        began_at=now,
        title=_("开通演练：%(site)s") % {"site": site.name},
        description=_("由“开始使用”发起，检查报警能否找到人。"),
        is_drill=True,
    )
    incident = open_incident(person, now, finding)
    toast(request, _("演练事件%(number)s已登记，和真实事件走同一条路。") % {"number": incident.number})
    return redirect("setup:guide")


@require_POST
def test_page(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    require_keeper(person)
    with printed_language():
        facts, title = papers.facts(), _("打印测试页")
    paper = order(PaperKind.TEST_PAGE, facts, title=title, region=None, actor=person, now=clock.now())
    return redirect("papers:paper", pk=paper.pk)


@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """Where a login leads: into the guide while the house is empty, else to the desk."""
    if keeps_house(person_of(request)) and not Site.objects.exists():
        return redirect("setup:guide")
    return redirect(reverse("dashboard"))
