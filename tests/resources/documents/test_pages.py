"""The page of a paper: it waits, shows, fails and retries; who sees it."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from emergency_ops.lib.paper import queue
from resources.documents import jobs, registry
from resources.documents.choices import PaperKind, PaperState
from resources.documents.models import Paper

PAGES = [("papers:paper", ()), ("papers:live", ()), ("papers:pdf", ()), ("papers:page", (1, "small"))]


@pytest.fixture
def ready(paper):
    jobs.render(paper.pk)
    paper.refresh_from_db()
    return paper


@pytest.fixture
def get(client):
    """get("papers:paper", paper, person): the answer."""

    def answer(name, paper, person, *args, **query):
        client.force_login(person)
        return client.get(reverse(name, args=[paper.pk, *args]), query)

    return answer


def failed(paper):
    Paper.objects.filter(pk=paper.pk).update(state=PaperState.FAILED, error="没有墨了")


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize(
    ("persona", "status"),
    [("manager", 200), ("auditor", 200), ("commander", 200), ("outsider", 404), ("storekeeper", 404)],
)
def test_who_sees_a_paper(request, get, ready, name, args, persona, status):
    assert get(name, ready, request.getfixturevalue(persona), *args).status_code == status


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_strangers_are_sent_to_the_login(client, ready, name, args):
    assert "/accounts/login/" in client.get(reverse(name, args=[ready.pk, *args]))["Location"]


def test_whoever_ordered_a_paper_sees_it_wherever_it_belongs(get, order, outsider):
    assert get("papers:paper", order(actor=outsider), outsider).status_code == 200


def test_the_kind_alone_decides_about_a_paper_without_region(get, order, outsider, storekeeper):
    paper = order(region=None)
    assert get("papers:paper", paper, outsider).status_code == 200
    assert get("papers:paper", paper, storekeeper).status_code == 404


def test_a_paper_that_is_being_made_asks_again_and_needs_no_script(get, paper, manager):
    text = get("papers:paper", paper, manager).content.decode()
    assert 'data-every="2"' in text
    assert f'<noscript><a class="button button--small" href="{reverse("papers:paper", args=[paper.pk])}"' in text


def test_a_paper_that_is_ready_does_not_ask_again(get, ready, manager):
    text = get("papers:live", ready, manager).content.decode()
    assert "hx-trigger" not in text
    assert reverse("papers:pdf", args=[ready.pk]) in text


def test_the_page_leads_back_to_what_the_paper_is_about(get, paper, manager):
    assert 'href="/back/"' in get("papers:paper", paper, manager).content.decode()


def test_there_is_no_pdf_before_it_is_made(get, paper, manager):
    assert get("papers:pdf", paper, manager).status_code == 404


def test_the_pdf_is_what_was_rendered_and_has_a_chinese_name(get, ready, manager):
    response = get("papers:pdf", ready, manager, download=1)
    assert response.content == queue.bytes_of(Paper, ready.pk)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%B0%83%E6%8B%A8")


def test_an_unchanged_pdf_is_not_sent_again(client, get, ready, manager):
    etag = get("papers:pdf", ready, manager)["ETag"]
    address = reverse("papers:pdf", args=[ready.pk])
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("args", [(2, "small"), (0, "small"), (1, "huge")])
def test_there_are_no_other_pictures(get, ready, manager, args):
    assert get("papers:page", ready, manager, *args).status_code == 404


def test_a_failure_is_shown_with_a_retry(client, get, paper, manager):
    failed(paper)
    text = get("papers:paper", paper, manager).content.decode()
    assert "没有墨了" in text
    assert reverse("papers:retry", args=[paper.pk]) in text
    client.post(reverse("papers:retry", args=[paper.pk]))
    paper.refresh_from_db()
    assert paper.state == PaperState.QUEUED


def test_a_second_click_on_retry_is_refused(client, get, paper, manager):
    failed(paper)
    client.force_login(manager)
    answers = [client.post(reverse("papers:retry", args=[paper.pk])).status_code for _ in range(2)]
    assert answers == [302, 409]


@pytest.mark.parametrize(("persona", "status"), [("auditor", 403), ("outsider", 404)])
def test_who_may_not_retry(request, client, paper, persona, status):
    failed(paper)
    client.force_login(request.getfixturevalue(persona))
    assert client.post(reverse("papers:retry", args=[paper.pk])).status_code == status


@pytest.mark.parametrize(("form", "proportion"), [("A4", 210 / 297), ("A4 landscape", 297 / 210)])
def test_pictures_are_as_wide_as_asked_for_whatever_the_form(get, order, kind, manager, form, proportion):
    registry.register(
        PaperKind.TRANSFER_SLIP, template="papers/slip_of_tests.html", page=form, may_open=lambda person, paper: True
    )
    paper = order()
    jobs.render(paper.pk)
    with Image.open(BytesIO(get("papers:page", paper, manager, 1, "small").content)) as picture:
        assert picture.width == pytest.approx(720, abs=1)
        assert picture.width / picture.height == pytest.approx(proportion, rel=0.01)
