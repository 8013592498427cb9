"""The page that says what a take-back would do: a worker looks, the page waits for it, and what is shown decides nothing."""

import pytest
from django.urls import reverse

from emergency_ops.sampling import jobs, looking
from resources.network.models import Terminal
from resources.sampling.models import SampleLoad, SampleRow
from tests.conftest import NOON

PAGE = "/setup/sample/take-back/"


@pytest.fixture
def asked(monkeypatch):
    """What workers were asked to look at."""
    calls = []
    monkeypatch.setattr(jobs.look, "delay", lambda *about: calls.append(about))
    return calls


@pytest.fixture
def load(make_site, asked):
    """A house of which one site is a sample."""
    load = SampleLoad.objects.create(asked_at=NOON, state="loaded")
    SampleRow.objects.create(load=load, table="resources_site", row=str(make_site(terminals=0).pk))
    return load


def read(client):
    return client.get(PAGE).content.decode()


def test_the_page_waits_for_a_worker_that_is_asked_once(load, first, client, asked):
    assert "正在查看" in read(client)
    assert "全部取回" not in read(client)
    assert asked == [(load.pk, "zh-hans")]


def test_what_the_worker_saw_is_shown(load, first, client):
    jobs.look(load.pk, "zh-hans")
    assert "全部取回" in read(client)


def test_it_is_looked_at_again_after_a_while(load, first, client, asked):
    jobs.look(load.pk, "zh-hans")
    looking.forget(load, "zh-hans")
    read(client)
    assert asked == [(load.pk, "zh-hans")]


def test_what_was_built_on_it_since_is_refused_and_shown_next(load, first, client):
    jobs.look(load.pk, "zh-hans")
    Terminal.objects.create(code="T-1", site_id=int(load.members.get().row), model="ZZ-200")
    assert client.post(PAGE).status_code == 409
    assert "正在查看" in read(client)
    jobs.look(load.pk, "zh-hans")
    assert "取回可以取回的" in read(client)


def test_only_an_administrator_reads_it(load, member, client, asked):
    assert client.get(reverse("setup:take_sample_back")).status_code == 403
    assert asked == []
