"""Issuing: a snapshot for each site, one document, versions when facts change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.utils import IntegrityError

from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.roles import Role
from notices.printing import actions
from notices.printing.models import PrintedNotice, PrintJob
from resources.staff.choices import Function
from resources.staff.models import Post, PostAssignment
from tests.conftest import NOON


def test_a_notice_is_numbered_by_day(incident, site, publisher):
    job = actions.issue(incident, [site], actor=publisher, now=NOON)
    assert [notice.number for notice in job.notices.all()] == ["GG-20261123-0001"]


def test_the_day_is_the_one_in_shanghai(incident, site, publisher):
    job = actions.issue(incident, [site], actor=publisher, now=NOON + timedelta(hours=12, minutes=30))
    assert job.notices.get().number.startswith("GG-20261124-")


def test_all_sites_go_into_one_document_in_order_of_their_codes(make_site, make_incident, publisher):
    sites = [make_site("310104-0002"), make_site("310101-0001")]
    job = actions.issue(make_incident(*sites), sites, actor=publisher, now=NOON)
    codes = job.notices.order_by("number").values_list("site__code", flat=True)
    assert list(codes) == ["310101-0001", "310104-0002"]


def test_asking_again_gives_the_same_document(incident, site, publisher):
    first = actions.issue(incident, [site], actor=publisher, now=NOON)
    again = actions.issue(incident, [site], actor=publisher, now=NOON + timedelta(minutes=5))
    assert (again.pk, PrintedNotice.objects.count(), PrintJob.objects.count()) == (first.pk, 1, 1)


def test_changed_facts_give_a_new_version_with_a_new_number_and_code(incident, site, publisher, make_substitute):
    old = actions.issue(incident, [site], actor=publisher, now=NOON).notices.get()
    make_substitute(incident, site=site)
    new = actions.issue(incident, [site], actor=publisher, now=NOON).notices.get()
    assert (old.version, new.version) == (1, 2)
    assert old.number != new.number
    assert old.code != new.code


def test_a_b_who_issues_for_an_a_who_is_away_is_written_down_so(incident, site, publisher, make_person):
    away = make_person("away", Role.PUBLISHER, is_active=False)
    post = Post.objects.create(function=Function.PUBLIC_INFORMATION, region_id="310000", name="信息发布岗")
    for role, person in (("A", away), ("B", publisher)):
        PostAssignment.objects.create(post=post, person=person, role=role, validity=DateTimeTZRange(None, None))
    actions.issue(incident, [site], actor=publisher, now=NOON)
    entry = incident.timeline.get(code="notice_issued")
    assert (entry.actor, entry.acting_for) == (publisher, away)


def test_an_expired_notice_is_made_anew(incident, site, publisher):
    actions.issue(incident, [site], actor=publisher, now=NOON)
    late = actions.issue(incident, [site], actor=publisher, now=NOON + timedelta(days=3))
    assert late.notices.get().version == 2


def test_later_changes_of_the_site_do_not_change_a_notice(incident, site, publisher):
    notice = actions.issue(incident, [site], actor=publisher, now=NOON).notices.get()
    site.name = "改名网点"
    site.save()
    notice.refresh_from_db()
    assert notice.facts["site"]["name"] == "310101-0001网点"


@pytest.mark.parametrize(
    "change", ["UPDATE notices_printednotice SET facts = '{}'", "DELETE FROM notices_printednotice"]
)
def test_the_database_refuses_to_change_a_notice(incident, site, publisher, change):
    actions.issue(incident, [site], actor=publisher, now=NOON)
    with pytest.raises(IntegrityError, match="never changes"), connection.cursor() as cursor:
        cursor.execute(change)


def test_sites_without_affected_terminals_get_no_notice(make_site, incident, site, publisher):
    job = actions.issue(incident, [site, make_site("310101-0002")], actor=publisher, now=NOON)
    assert job.notices.get().site == site


def test_nothing_affected_is_refused(make_site, incident, publisher):
    with pytest.raises(Refused, match="没有受影响的自助终端"):
        actions.issue(incident, [make_site("310101-0002")], actor=publisher, now=NOON)


@pytest.mark.parametrize("status", ["restored", "closed", "false_alarm", "merged"])
def test_no_notice_of_an_incident_that_is_over(make_incident, site, publisher, status):
    with pytest.raises(Refused) as refusal:
        actions.issue(make_incident(site, status=status), [site], actor=publisher, now=NOON)
    assert refusal.value.code == "notice_incident_over"


@pytest.mark.parametrize("name", ["commander", "manager", "field_staff", "publisher"])
def test_operators_print_for_their_regions(request, incident, site, name):
    assert actions.issue(incident, [site], actor=request.getfixturevalue(name), now=NOON).pk


@pytest.mark.parametrize("name", ["auditor", "outsider"])
def test_others_do_not(request, incident, site, name):
    with pytest.raises(Forbidden):
        actions.issue(incident, [site], actor=request.getfixturevalue(name), now=NOON)


def test_one_site_out_of_the_region_refuses_all(make_site, make_incident, field_staff):
    sites = [make_site("310101-0001"), make_site("310104-0001")]
    with pytest.raises(Forbidden):
        actions.issue(make_incident(*sites), sites, actor=field_staff, now=NOON)


def test_it_is_written_into_the_timeline_once(incident, site, publisher):
    for _ in range(2):
        actions.issue(incident, [site], actor=publisher, now=NOON)
    entry = incident.timeline.get(code="notice_issued")
    assert (entry.kind, entry.params) == ("notice", {"count": 1, "numbers": "GG-20261123-0001", "form": "a4"})


def test_without_a_signing_key_it_is_refused(settings, incident, site, publisher):
    settings.EMERGENCY_QR_KEYS = {}
    with pytest.raises(Refused) as refusal:
        actions.issue(incident, [site], actor=publisher, now=NOON)
    assert refusal.value.code == "notice_no_key"


@pytest.mark.parametrize("sites", [2, 12])
def test_the_number_of_queries_does_not_grow_with_the_sites(
    make_site, make_incident, publisher, django_assert_max_num_queries, sites
):
    made = [make_site(f"310101-{number:04d}", terminals=3) for number in range(sites)]
    incident = make_incident(*made)
    with django_assert_max_num_queries(36):
        actions.issue(incident, made, actor=publisher, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_doubles_when_many_print_at_once(make_site, make_incident, publisher):
    pairs = [(site, make_incident(site)) for site in (make_site(f"310101-{number:04d}") for number in range(8))]

    def one(pair):
        try:
            return actions.issue(pair[1], [pair[0]], actor=publisher, now=NOON).notices.get().number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(one, pairs))
    assert numbers == [f"GG-20261123-{number:04d}" for number in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_two_who_print_the_same_site_at_once_get_one_document(incident, site, publisher):
    def one(_):
        try:
            return actions.issue(incident, [site], actor=publisher, now=NOON).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(4)))) == 1


def test_another_form_is_another_document_of_the_same_notice(incident, site, publisher):
    poster = actions.issue(incident, [site], actor=publisher, now=NOON, form="a3")
    sheet = actions.issue(incident, [site], actor=publisher, now=NOON)
    assert (poster.form, sheet.form) == ("a3", "a4")
    assert poster.notices.get() == sheet.notices.get()


def test_every_notice_has_a_code_of_its_own_that_tells_its_state(incident, site, publisher, settings):
    settings.SITE_URL = "https://ops.example.cn/"
    notice = actions.issue(incident, [site], actor=publisher, now=NOON).notices.get()
    assert len(notice.check_code) == 12
    assert notice.facts["check_url"] == f"https://ops.example.cn/v/{notice.check_code}"
    assert notice.check_code != notice.code
