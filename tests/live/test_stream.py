"""The stream itself: real uvicorn, real broker, real database."""

import time

import pytest

from emergency_ops.lib import clock
from emergency_ops.lib.live import changed
from resources.staff.actions.wall_links import create_link, revoke_link


def test_somebody_logged_in_hears_of_a_change(listen, manager, make_site):
    topic = f"terminal.{make_site().terminals.first().pk}"
    heard = listen(manager, topic, "stock")
    changed(topic, "duty")
    assert heard.event() == ("poke", f"0 {topic}")


def test_nobody_hears_nothing(listen):
    assert listen(None, "stock").status == 401


def test_an_account_that_is_no_longer_in_use(listen, manager):
    type(manager).objects.filter(pk=manager.pk).update(is_active=False)
    assert listen(manager, "stock").status == 401


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://127.0.0.1"])
def test_a_page_on_another_port_of_the_host_may_listen(listen, manager, origin):
    heard = listen(manager, "stock", headers={"Origin": origin})
    assert heard.answer.getheader("Access-Control-Allow-Origin") == origin
    assert heard.answer.getheader("Access-Control-Allow-Credentials") == "true"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_of_another_host_may_not(listen, manager, headers):
    assert listen(manager, "stock", headers=headers).status == 403


def test_what_is_somebody_elses_own_is_not_told(listen, manager, commander):
    heard = listen(manager, f"inbox.{commander.pk}", f"inbox.{manager.pk}")
    changed(f"inbox.{commander.pk}")
    changed(f"inbox.{manager.pk}")
    assert heard.event() == ("poke", f"0 inbox.{manager.pk}")


def test_a_burst_comes_as_few_events(listen, manager):
    heard = listen(manager, "stock")
    for _ in range(20):
        changed("stock")
        time.sleep(0.02)
    found = []
    while event := heard.event(0.8):
        found.append(event)
    assert 1 <= len(found) <= 4


def test_what_was_missed_comes_at_once(listen, manager):
    before = listen(manager, "stock")
    moment = int(time.time() * 1000)
    changed("stock")
    assert before.event() is not None
    assert listen(manager, "stock", since=moment).event(1)[1].endswith(" stock")


def test_a_session_that_has_ended_is_closed(listen, manager, client):
    heard = listen(manager, "stock")
    client.logout()
    assert (heard.event(5), heard.event(2)) == (("bye", ""), ("end", ""))


def test_a_changed_password_closes_it(listen, manager):
    heard = listen(manager, "stock")
    manager.set_password("another-horse")
    manager.save()
    assert heard.event(5) == ("bye", "")


def test_one_person_has_only_so_many(listen, manager):
    assert [listen(manager, "stock").status for _ in range(4)] == [200, 200, 200, 429]


def test_a_screen_listens_by_its_address_until_it_is_taken_back(listen, manager, regions):
    link, secret = create_link("大厅", regions["310000"], actor=manager, now=clock.now())
    heard = listen(None, "incidents", screen=secret)
    changed("incidents")
    assert heard.event() == ("poke", "0 incidents")
    revoke_link(link, actor=manager, now=clock.now())
    assert heard.event(5) == ("bye", "")


def test_an_address_that_never_was(listen):
    assert listen(None, "incidents", screen="made-up").status == 401


def test_an_address_with_more_than_is_asked_for(listen, manager):
    assert listen(manager, "stock", **{f"x{number}": 1 for number in range(9)}).status == 200
