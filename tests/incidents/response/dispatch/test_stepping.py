"""How a dispatch goes, and who may say so."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden
from incidents.escalation.actions import fire_next
from incidents.escalation.models import OutboxMessage
from incidents.response import actions as incident_actions
from incidents.response.dispatch import actions
from incidents.response.dispatch.models import Dispatch

from .conftest import refused, told

NOW = now_clock.now


def fire_all():
    while fire_next(NOW()):
        pass


def test_the_whole_way_stands_in_the_timeline(on_site, incident, worker):
    actions.release(on_site, actor=worker, now=NOW())
    assert [line[:6] for line in told(incident)] == [
        "派遣吴工前往",
        "吴工接受派遣",
        "吴工已出发前",
        "吴工已到达3",
        "吴工结束在3",
    ]


def test_who_is_sent_is_told_at_once(offered, worker):
    message = OutboxMessage.objects.get(recipient=worker, channel="in_app")
    assert message.title.startswith("派遣：请前往")
    assert message.link == f"/dispatch/{offered.pk}/"


def test_a_drill_is_marked(incident, send, worker):
    incident.is_drill = True
    incident.save()
    send()
    assert OutboxMessage.objects.filter(recipient=worker, title__startswith="【演练】").exists()


def test_the_expected_arrival_is_what_they_say(under_way):
    assert under_way.expected_at == NOW() + timedelta(minutes=20)


def test_without_their_word_it_is_estimated(accepted, worker, site):
    site.longitude, site.latitude = 121.49, 31.24
    site.save()
    assert actions.start(accepted, actor=worker, now=NOW()).expected_at == NOW() + timedelta(minutes=1)


def test_declined_the_next_is_asked(offered, worker, second, incident):
    actions.decline(offered, "正在处理另一台", actor=worker, now=NOW())
    following = Dispatch.objects.get(follows=offered)
    assert (following.person, following.state, following.offered_by) == (second, "offered", None)
    assert told(incident)[-1].startswith("改派郑工")


def test_without_an_answer_the_next_is_asked_once(offered, second, clock):
    clock.shift(301)
    fire_all()
    fire_all()
    offered.refresh_from_db()
    assert offered.state == "unanswered"
    assert offered.followed_by.person == second


def test_an_answer_in_time_stops_that(accepted, second, clock):
    clock.shift(301)
    fire_all()
    assert Dispatch.objects.get().state == "accepted"


def test_whoever_answers_too_late_is_told_so(offered, worker, clock):
    clock.shift(301)
    fire_all()
    with refused("dispatch_passed_on"):
        actions.accept(offered, actor=worker, now=NOW())


def test_with_nobody_left_those_in_charge_are_told(offered, worker, manager, incident):
    actions.decline(offered, "不在附近", actor=worker, now=NOW())
    assert not Dispatch.objects.filter(follows=offered).exists()
    assert OutboxMessage.objects.filter(recipient=manager, title__startswith="无人可派").exists()
    assert "已无人可派" in told(incident)[-1]


def test_declining_needs_a_reason(offered, worker):
    with refused("reason"):
        actions.decline(offered, " ", actor=worker, now=NOW())


def test_who_does_not_set_out_is_reminded(accepted, worker, clock):
    clock.shift(15 * 60 + 1)
    fire_all()
    assert OutboxMessage.objects.filter(recipient=worker, title__startswith="请出发").exists()


def test_a_late_arrival_is_reminded_then_reported(under_way, worker, manager, clock, incident):
    clock.shift(31 * 60)
    fire_all()
    assert OutboxMessage.objects.filter(recipient=worker, title__startswith="到场已超时").exists()
    assert not OutboxMessage.objects.filter(recipient=manager, title__contains="到场超时").exists()
    clock.shift(15 * 60)
    fire_all()
    assert OutboxMessage.objects.filter(recipient=manager, title__contains="到场超时").exists()
    assert "仍未到达" in told(incident)[-1]


def test_who_never_sets_out_is_not_forgotten(accepted, worker, clock, incident):
    for _turn in range(4):
        clock.shift(15 * 60 + 1)
        fire_all()
    messages = OutboxMessage.objects.filter(recipient=worker, channel="in_app")
    assert messages.filter(title__startswith="请出发").count() == 4
    assert sum("仍未出发" in line for line in told(incident)) == 4


def test_who_never_arrives_is_reported_again_and_again(under_way, manager, clock):
    for _turn in range(4):
        clock.shift(35 * 60)
        fire_all()
    messages = OutboxMessage.objects.filter(recipient=manager, channel="in_app")
    assert messages.filter(title__contains="到场超时").count() == 3


def test_nobody_is_reported_who_is_there_at_last(under_way, worker, manager, clock):
    clock.shift(50 * 60)
    fire_all()
    actions.arrive(under_way, actor=worker, now=NOW())
    before = OutboxMessage.objects.filter(title__contains="超时").count()
    clock.shift(60 * 60)
    fire_all()
    assert OutboxMessage.objects.filter(title__contains="超时").count() == before


def test_an_arrival_in_time_reminds_nobody(on_site, worker, clock):
    clock.shift(3600)
    fire_all()
    assert not OutboxMessage.objects.filter(title__contains="超时").exists()


def test_a_late_arrival_says_how_late(under_way, worker, clock, incident):
    clock.shift(45 * 60)
    actions.arrive(under_way, actor=worker, now=NOW())
    assert told(incident)[-1].endswith("比预计晚25分钟。")


def test_the_manager_records_what_was_told_by_phone(accepted, manager):
    row = actions.arrive(accepted, actor=manager, now=NOW())
    assert (row.state, row.confirmed_by) == ("on_site", "phone")


def test_another_worker_says_nothing_about_it(offered, second):
    with pytest.raises(Forbidden):
        actions.accept(offered, actor=second, now=NOW())


def test_only_coordinators_send(incident, site, worker, field_staff):
    with pytest.raises(Forbidden):
        actions.offer(incident, actions.Order(site, worker, "repair"), actor=field_staff, now=NOW())


def test_a_manager_of_elsewhere_sends_nobody(incident, site, worker, outsider):
    with pytest.raises(Forbidden):
        actions.offer(incident, actions.Order(site, worker, "repair"), actor=outsider, now=NOW())


def test_a_site_that_is_not_affected_is_refused(send, make_site):
    with refused("site"):
        send(site=make_site("310101-0009"))


def test_the_same_order_twice_is_refused(offered, send):
    with refused("dispatch_known"):
        send()


def test_whoever_is_bound_is_not_sent_elsewhere(accepted, send):
    with refused("dispatch_busy"):
        send(purpose="notices")


def test_a_reason_overrides_that(accepted, send, worker):
    row = send(purpose="notices", override_reason="同一地点，顺带张贴")
    assert actions.accept(row, actor=worker, now=NOW()).state == "accepted"


def test_of_two_offers_one_is_accepted(offered, send, worker):
    other = send(purpose="notices")
    actions.accept(offered, actor=worker, now=NOW())
    with refused("dispatch_busy"):
        actions.accept(other, actor=worker, now=NOW())


def test_the_end_of_the_incident_releases_and_withdraws(on_site, send, second, restored, manager, worker):
    waiting = send(second)
    incident_actions.close(restored, actor=manager, now=NOW())
    on_site.refresh_from_db()
    waiting.refresh_from_db()
    assert (on_site.state, waiting.state) == ("released", "withdrawn")
    assert OutboxMessage.objects.filter(recipient=worker, title__startswith="派遣已结束").exists()


def test_a_merge_takes_dispatches_along(accepted, incident, commander, make_warning, make_site, worker):
    other = incident_actions.open_from_warning(make_warning(make_site("310101-0002", terminals=3)), NOW())
    incident_actions.merge_into(incident, other, actor=commander, now=NOW())
    actions.start(accepted, actor=worker, now=NOW(), minutes=9)
    accepted.refresh_from_db()
    assert accepted.incident == other
    assert told(other)[-1].startswith("吴工已出发")


def test_withdrawn_before_arrival_with_a_reason(under_way, manager, worker):
    assert actions.withdraw(under_way, "已由他人处理", actor=manager, now=NOW()).state == "withdrawn"
    assert OutboxMessage.objects.filter(recipient=worker, title__startswith="派遣已撤回").exists()


def test_nobody_is_recalled_from_the_site(on_site, manager):
    with refused("dispatch_state"):
        actions.withdraw(on_site, "改派", actor=manager, now=NOW())


class TestFit:
    def test_who_is_not_trained_is_not_sent(self, send, make_worker, course, technical):
        technical.required_training = course
        technical.save()
        with refused("dispatch_unfit"):
            send(make_worker("new", name="新工"))

    def test_nor_who_is_off_duty(self, send, make_worker):
        with refused("dispatch_unfit"):
            send(make_worker("late", on_duty=False))

    def test_but_with_a_reason(self, send, make_worker):
        row = send(make_worker("late", on_duty=False), override_reason="家住附近")
        assert (row.state, row.override_reason) == ("offered", "家住附近")
