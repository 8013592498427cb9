"""An installation with grade rules, a policy and warnings to open incidents from."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib import clock as now_clock
from incidents.escalation import sample as escalation_sample
from incidents.monitoring.choices import Category, Scope, WarningEventKind
from incidents.monitoring.models import Warning as MonitoringWarning
from incidents.monitoring.models import WarningEvent, WarningTerminal
from incidents.response import actions, sample
from resources.network.models import Terminal
from resources.staff.models import Post, PostAssignment


@pytest.fixture
def installed(db, clock, regions):
    """Default policy and grade rules; the clock stands at noon."""
    escalation_sample.load(now_clock.now())
    sample.load(now_clock.now())


@pytest.fixture
def make_warning(installed):
    """make_warning(site, scope=…): an open warning over all terminals of the sites, with its event, not absorbed yet."""

    def make(*sites, key="", scope=Scope.SITE_WIDE, category=Category.EXTERNAL, since=timedelta(minutes=2), **fields):
        now = now_clock.now()
        warning = MonitoringWarning.objects.create(
            key=key or f"site:{sites[0].code}",
            **{
                "scope": scope,
                "category": category,
                "cause": "silence",
                "site": sites[0],
                "region": sites[0].region,
                "opened_at": now,
                "began_at": now - since,
                **fields,
            },
        )
        cover(warning, *sites)
        tell(warning, WarningEventKind.OPENED)
        return warning

    return make


def cover(warning, *sites):
    rows = Terminal.objects.filter(site__in=sites)
    WarningTerminal.objects.bulk_create(
        (WarningTerminal(warning=warning, terminal=terminal, since=warning.began_at) for terminal in rows),
        ignore_conflicts=True,
    )


def tell(warning, kind):
    """Append an event of the warning, as detection does."""
    return WarningEvent.objects.create(
        warning=warning, kind=kind, at=now_clock.now(), scope=warning.scope, terminals=warning.members.count()
    )


def clear(warning):
    warning.cleared_at = now_clock.now()
    warning.save()
    warning.members.filter(until=None).update(until=warning.cleared_at)
    return tell(warning, WarningEventKind.CLEARED)


@pytest.fixture
def make_post(regions, clock):
    """make_post("technical", "310000", a=person, b=person): a post of the function, held since yesterday."""

    def make(function, region, **holders):
        post = Post.objects.create(function=function, region_id=region, name=f"{region} {function}")
        held = DateTimeTZRange(now_clock.now() - timedelta(days=1), None)
        for role, person in holders.items():
            PostAssignment.objects.create(post=post, person=person, role=role.upper(), validity=held)
        return post

    return make


@pytest.fixture
def incident(make_warning, make_site):
    """A suspected incident at a site of three terminals in Shanghai, opened from a warning at noon."""
    return actions.open_from_warning(make_warning(make_site(terminals=3)), now_clock.now())


@pytest.fixture
def elsewhere(incident, make_warning, make_site):
    """Another one, at another site."""
    return actions.open_from_warning(make_warning(make_site("310104-0001")), now_clock.now())


@pytest.fixture
def confirmed(incident, manager):
    return actions.confirm(incident, actor=manager, now=now_clock.now())


@pytest.fixture
def responding(confirmed, manager):
    return actions.activate(confirmed, "3", actor=manager, now=now_clock.now())


@pytest.fixture
def restored(responding, manager):
    clear(responding.warning)
    return actions.restore(responding, actor=manager, now=now_clock.now())
