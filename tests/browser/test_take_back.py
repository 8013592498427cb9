"""The page of a take-back waits for the worker that looks, and fills itself."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from emergency_ops.sampling import jobs, looking
from resources.sampling.models import SampleLoad, SampleRow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def load(make_site, monkeypatch):
    """A house of which one site is a sample, and workers that are busy with something else."""
    monkeypatch.setattr(jobs.look, "delay", lambda *about: None)
    load = SampleLoad.objects.create(asked_at=clock.now() - timedelta(days=1), state="loaded")
    SampleRow.objects.create(load=load, table="resources_site", row=str(make_site(terminals=0).pk))
    return load


def test_what_the_worker_saw_comes_by_itself(load, visit, make_person):
    page = visit(make_person("keeper", Role.ADMINISTRATOR), "/setup/sample/take-back/")
    expect(page.get_by_role("status").filter(has_text="正在查看")).to_be_visible()
    looking.look(load, "zh-hans", clock.now())
    expect(page.get_by_role("button", name="全部取回")).to_be_visible(timeout=15_000)
    expect(page.locator(".takeback")).to_have_count(1)
