"""The pages: who sees what, what they answer, and in how many queries."""

import pytest
from django.urls import reverse
from PIL import Image

from notices.printing import actions, jobs
from notices.printing.choices import JobState
from notices.printing.models import PrintedNotice, PrintJob
from tests.conftest import NOON


@pytest.fixture
def job(incident, site, publisher):
    job = actions.issue(incident, [site], actor=publisher, now=NOON)
    jobs.render(job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def notice(job):
    return job.notices.get()


@pytest.fixture
def browser(client, clock):
    """browser(person): a client that is logged in."""

    def login(person):
        client.force_login(person)
        return client

    return login


def text(response):
    return response.content.decode()


PAGES = [
    ("notices:preview", lambda notice: [notice.pk]),
    ("notices:document", lambda notice: [notice.jobs.get().pk]),
    ("notices:document_live", lambda notice: [notice.jobs.get().pk]),
    ("notices:pdf", lambda notice: [notice.jobs.get().pk]),
    ("notices:page", lambda notice: [notice.jobs.get().pk, 1, "small"]),
    ("notices:incident", lambda notice: [notice.incident.number]),
    ("notices:panel", lambda notice: [notice.incident.number]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize(("persona", "status"), [("auditor", 200), ("field_staff", 200), ("outsider", 404)])
def test_who_sees_a_notice(request, browser, notice, name, args, persona, status):
    person = request.getfixturevalue(persona)
    assert browser(person).get(reverse(name, args=args(notice))).status_code == status


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_strangers_are_sent_to_the_login(client, notice, name, args):
    assert "/accounts/login/" in client.get(reverse(name, args=args(notice)))["Location"]


def test_the_list_shows_the_notices_of_ones_regions(browser, notice, manager, outsider):
    assert notice.number in text(browser(manager).get(reverse("notices:list")))
    assert notice.number not in text(browser(outsider).get(reverse("notices:list")))


def test_the_pdf_is_what_was_rendered_and_has_a_chinese_name(browser, job, manager):
    response = browser(manager).get(reverse("notices:pdf", args=[job.pk]) + "?download=1")
    assert response.content == bytes(job.pdf)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%85%AC%E5%91%8A")
    assert response["ETag"] == f'"{job.sha256}"'


def test_the_pdf_opens_in_the_browser_for_printing(browser, job, manager):
    assert browser(manager).get(reverse("notices:pdf", args=[job.pk]))["Content-Disposition"].startswith("inline")


def test_an_unchanged_pdf_is_not_sent_again(browser, job, manager):
    response = browser(manager).get(reverse("notices:pdf", args=[job.pk]), headers={"If-None-Match": f'"{job.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")


def test_a_page_is_a_picture(browser, job, manager, tmp_path):
    response = browser(manager).get(reverse("notices:page", args=[job.pk, 1, "small"]))
    (tmp_path / "page.png").write_bytes(response.content)
    with Image.open(tmp_path / "page.png") as picture:
        assert picture.size == (720, 1019)


@pytest.mark.parametrize(("page", "size"), [(0, "small"), (2, "small"), (1, "huge")])
def test_other_pages_do_not_exist(browser, job, manager, page, size):
    assert browser(manager).get(reverse("notices:page", args=[job.pk, page, size])).status_code == 404


def test_a_document_that_is_not_ready_has_no_bytes(browser, incident, site, publisher):
    job = actions.issue(incident, [site], actor=publisher, now=NOON)
    assert browser(publisher).get(reverse("notices:pdf", args=[job.pk])).status_code == 404


def test_the_panel_offers_one_click_for_all_sites(browser, make_incident, make_site, manager):
    incident = make_incident(make_site("310101-0001"), make_site("310104-0001"))
    answer = text(browser(manager).get(reverse("notices:panel", args=[incident.number])))
    assert "全部网点一键生成" in answer
    assert answer.count("未生成") == 2


def test_one_click_makes_the_notices_of_all_sites(browser, make_incident, make_site, manager):
    incident = make_incident(make_site("310101-0001"), make_site("310104-0001"))
    browser(manager).post(reverse("notices:issue", args=[incident.number]))
    assert PrintJob.objects.get().notices.count() == 2


def test_the_panel_leads_to_the_document_with_all_of_them(browser, make_incident, make_site, manager):
    incident = make_incident(make_site("310101-0001"), make_site("310104-0001"))
    client = browser(manager)
    client.post(reverse("notices:issue", args=[incident.number]))
    answer = text(client.get(reverse("notices:panel", args=[incident.number])))
    assert reverse("notices:document", args=[PrintJob.objects.get().pk]) in answer


def test_only_the_sites_asked_for(browser, make_incident, make_site, manager):
    incident = make_incident(make_site("310101-0001"), make_site("310104-0001"))
    browser(manager).post(reverse("notices:issue", args=[incident.number]), {"site": "310104-0001"})
    assert [notice.site.code for notice in PrintedNotice.objects.all()] == ["310104-0001"]


def test_field_staff_make_those_of_their_own_sites(browser, make_incident, make_site, field_staff):
    incident = make_incident(make_site("310101-0001"), make_site("310104-0001"))
    browser(field_staff).post(reverse("notices:issue", args=[incident.number]))
    assert [notice.site.code for notice in PrintedNotice.objects.all()] == ["310101-0001"]


def test_the_panel_polls_while_a_document_is_made(browser, incident, site, publisher):
    address = reverse("notices:panel", args=[incident.number])
    actions.issue(incident, [site], actor=publisher, now=NOON)
    assert 'data-every="2"' in text(browser(publisher).get(address))
    jobs.render(PrintJob.objects.get().pk)
    assert 'data-every="2"' not in text(browser(publisher).get(address))


def test_htmx_gets_the_panel_back(browser, incident, publisher):
    address = reverse("notices:issue", args=[incident.number])
    answer = browser(publisher).post(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'id="notices-panel"' in text(answer)


def test_an_auditor_gets_no_button_and_no_right(browser, incident, site, auditor):
    panel = browser(auditor).get(reverse("notices:panel", args=[incident.number]))
    assert "<form" not in text(panel)
    assert browser(auditor).post(reverse("notices:issue", args=[incident.number])).status_code == 403


def test_changed_facts_are_shown(browser, notice, make_substitute, manager):
    make_substitute(notice.incident, site=notice.site)
    assert "内容已变化" in text(browser(manager).get(reverse("notices:panel", args=[notice.incident.number])))


def test_an_incident_that_is_over_still_shows_its_notices(browser, notice, manager):
    notice.incident.status = "restored"
    notice.incident.save()
    answer = text(browser(manager).get(reverse("notices:incident", args=[notice.incident.number])))
    assert notice.number in answer
    assert "一键生成" not in answer


def test_a_failure_is_shown_with_its_reason_and_a_way_out(browser, incident, site, publisher):
    job = actions.issue(incident, [site], actor=publisher, now=NOON)
    PrintJob.objects.update(state=JobState.FAILED, error="字体未安装")
    answer = text(browser(publisher).get(reverse("notices:document", args=[job.pk])))
    assert "字体未安装" in answer
    assert "重试" in answer


def test_retry_by_button(browser, incident, site, publisher):
    job = actions.issue(incident, [site], actor=publisher, now=NOON)
    PrintJob.objects.update(state=JobState.FAILED)
    browser(publisher).post(reverse("notices:retry", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_single_notice_out_of_a_large_document(browser, make_incident, make_site, manager):
    sites = [make_site("310101-0001"), make_site("310104-0001")]
    incident = make_incident(*sites)
    actions.issue(incident, sites, actor=manager, now=NOON)
    notice = PrintedNotice.objects.get(site=sites[1])
    browser(manager).post(reverse("notices:reprint", args=[notice.pk]))
    assert list(PrintJob.objects.order_by("-pk")[0].notices.all()) == [notice]


def test_a_picture_does_without_the_cache(browser, job, manager, without_cache):
    address = reverse("notices:page", args=[job.pk, 1, "small"])
    assert browser(manager).get(address).content.startswith(b"\x89PNG")


@pytest.mark.parametrize("sites", [2, 8])
def test_queries_do_not_grow_with_the_sites(
    browser, make_incident, make_site, manager, sites, django_assert_max_num_queries
):
    made = [make_site(f"310101-{number:04d}", terminals=2) for number in range(sites)]
    incident = make_incident(*made)
    actions.issue(incident, made, actor=manager, now=NOON)
    client = browser(manager)
    for name, args, most in (("notices:list", [], 9), ("notices:incident", [incident.number], 17)):
        with django_assert_max_num_queries(most):
            client.get(reverse(name, args=args))


def test_the_api_lists_notices_with_their_documents(browser, notice, manager):
    (found,) = browser(manager).get("/api/v1/notices/").json()["results"]
    assert (found["number"], found["site"]) == (notice.number, "310101-0001")
    assert found["documents"][0]["state"] == "ready"


def test_the_api_shows_nothing_of_other_regions(browser, notice, outsider):
    assert browser(outsider).get("/api/v1/notices/").json()["count"] == 0
    assert browser(outsider).get(f"/api/v1/notices/{notice.number}/").status_code == 404
