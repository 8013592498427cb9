"""Codes come with a substitute that is prepared and go with it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.response import actions
from incidents.response.online.actions import add_code, make_codes, prolong, revoke, revoke_all, revoke_at_site
from incidents.response.online.models import EmergencyCode
from incidents.response.online.queries import codes_of_sites
from incidents.response.queries import history_of


def live():
    return EmergencyCode.objects.filter(revoked_at=None)


def test_is_made_when_the_substitute_is_ready(online, code, place):
    assert code.site == place
    assert code.expires_at == now_clock.now() + timedelta(hours=72)


def test_is_made_once(online, manager):
    actions.serve_substitute(online, "首笔", actor=manager, now=now_clock.now())
    assert online.codes.count() == 1


def test_the_whole_incident_gets_one_for_each_site_and_one_for_all(make_online, place, commander):
    row = make_online(None, actor=commander)
    assert sorted(row.codes.values_list("site", flat=True), key=str) == sorted([place.pk, None], key=str)


def test_only_an_online_substitute_has_codes(responding, manager, place):
    now = now_clock.now()
    row = actions.request_substitute(responding, "counter", "3号窗口", actor=manager, now=now, site=place)
    actions.ready_substitute(row, actor=manager, now=now, overruled="现场自理")
    assert not EmergencyCode.objects.exists()


def test_is_revoked_with_its_substitute(online, code, manager):
    actions.withdraw_substitute(online, actor=manager, now=now_clock.now())
    code.refresh_from_db()
    assert code.revoked_for == "替代方案已撤除"


def test_is_revoked_when_the_incident_is_closed(online, responding, manager):
    now = now_clock.now()
    responding.terminals.update(until=now)
    restored = actions.restore(responding, actor=manager, now=now, overruled="现场核实")
    assert live().exists()
    actions.close(restored, actor=manager, now=now, overruled="现场核实")
    assert not live().exists()


def test_follows_its_substitute_into_another_incident(code, responding, make_warning, make_site, commander, place):
    now = now_clock.now()
    other = actions.open_from_warning(make_warning(make_site("310104-0001"), key="other"), now)
    actions.merge_into(responding, other, actor=commander, now=now)
    assert codes_of_sites(other, [place.pk], now)[place.pk] == code
    assert revoke_all(other, "停用", actor=commander, now=now) == 1


def test_a_single_code_is_revoked_with_a_reason(code, manager, responding):
    revoke(code, "二维码被覆盖", actor=manager, now=now_clock.now())
    assert not live().exists()
    entry = responding.timeline.get(code="codes_revoked")
    assert (entry.text, entry.params["count"]) == ("二维码被覆盖", 1)


def test_the_substitutes_history_tells_of_it(online, code, manager):
    revoke(code, "二维码被覆盖", actor=manager, now=now_clock.now())
    assert "codes_revoked" in history_of(online).values_list("code", flat=True)


def test_needs_a_reason(code, manager):
    with pytest.raises(Invalid):
        revoke(code, " ", actor=manager, now=now_clock.now())


def test_is_revoked_once(code, manager):
    revoke(code, "停用", actor=manager, now=now_clock.now())
    with pytest.raises(Refused):
        revoke(code, "停用", actor=manager, now=now_clock.now())


def test_a_site_or_an_incident_is_revoked_at_once(make_online, place, commander, responding):
    make_online(None, actor=commander)
    assert revoke_at_site(responding, place, "贴纸被换", actor=commander, now=now_clock.now()) == 1
    assert revoke_all(responding, "支付页面异常", actor=commander, now=now_clock.now()) == 1


def test_an_outsider_revokes_nothing(code, outsider):
    with pytest.raises(Forbidden):
        revoke(code, "停用", actor=outsider, now=now_clock.now())


def test_an_auditor_revokes_nothing(code, auditor):
    with pytest.raises(Forbidden):
        revoke(code, "停用", actor=auditor, now=now_clock.now())


def test_whoever_answers_for_a_part_does_not_revoke_all(make_online, commander, responding, make_person):
    part = make_person("part", "manager", regions=["310101"])
    responding.region_id = "310000"
    responding.save(update_fields=["region"])
    make_online(None, actor=commander)
    with pytest.raises(Forbidden):
        revoke_all(responding, "停用", actor=part, now=now_clock.now())


def test_is_made_anew_after_it_was_revoked(online, code, manager):
    revoke(code, "更换", actor=manager, now=now_clock.now())
    assert make_codes(online, actor=manager, now=now_clock.now()) == 1
    assert live().get().code != code.code


def test_an_expired_code_is_replaced(online, code, manager, clock):
    clock.shift(timedelta(days=4))
    assert make_codes(online, actor=manager, now=now_clock.now()) == 1
    code.refresh_from_db()
    assert code.revoked_at


def test_is_prolonged(online, code, manager):
    until = now_clock.now() + timedelta(days=7)
    assert prolong(online, until, actor=manager, now=now_clock.now()) == 1
    code.refresh_from_db()
    assert code.expires_at == until


@pytest.mark.parametrize("days", [-1, 31])
def test_is_not_prolonged_out_of_reason(online, manager, days):
    with pytest.raises(Invalid):
        prolong(online, now_clock.now() + timedelta(days=days), actor=manager, now=now_clock.now())


def test_a_terminal_has_its_own(online, place, manager):
    row = add_code(online, place.terminals.first(), "水费", actor=manager, now=now_clock.now())
    assert (row.site, row.service) == (place, "水费")


def test_a_terminal_elsewhere_has_none(online, make_site, manager):
    stranger = make_site("310104-0001").terminals.get()
    with pytest.raises(Invalid):
        add_code(online, stranger, actor=manager, now=now_clock.now())


def test_paper_shows_the_sites_own_code(make_online, online, commander, responding, place):
    make_online(None, actor=commander)
    assert codes_of_sites(responding, [place.pk], now_clock.now())[place.pk].site == place


def test_paper_shows_the_code_for_all_where_a_site_has_none(make_online, commander, responding, place):
    make_online(None, actor=commander).codes.filter(site=place).delete()
    assert codes_of_sites(responding, [place.pk], now_clock.now())[place.pk].site is None


def test_paper_shows_a_valid_code_rather_than_a_dead_one(online, code, responding, place, manager):
    revoke(code, "更换", actor=manager, now=now_clock.now())
    make_codes(online, actor=manager, now=now_clock.now())
    assert codes_of_sites(responding, [place.pk], now_clock.now())[place.pk].revoked_at is None


@pytest.mark.django_db(transaction=True)
def test_two_who_make_codes_at_once_make_one(online, code, manager):
    revoke(code, "更换", actor=manager, now=now_clock.now())
    now, gate = now_clock.now(), Barrier(2)

    def make():
        gate.wait()
        make_codes(online, actor=manager, now=now)
        connection.close()

    threads = [Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert live().count() == 1
