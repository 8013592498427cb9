"""The frame of every page, and the pages that stand outside of it."""

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.middleware import LiveMiddleware
from emergency_ops.lib.roles import Role
from emergency_ops.lib.shell import NAVIGATION, Link, Shell, bottom_bar

ACCOUNT_PAGES = ["account_change_password", "account_logout", "account_email", "mfa_index"]
STRANGER_PAGES = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]


@pytest.fixture
def look(client):
    """look(person, path): the page as text."""

    def get(person, path):
        if person:
            client.force_login(person)
        return client.get(path, follow=True).content.decode()

    return get


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_account_pages_have_our_frame(name, look, commander):
    shown = look(commander, reverse(name))
    assert '<nav class="nav"' in shown
    assert "css/tokens.css" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("name", STRANGER_PAGES)
def test_a_stranger_sees_our_entrance_and_no_navigation(name, look):
    shown = look(None, reverse(name))
    assert 'class="entrance"' in shown
    assert '<nav class="nav"' not in shown


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"])
def test_second_factor_pages_have_our_frame(name, client, commander):
    client.force_login(commander)
    client.post(reverse("account_reauthenticate"), {"password": "correct-horse"})
    assert '<nav class="nav"' in client.get(reverse(name), follow=True).content.decode()


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_pages_for_broken_requests_need_nothing(name):
    assert "<h1" in render_to_string(name)


def test_an_address_that_does_not_exist(look, commander):
    assert "没有这个地址" in look(commander, "/no/such/page")


def test_the_navigation_follows_the_roles(look, administrator, field_staff):
    people = f'href="{reverse("staff:people")}"'
    assert people in look(administrator, reverse("staff:preferences"))
    assert people not in look(field_staff, reverse("staff:preferences"))


def test_one_entry_is_the_current_one(look, administrator):
    shown = look(administrator, reverse("escalation:system"))
    navigation = shown[shown.index('<nav class="nav"') : shown.index('<nav class="tabs"')]
    assert navigation.count("aria-current") == 1


def test_a_page_runs_no_inline_script_or_style(look, commander):
    shown = look(commander, reverse("styleguide:page"))
    assert " style=" not in shown
    assert " onclick=" not in shown
    assert "<style" not in shown
    assert "<script>" not in shown


def test_the_content_policy_allows_nothing_inline(client, db):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_refusal_is_a_page_with_a_way_back(client, commander):
    client.force_login(commander)
    answer = client.get(reverse("styleguide:refuse"), headers={"referer": "/incidents/"})
    assert answer.status_code == 409
    assert 'href="/incidents/"' in answer.content.decode()


def test_a_refusal_is_a_toast_for_htmx(client, commander):
    client.force_login(commander)
    answer = client.get(reverse("styleguide:refuse"), headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#toasts")
    assert "<html" not in answer.content.decode()


def test_the_collapsed_navigation_is_remembered(client, commander):
    client.force_login(commander)
    client.cookies["eo_nav"] = "rail"
    assert 'data-nav="rail"' in client.get(reverse("styleguide:page")).content.decode()


def test_the_language_can_be_changed(client, commander):
    client.force_login(commander)
    client.post(reverse("set_language"), {"language": "en", "next": "/staff/preferences/"})
    assert '<html lang="en"' in client.get("/staff/preferences/").content.decode()


def test_a_page_can_mark_itself_as_a_drill(look, commander):
    assert '<span class="drill">' in look(commander, reverse("styleguide:page"))


def test_the_navigation_is_drawn_once_for_people_of_one_role(look, field_staff, monkeypatch):
    look(field_staff, reverse("staff:preferences"))
    monkeypatch.setattr("emergency_ops.lib.shell.render_to_string", None)

    assert '<nav class="nav"' in look(field_staff, reverse("staff:preferences"))


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        ({Role.FIELD_STAFF}, ["tasks:mine", "patrols:mine", "walls:mine", "scanning:page", "escalation:inbox"]),
        (
            {Role.STOREKEEPER},
            ["tasks:mine", "inventory:transfers", "inventory:stock", "scanning:page", "escalation:inbox"],
        ),
        ({Role.FIELD_STAFF, Role.MANAGER}, ["dashboard", "incidents:list", "tasks:mine", "escalation:inbox"]),
        ({Role.AUDITOR}, ["dashboard", "incidents:list", "monitoring:warnings", "escalation:inbox"]),
    ],
)
def test_the_bottom_bar_has_what_the_role_does(roles, names):
    links = [Link("", "", "", False, entry.url_name) for _label, entries in NAVIGATION for entry in entries]
    assert [link.name for link in bottom_bar(frozenset(roles), links)] == names


def test_a_page_that_takes_long_has_missed_what_changed_meanwhile(rf, clock):
    shown = []

    def slow(request):
        clock.shift(60)
        shown.append(Shell(request).now_ms)
        return HttpResponse()

    began = int(now_clock.now().timestamp() * 1000)
    LiveMiddleware(slow)(rf.get("/"))
    assert shown == [began]
