"""Personas and the clock that tests share."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from emergency_ops.lib.roles import Role
from resources.network.models import Region, Site, Terminal
from resources.staff.models import Person

#: a busy machine is no fault of the code under test
hypothesis.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("patient")

CST = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=CST)


@pytest.fixture(autouse=True)
def no_logged_errors(request, caplog):
    """A test during which an error is logged fails, unless it says with @pytest.mark.logs_errors that this is its point."""
    yield
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    if errors and request.node.get_closest_marker("logs_errors") is None:
        pytest.fail("logged errors: " + "; ".join(errors))


@pytest.fixture(autouse=True)
def _empty_cache():
    """What the last test kept is of a database that is no more, whose numbers may come again."""
    cache.clear()


@pytest.fixture(autouse=True)
def _language():
    """A page read in English leaves its thread English: the next test starts with the default again."""
    yield
    translation.deactivate()


@pytest.fixture
def clock():
    """A clock that stands at noon of 2026-11-23 in Shanghai until it is moved: clock.shift(60), clock.move_to(…)."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def without_cache(settings):
    """The cache's server is down."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture
def regions(db):
    """China, Shanghai with two districts, Nanjing with one."""
    rows = [
        ("000000", "全国"),
        ("310000", "上海市"),
        ("310100", "上海市市辖区"),
        ("310101", "黄浦区"),
        ("310104", "徐汇区"),
        ("320000", "江苏省"),
        ("320100", "南京市"),
        ("320102", "玄武区"),
    ]
    return {code: Region.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name in rows}


@pytest.fixture
def make_person(regions):
    """make_person("li", Role.MANAGER, regions=["310000"], name="李敏"): a person with roles who sees these regions."""

    def make(username, *roles, regions=("000000",), **fields):
        person = Person.objects.create_user(
            username, f"{username}@example.cn", "correct-horse", **{"name": username, **fields}
        )
        person.groups.set([Group.objects.get_or_create(name=str(role))[0] for role in roles])
        person.regions.set(regions)
        return person

    return make


@pytest.fixture
def commander(make_person):
    return make_person("commander", Role.COMMANDER, name="陈总")


@pytest.fixture
def manager(make_person):
    """Manages Shanghai."""
    return make_person("manager", Role.MANAGER, regions=["310000"], name="李敏")


@pytest.fixture
def field_staff(make_person):
    return make_person("field", Role.FIELD_STAFF, regions=["310101"], name="王强")


@pytest.fixture
def auditor(make_person):
    return make_person("auditor", Role.AUDITOR, name="赵审")


@pytest.fixture
def outsider(make_person):
    """Manages Nanjing, so Shanghai is none of their business."""
    return make_person("outsider", Role.MANAGER, regions=["320100"], name="外区")


@pytest.fixture
def administrator(make_person):
    return make_person("administrator", Role.ADMINISTRATOR, name="孙管")


@pytest.fixture
def make_site(regions):
    """make_site("310101-0001", terminals=3, line="310101-电信"): a site with terminals <code>-01, -02, …"""

    def make(code="310101-0001", terminals=1, line="", version="4.2.1", methods=("wechat", "cash"), **fields):
        site = Site.objects.create(
            code=code, **{"region_id": code[:6], "name": f"{code}网点", "daily_visitors": 600, **fields}
        )
        Terminal.objects.bulk_create(
            Terminal(
                code=f"{code}-{number:02d}",
                site=site,
                model="ZZ-200",
                software_version=version,
                line=line or f"{code[:6]}-电信",
                payment_methods=list(methods),
                hourly_payments=12,
            )
            for number in range(1, terminals + 1)
        )
        return site

    return make


@pytest.fixture
def site(make_site):
    return make_site()


@pytest.fixture
def terminal(site):
    return site.terminals.get()
