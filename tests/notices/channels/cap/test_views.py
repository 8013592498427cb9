"""The messages behind the login: whose, and a drill's among them."""

import pytest

from notices.channels.cap.models import CapMessage
from tests.conftest import NOON


@pytest.fixture
def message(make_notice, make_incident, site):
    notice = make_notice(make_incident(site, is_drill=True))
    return CapMessage.objects.create(
        notice=notice, identifier="FB-20261123-001.1", sender="s", sent=NOON, status="Exercise", msg_type="Alert",
        headline="<b>演练</b>", references="a,b,c", sha256="0" * 64, xml="<alert><b>x</b></alert>",
    )  # fmt: skip


PAGES = ["/notices/cap/", "/notices/cap/FB-20261123-001.1/", "/notices/cap/of/FB-20261123-001/"]
DOWNLOAD = "/notices/cap/FB-20261123-001.1/xml/"


@pytest.mark.parametrize("path", [*PAGES, DOWNLOAD])
def test_nobody_reads_an_exercise_without_logging_in(client, message, path):
    response = client.get(path)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


@pytest.mark.parametrize("path", PAGES)
def test_those_of_the_region_read_it(client, message, manager, path):
    client.force_login(manager)
    assert "FB-20261123-001.1" in client.get(path).content.decode()


@pytest.mark.parametrize("path", [*PAGES[1:], DOWNLOAD])
def test_for_others_it_does_not_exist(client, message, outsider, path):
    client.force_login(outsider)
    assert client.get(path).status_code == 404


def test_the_list_of_others_is_without_it(client, message, outsider):
    client.force_login(outsider)
    assert "FB-20261123-001.1" not in client.get(PAGES[0]).content.decode()


def test_the_download_is_what_was_sent(client, message, manager):
    client.force_login(manager)
    response = client.get(DOWNLOAD)
    assert response.content == message.xml.encode()
    assert response["Content-Disposition"] == 'attachment; filename="FB-20261123-001.1.xml"'


def test_markup_is_shown_as_text(client, message, manager):
    client.force_login(manager)
    page = client.get(PAGES[1]).content.decode()
    assert "&lt;alert&gt;&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>演练</b>" not in page


def test_a_drill_has_no_public_address(client, message, manager):
    client.force_login(manager)
    assert "/feeds/cap/FB" not in client.get(PAGES[1]).content.decode()


@pytest.mark.parametrize(
    ("query", "found"), [("q=FB-2026", True), ("q=FB-2027", False), ("status=Actual", False), ("msg_type=Alert", True)]
)
def test_messages_are_looked_up(client, message, manager, query, found):
    client.force_login(manager)
    assert ("FB-20261123-001.1" in client.get(f"{PAGES[0]}?{query}").content.decode()) == found


def test_the_list_takes_the_same_queries_for_many(client, message, manager, django_assert_num_queries):
    client.force_login(manager)
    client.get(PAGES[0])
    with django_assert_num_queries(6):
        client.get(PAGES[0])
    rows = [CapMessage(**{**values(message), "identifier": f"FB-20261123-001.{number}"}) for number in range(2, 40)]
    CapMessage.objects.bulk_create(rows)
    with django_assert_num_queries(6):
        client.get(PAGES[0])


def values(message):
    return {
        field.attname: getattr(message, field.attname) for field in CapMessage._meta.fields if not field.primary_key
    }
