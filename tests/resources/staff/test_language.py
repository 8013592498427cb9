"""The language is chosen anywhere, and kept for the person."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def choose(client, code, back="/"):
    return client.post(reverse("set_language"), {"language": code, "next": back})


def log_in(client, person):
    return client.post(reverse("account_login"), {"login": person.username, "password": "correct-horse"})


def test_it_stays_on_the_page(client, manager):
    client.force_login(manager)
    assert choose(client, "en", "/incidents/?q=a").url == "/incidents/?q=a"


def test_before_the_login_too(client):
    assert choose(client, "en", "/accounts/login/").url == "/accounts/login/"
    assert "Log in" in client.get("/accounts/login/").content.decode()


def test_it_is_found_again_on_another_device(client, manager):
    client.force_login(manager)
    choose(client, "en")
    other = Client()
    log_in(other, manager)
    assert other.cookies["django_language"].value == "en"


def test_who_never_chose_keeps_the_browsers(client, manager):
    log_in(client, manager)
    assert "django_language" not in client.cookies


def test_a_language_that_there_is_not_is_not_kept(client, manager):
    client.force_login(manager)
    choose(client, "tlh")
    manager.refresh_from_db()
    assert manager.language == ""
