"""Chromium itself says whether the application can be installed."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tools(visit, field_staff):
    """The developer tools of a page on a phone."""
    page = visit(field_staff, "/tasks/", width=390)
    return page.context.new_cdp_session(page)


def test_chromium_finds_no_fault_with_the_manifest(tools):
    found = tools.send("Page.getAppManifest")
    assert (found["errors"], found["url"].endswith("/app.zh-hans.webmanifest")) == ([], True)


def test_chromium_would_install_it(tools):
    faults = [fault["errorId"] for fault in tools.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert [fault for fault in faults if fault != "in-incognito"] == []
