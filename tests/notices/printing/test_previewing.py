"""What is shown of paper before a notice is approved."""

import pytest

from notices.content import queries
from notices.printing.previewing import preview
from tests.conftest import NOON


@pytest.fixture
def shown(incident, make_notice, clock):
    """shown(words={…}): the preview of a draft."""

    def make(**given):
        return preview(queries.told(make_notice(incident, **given)))

    return make


def test_the_first_site_s_sheet_is_shown_with_its_own_facts(shown, incident, site, make_substitute):
    make_substitute(incident, site=site)
    face = shown().context["face"]
    assert face["site_name"] == site.name
    assert ["人工窗口", "一楼大厅3号窗口（12:30—17:30）"] in face["ways"]


def test_an_ordinary_text_is_within_its_limits(shown):
    assert not [limit for limit in shown().limits if limit.is_over]


def test_a_text_of_three_pages_is_over_its_limit(shown):
    limits = shown(words={"lead": "很长的说明。" * 150}).limits
    assert [limit.is_over for limit in limits] == [False, True]


def test_without_sites_there_is_nothing_to_show(make_notice, regions, clock):
    told = queries.told(make_notice(None, kind="maintenance", region=regions["310101"], began_at=NOON))
    assert preview(told).context == {"sites": 0}


def test_maintenance_shows_its_approved_text(make_notice, regions, site, clock):
    draft = make_notice(None, kind="maintenance", region=regions["310101"], sites=[site], began_at=NOON)
    assert ["替代办法", "到一楼人工窗口办理"] in preview(queries.told(draft)).context["face"]["ways"]
