"""Parts of a page that was made for somebody who is no longer the one who is logged in."""

import pytest


@pytest.fixture
def ask(client, manager):
    """ask("/path/", person): a part, of a page that was made for the person, while the manager is logged in."""
    client.force_login(manager)

    def get(path, person=None, method="get"):
        headers = {"HX-Request": "true"} | ({"X-Person": str(person.pk)} if person else {})
        return getattr(client, method)(path, headers=headers)

    return get


def test_the_part_of_ones_own_page_is_answered(ask, manager):
    assert ask("/messages/unread/", manager).status_code == 200


def test_the_part_of_another_persons_page_is_not(ask, commander):
    answer = ask("/messages/unread/", commander)
    assert (answer.status_code, answer["X-Person-Changed"], answer.content) == (409, "yes", b"")


def test_nothing_is_done_from_another_persons_page(ask, commander):
    assert ask("/messages/read/", commander, "post").status_code == 409


def test_who_does_not_say_whose_page_it_is_is_answered(ask):
    assert ask("/messages/unread/").status_code == 200


def test_after_logging_out_one_is_sent_to_log_in(ask, client, manager):
    client.logout()
    assert ask("/messages/unread/", manager).url.startswith("/accounts/login/")


def test_a_page_says_whose_it_is(client, manager):
    client.force_login(manager)
    assert f'"X-Person": "{manager.pk}"' in client.get("/").content.decode()
