"""An incident that is over says at how many sites its sheets still hang."""

import pytest

from notices.printing.walls.actions.following import end_finished
from tests.conftest import NOON


@pytest.fixture
def page(client, incident, posting, put_up, manager):
    """page(): the incident's page after it was closed with a sheet on a wall."""
    put_up(posting)
    type(incident).objects.filter(pk=incident.pk).update(status="closed", restored_at=NOON, closed_at=NOON)
    client.force_login(manager)
    return lambda: client.get(f"/incidents/{incident.number}/").text


@pytest.mark.parametrize("swept", [False, True])
def test_it_leads_to_the_walls(page, incident, swept):
    if swept:
        end_finished(NOON)
    assert f'<a href="/notices/walls/?incident={incident.number}">1个网点的张贴公告待取下。' in page()


def test_a_wall_that_is_bare_again_does_not_count(page, posting):
    type(posting).objects.filter(pk=posting.pk).update(state="taken_down")
    assert "事件已结束，无待办事项。" in page()
