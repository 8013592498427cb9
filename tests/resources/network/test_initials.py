"""Initials of the sites that were there before they were kept."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from resources import migrations
from resources.network.models import Site
from resources.network.pinyin import pinyin_keys

(FILE,) = Path(migrations.__file__).parent.glob("*_initials_of_sites.py")
migration = import_module(f"resources.migrations.{FILE.stem}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("徐汇区医院", ("xuhuiquyiyuan xhqyy", "xhqyy")),
        ("A 座大厅", ("azuodating azdt", "azdt")),
        ("", (" ", "")),
    ],
)
def test_keys_of_a_name(name, expected):
    assert pinyin_keys(name) == expected


def test_a_long_name_keeps_whole_initials():
    assert len(pinyin_keys("装" * 120)[1]) == 120


def test_the_migration_fills_them_a_batch_at_a_time(make_site, monkeypatch):
    for number in range(3):
        make_site(f"310101-000{number}", name="徐汇区医院")
    Site.objects.update(initials="")
    monkeypatch.setattr(migration, "BATCH", 2)
    migration.fill(apps, None)
    assert set(Site.objects.values_list("initials", flat=True)) == {"xhqyy"}
