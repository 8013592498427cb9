"""One's own ids in the groups' channels."""

import pytest

from incidents.escalation.channels.models import ChannelHandle

pytestmark = pytest.mark.django_db
PAGE = "/messages/handles/"


@pytest.fixture
def mine(client, manager):
    client.force_login(manager)
    return lambda **data: client.post(PAGE, data)


def test_are_kept_changed_and_taken_away(mine, manager):
    mine(wecom="li.min", feishu="ou_1")
    mine(wecom="limin", feishu="")
    assert list(manager.channel_handles.values_list("channel", "value")) == [("wecom", "limin")]


def test_another_s_stay_as_they_are(mine, commander):
    ChannelHandle.objects.create(person=commander, channel="wecom", value="chen")
    mine(wecom="li.min")
    assert commander.channel_handles.get().value == "chen"


def test_what_could_be_a_tag_is_refused(mine):
    assert mine(feishu='all"></at>').status_code == 422
    assert not ChannelHandle.objects.exists()


def test_are_shown_to_oneself(client, mine):
    mine(dingtalk="manager-1")
    assert "manager-1" in client.get(PAGE).content.decode()
