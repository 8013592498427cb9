"""The guide reads what is in the house and leads on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from emergency_ops.lib.shell import SET_UP
from emergency_ops.sampling import actions as sampling
from emergency_ops.setup.facts import house
from emergency_ops.setup.guide import RULES
from emergency_ops.setup.steps import State, Step, read, readiness
from incidents.escalation.channels.models import EmailTrial
from incidents.monitoring.actions import create_key
from incidents.response.models import Incident
from resources.network.models import Region, Site
from resources.sampling.models import SampleLoad
from resources.staff.models import Person
from tests.conftest import NOON

GUIDE = "/setup/"


def step(code):
    return next(one for one in read(RULES, house(NOON)) if one.rule.code == code)


def test_the_first_login_is_made_on_the_server(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "x" * 12)
    call_command("createsuperuser", interactive=False, username="one", name="甲")
    assert Person.objects.get().is_superuser


def test_the_login_page_says_how_while_there_is_nobody(db, client):
    assert "createsuperuser" in client.get("/accounts/login/").content.decode()


def test_the_login_page_does_not_say_so_later(first, client):
    client.logout()
    assert "createsuperuser" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(("heard", "done"), [(100, True), (97, True), (90, False), (0, False)])
def test_a_few_terminals_that_never_reported_do_not_keep_the_house_from_its_watch(db, heard, done):
    now = house(NOON)
    network = replace(now.network, keys=1, terminals=100, heard=heard)
    found = next(rule for rule in RULES if rule.code == "reports").look(replace(now, network=network))
    assert (found.state == State.DONE, bool(found.missing)) == (done, heard < 100)


def test_a_login_leads_into_the_guide(first, client):
    client.logout()
    answer = client.post("/accounts/login/", {"login": "first", "password": "x" * 12}, follow=True)
    assert answer.request["PATH_INFO"] == GUIDE


def test_a_login_leads_to_the_desk_once_there_are_sites(first, client, make_site):
    make_site()
    assert client.get("/setup/arrive/").headers["Location"] == "/"


def test_a_member_goes_to_the_desk_and_is_not_let_in(member, client):
    assert client.get("/setup/arrive/").headers["Location"] == "/"
    assert client.get(GUIDE).status_code == 403


def test_an_outsider_is_asked_to_log_in(db, client):
    assert client.get(GUIDE).status_code == 302


def test_an_empty_house_has_nothing_done_that_matters(first, client):
    page = client.get(GUIDE).content.decode()
    assert "还不能值守" in page
    assert [step(code).found.state for code in ("regions", "network", "reports", "people", "drill")] == [State.OPEN] * 5


def test_the_desk_of_an_empty_house_leads_to_the_guide(first, client):
    assert f'href="{GUIDE}"' in client.get("/").content.decode()


def test_the_desk_of_an_empty_house_comforts_a_member(member, client):
    assert "系统里还没有网点" in client.get("/").content.decode()


def test_templates_are_in_reach(first, client):
    answer = client.get("/network/import/template/sites.csv")
    assert "网点编号" in answer.content.decode("gb18030")


def test_a_province_is_loaded_with_its_cities(first, client):
    client.post("/setup/regions/", {"provinces": ["310000"], "typed": "320102 玄武区"})
    names = dict(Region.objects.values_list("code", "name"))
    assert (names["310000"], names["320102"], names["000000"]) == ("上海市", "玄武区", "全国")


def test_a_region_that_is_typed_wrongly_is_said_with_its_line(first, client):
    answer = client.post("/setup/regions/", {"typed": "310101 黄浦区\n3101 什么"})
    assert answer.status_code == 400
    assert "第 2 行" in answer.content.decode()


def test_a_key_without_a_report_is_half_of_it(first):
    create_key(name="网关", sites=[], actor=first, now=NOON)
    found = step("reports").found
    assert (found.state, len(found.missing)) == (State.BEGUN, 1)


def test_a_mail_that_was_tried_is_remembered(first, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Person.objects.filter(pk=first.pk).update(email="first@example.cn")
    client.post(reverse("escalation:test_email"))
    assert EmailTrial.objects.get().accepted
    assert house(NOON).email.standing == "working"


def test_the_shipped_plan_counts_only_once_somebody_has_approved_it(first):
    sampling.load_defaults(NOON)
    assert step("plan").found.state == State.BEGUN
    assert step("policy").is_done


def test_the_rehearsal_is_a_drill_on_the_real_path(first, client, make_site):
    make_site()
    sampling.load_defaults(NOON)
    client.post("/setup/rehearsal/")
    assert Incident.objects.get().is_drill
    assert step("drill").found.state in {State.BEGUN, State.DONE}


def test_without_a_policy_there_is_no_rehearsal(first, client, make_site):
    make_site()
    assert client.post("/setup/rehearsal/").status_code == 409


def test_without_a_site_there_is_no_rehearsal(first, client):
    assert client.post("/setup/rehearsal/").status_code == 409
    assert not Site.objects.exists()


def test_the_printers_page_is_ordered(first, client):
    assert client.post("/setup/test-page/").headers["Location"].startswith("/papers/")


def test_the_guide_leaves_the_navigation_when_all_is_done(first, client):
    cache.set(SET_UP, True)
    assert f'href="{GUIDE}"' not in client.get(reverse("glossary:page")).content.decode()
    client.get(GUIDE)
    assert f'href="{GUIDE}"' in client.get(reverse("glossary:page")).content.decode()


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ({"regions", "drill"}, "还不能值守：第一次报警之前还缺 1 项。"),
        ({"drill"}, "可以开始值守：还缺 1 项，可以以后再做。"),
        (set(), "一切就绪，可以值守。"),
    ],
)
def test_how_ready_the_house_is_in_one_sentence(db, left, said):
    steps = [_as(one, one.rule.code not in left) for one in read(RULES, house(NOON))]
    assert readiness(steps) == said


def _as(one, done):
    state = State.DONE if done else State.OPEN
    return Step(one.rule, type(one.found)(state), one.number)


def test_the_guide_costs_the_same_whatever_there_is(first, client, make_site, django_assert_max_num_queries):
    client.get(GUIDE)
    make_site()
    with django_assert_max_num_queries(60) as small:
        client.get(GUIDE)
    for number in range(3):
        make_site(f"310101-001{number}")
    with django_assert_max_num_queries(len(small)):
        client.get(GUIDE)


@pytest.mark.parametrize(
    ("state", "offered"), [("taking_back", "/setup/sample/take-back/"), ("loading", "载入示例数据")]
)
def test_what_a_killed_worker_left_can_be_asked_for_again(first, client, clock, state, offered):
    SampleLoad.objects.create(asked_at=NOON, state=state)
    assert offered not in client.get(GUIDE).content.decode()
    clock.shift(timedelta(minutes=6))
    assert offered in client.get(GUIDE).content.decode()


def test_a_take_back_that_was_killed_is_shown_again(first, client, clock):
    SampleLoad.objects.create(asked_at=NOON, state="taking_back")
    clock.shift(timedelta(minutes=6))
    assert client.get(reverse("setup:take_sample_back")).status_code == 200
