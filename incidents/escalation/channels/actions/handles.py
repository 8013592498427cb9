"""People's own ids in groups' channels, so that robots can mention them."""

from collections.abc import Mapping

from django.db import transaction

from incidents.escalation.channels.models import ChannelHandle
from incidents.escalation.choices import Channel
from resources.staff.models import Person

#: where a robot mentions by id; DingTalk and WeCom know people by their mobile numbers, too
MENTIONING = (Channel.WECOM, Channel.DINGTALK, Channel.FEISHU)


def set_handles(values: Mapping[str, str], *, actor: Person) -> None:
    """Keep the actor's own ids, by channel; an empty one is taken away."""
    with transaction.atomic():
        for channel in MENTIONING:
            value = values.get(channel, "").strip()
            mine = ChannelHandle.objects.filter(person=actor, channel=channel)
            if not value:
                mine.delete()
            elif not mine.update(value=value):
                ChannelHandle.objects.create(person=actor, channel=channel, value=value)
