"""My notifications: one's own, and those of the people whom one manages."""

import pytest
from django.urls import reverse

from incidents.escalation.channels.models import ChannelHandle
from incidents.escalation.contact.queries import wishes_of_all
from incidents.escalation.models import ContactPreference, OutboxMessage
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
ORDER = {"sms": 1, "email": 2, "wecom": 3, "dingtalk": 4, "feishu": 5}
WANTED = {
    **{f"{channel}-place": place for channel, place in ORDER.items()},
    **{f"{channel}-use": "all" for channel in ORDER},
    "wecom-use": "urgent",
    "feishu-handle": "ou_123",
    "quiet-TOTAL_FORMS": 1,
    "quiet-INITIAL_FORMS": 0,
    "quiet-0-start": "22:00",
    "quiet-0-end": "07:00",
    "quiet-0-days": "all",
    "quiet-0-weekdays": ["1", "2"],
    "quiet-0-holds_calls": "on",
}


@pytest.fixture
def visit(client, clock):
    def go(actor, *args, post=None, name=None):
        client.force_login(actor)
        address = reverse(f"escalation:{name or ('preferences_of' if args else 'preferences')}", args=args)
        return client.get(address) if post is None else client.post(address, post)

    return go


def wishes(person):
    return wishes_of_all([person])[person.pk]


class TestOneSOwn:
    def test_are_saved_as_entered(self, visit, field_staff):
        assert visit(field_staff, post=WANTED).status_code == 302
        saved = wishes(field_staff)
        assert saved.order[:2] == ("sms", "email")
        assert saved.off == {"wecom"}
        assert saved.addresses["feishu"] == "ou_123"
        (quiet,) = saved.quiet
        assert (quiet.window.start, quiet.window.weekdays, quiet.holds_calls) == ("22:00", (1, 2), True)

    def test_are_shown_again(self, visit, field_staff):
        visit(field_staff, post=WANTED)
        shown = visit(field_staff).content.decode()
        assert 'value="ou_123"' in shown
        assert shown.index("短信") < shown.index("电子邮件")

    def test_an_id_that_is_emptied_is_gone(self, visit, field_staff):
        visit(field_staff, post=WANTED), visit(field_staff, post={**WANTED, "feishu-handle": ""})
        assert not ChannelHandle.objects.exists()

    @pytest.mark.parametrize("handle", ['a"></at>', "@all", "all", "ALL"])
    def test_an_id_that_is_a_tag_or_means_everybody_is_refused(self, visit, field_staff, handle):
        assert visit(field_staff, post={**WANTED, "wecom-handle": handle}).status_code == 422
        assert not ChannelHandle.objects.exists()

    def test_half_a_window_is_refused(self, visit, field_staff):
        response = visit(field_staff, post={**WANTED, "quiet-0-end": ""})
        assert response.status_code == 422
        assert "请填写时间" in response.content.decode()
        assert not ContactPreference.objects.exists()


class TestOfOthers:
    def test_are_set_by_their_manager(self, visit, manager, field_staff):
        visit(manager, field_staff.pk, post=WANTED)
        assert ContactPreference.objects.get(person=field_staff).changed_by == manager

    def test_do_not_exist_for_an_outsider(self, visit, outsider, field_staff):
        assert visit(outsider, field_staff.pk).status_code == 404
        assert visit(outsider, field_staff.pk, post=WANTED).status_code == 404

    def test_of_somebody_whom_one_looks_up_but_does_not_manage_are_forbidden(self, visit, auditor, field_staff):
        assert visit(auditor, field_staff.pk).status_code == 403

    def test_are_none_of_a_colleague_s_business(self, visit, field_staff, manager):
        assert visit(field_staff, manager.pk).status_code == 404


class TestTrial:
    def test_is_queued_and_its_fate_shown(self, visit, field_staff):
        visit(field_staff, field_staff.pk, "email", post={}, name="try_channel")
        message = OutboxMessage.objects.get()
        assert (message.channel, message.state, message.recipient) == ("email", "queued", field_staff)
        assert "上次测试" in visit(field_staff).content.decode()

    def test_twice_a_minute_is_refused(self, visit, field_staff):
        for _time in range(2):
            response = visit(field_staff, field_staff.pk, "email", post={}, name="try_channel")
        assert (response.status_code, OutboxMessage.objects.count()) == (409, 1)

    @pytest.mark.parametrize("channel", ["sms", "in_app", "nothing"])
    def test_of_a_channel_that_is_not_set_up_is_refused(self, visit, field_staff, channel):
        assert visit(field_staff, field_staff.pk, channel, post={}, name="try_channel").status_code == 409

    def test_is_not_for_outsiders(self, visit, outsider, field_staff):
        assert visit(outsider, field_staff.pk, "email", post={}, name="try_channel").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_costs_the_same_however_much_is_saved(visit, field_staff, number, django_assert_max_num_queries):
    quiet = [{"start": "22:00", "end": "07:00"}] * number
    ContactPreference.objects.create(person=field_staff, quiet=quiet, changed_at=NOON)
    with django_assert_max_num_queries(24):
        visit(field_staff)
