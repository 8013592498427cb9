"""The sample network, and the recordings' files as they are."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from resources.importing import import_file
from resources.network import hours, sample
from resources.network.models import Component, ImportRun, Site, Terminal
from tests.conftest import NOON

FLEETDAY = Path(__file__).resolve().parents[4] / "shared" / "fleetday" / "generate.py"


@pytest.fixture
def loaded(db):
    sample.load(NOON)


def test_it_is_large_enough_to_look_real(loaded):
    provinces = {code[:2] for code in Site.objects.values_list("region_id", flat=True)}
    assert (len(provinces), Site.objects.count() >= 60, Terminal.objects.count() >= 350) == (5, True, True)
    assert not ImportRun.objects.filter(faulty__gt=0).exists()


def test_some_terminals_are_in_reserve_or_maintenance(loaded):
    assert Terminal.objects.filter(status="standby").count() >= 5
    assert Terminal.objects.filter(status="maintenance").count() >= 3


def test_every_terminal_has_components_and_every_site_hours(loaded):
    assert not Terminal.objects.filter(components=None).exists()
    assert all(hours.parse(site.opening_hours).spans for site in Site.objects.all())


def test_loading_again_adds_nothing_and_leaves_what_was_changed(loaded):
    Site.objects.filter(code="310101-0001").update(name="改过的名称")
    before = Component.objects.count()
    sample.load(NOON)
    assert (Component.objects.count(), Site.objects.get(code="310101-0001").name) == (before, "改过的名称")


def test_only_what_is_missing_is_added(loaded):
    Terminal.objects.filter(code="310101-0001-01").delete()
    sample.load(NOON)
    assert Terminal.objects.get(code="310101-0001-01").components.exists()


@pytest.mark.skipif(not FLEETDAY.exists(), reason="no recordings here")
def test_files_of_a_recorded_day_are_imported_as_they_are(db, tmp_path):
    subprocess.run([sys.executable, FLEETDAY, tmp_path, "--sites", "20", "--hours", "0.1", "--faults", "0"], check=True)
    for kind in ("sites", "terminals"):
        content = io.BytesIO((tmp_path / f"{kind}.csv").read_bytes())
        run = import_file(kind, content, actor=None, now=NOON, file_name=f"{kind}.csv")
        assert (run.faulty, run.created) == (0, run.rows)
