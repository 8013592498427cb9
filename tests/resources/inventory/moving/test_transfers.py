"""Transfers: drafted, sent, received, called back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.inventory.actions import ledger, transfers
from resources.inventory.choices import MovementKind, TransferState
from resources.inventory.models import InventoryEvent, StockMovement, Transfer
from resources.staff.choices import Function
from resources.staff.models import Memo, Post, PostAssignment
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused


def kinds(transfer):
    return list(StockMovement.objects.filter(transfer=transfer).order_by("pk").values_list("kind", "quantity"))


def codes(transfer):
    rows = InventoryEvent.objects.filter(subject_kind="transfer", subject_id=transfer.pk)
    return list(rows.order_by("pk").values_list("code", flat=True))


def test_numbers_count_by_the_day(make_transfer):
    assert [make_transfer().number, make_transfer().number] == ["DB-20261123-0001", "DB-20261123-0002"]


def test_a_draft_moves_nothing(make_transfer, level_of):
    transfer = make_transfer(3)
    assert (transfer.state, level_of()) == (TransferState.DRAFT, (3, 0, 0))


def test_sent_parts_are_on_their_way(make_transfer, send, level_of, nanjing):
    sent = send(make_transfer(3))
    assert (sent.state, level_of(), level_of(nanjing)) == (TransferState.SENT, (0, 0, 0), (0, 0, 3))
    assert kinds(sent) == [(MovementKind.TRANSFER_OUT, -3)]


def test_received_whole(make_transfer, send, receive, level_of, nanjing):
    received = receive(send(make_transfer(3)), 3)
    assert (received.state, level_of(nanjing)) == (TransferState.RECEIVED, (3, 0, 0))
    assert kinds(received)[1:] == [(MovementKind.TRANSFER_IN, 3)]


def test_a_shortage_is_in_the_books_of_the_destination(make_transfer, send, receive, level_of, nanjing):
    short = receive(send(make_transfer(3)), 1, remark="运输破损")
    assert (short.state, level_of(nanjing)) == (TransferState.SHORT, (1, 0, 0))
    assert kinds(short)[1:] == [(MovementKind.TRANSFER_IN, 3), (MovementKind.ADJUSTMENT, -2)]
    assert "运输破损" in StockMovement.objects.get(kind=MovementKind.ADJUSTMENT).reason


def test_nothing_arrived(make_transfer, send, receive, level_of, nanjing):
    receive(send(make_transfer(3)), 0, remark="遗失")
    assert level_of(nanjing) == (0, 0, 0)


def test_a_shortage_needs_a_remark(make_transfer, send, receive):
    sent = send(make_transfer(3))
    with refused("transfer_remark"):
        receive(sent, 1)


def test_the_database_wants_the_remark_too(make_transfer, send):
    sent = send(make_transfer(3))
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=sent.pk).update(state=TransferState.SHORT)


@pytest.mark.parametrize("pieces", [-1, 4])
def test_never_more_than_was_sent_or_less_than_nothing(make_transfer, send, receive, pieces):
    with pytest.raises(Invalid):
        receive(send(make_transfer(3)), pieces)


def test_every_line_is_counted(make_transfer, send, keeper):
    with refused("transfer_uncounted"):
        transfers.receive(send(make_transfer(3)), {}, actor=keeper, now=NOON)


def test_sent_twice_from_two_browsers(make_transfer, send):
    sent = send(make_transfer(3), key="one")
    with refused("transfer_is_sent"):
        send(sent, key="two")


def test_the_same_request_to_send_again(make_transfer, send, level_of, nanjing):
    sent = send(make_transfer(3), key="one")
    assert send(sent, key="one").sent_at == sent.sent_at
    assert level_of(nanjing) == (0, 0, 3)


def test_received_twice(make_transfer, send, receive):
    received = receive(send(make_transfer(3)), 3, key="one")
    with refused("transfer_is_received"):
        receive(received, 2, key="two", remark="少")
    assert receive(received, 3, key="one").state == TransferState.RECEIVED


def test_not_received_before_it_was_sent(make_transfer, receive):
    with refused("transfer_is_draft"):
        receive(make_transfer(3), 3)


def test_the_same_request_to_create_again(make_transfer):
    assert make_transfer(3, key="k").pk == make_transfer(3, key="k").pk


def test_the_key_of_another_transfer(make_transfer, site):
    make_transfer(3, key="k")
    with refused("transfer_key_taken"):
        make_transfer(3, key="k", to=site)


def test_more_than_is_free_is_refused_when_sent(make_transfer, send, depot, part):
    draft = make_transfer(3)
    ledger.issue(depot, part, 1, actor=None, now=NOON)
    with refused("stock_short"):
        send(draft)


def test_one_line_that_cannot_leave_keeps_all(depot, nanjing, part, make_part, manager, send, stock_up, level_of):
    stock_up(3)
    lines = [(part, 3, None), (make_part("ZZZ"), 1, None)]
    draft = transfers.create(depot, nanjing, lines, actor=manager, now=NOON)
    with pytest.raises(Refused):
        send(draft)
    assert level_of() == (3, 0, 0)


def test_cancelled_before_it_was_sent(make_transfer, manager, level_of):
    cancelled = transfers.cancel(make_transfer(3), actor=manager, now=NOON)
    assert (cancelled.state, level_of()) == (TransferState.CANCELLED, (3, 0, 0))


def test_cancelling_again_changes_nothing(make_transfer, manager):
    draft = make_transfer(3)
    transfers.cancel(draft, actor=manager, now=NOON)
    transfers.cancel(draft, actor=manager, now=NOON)
    assert codes(draft) == ["transfer_created", "transfer_cancelled"]


def test_not_cancelled_once_it_was_sent(make_transfer, send, manager):
    with refused("transfer_is_sent"):
        transfers.cancel(send(make_transfer(3)), actor=manager, now=NOON)


def test_called_back(make_transfer, send, recall, level_of, nanjing):
    back = recall(send(make_transfer(3)), 3)
    assert (back.state, level_of(), level_of(nanjing)) == (TransferState.RECALLED, (3, 0, 0), (0, 0, 0))


def test_called_back_short(make_transfer, send, recall, level_of):
    recall(send(make_transfer(3)), 2)
    assert level_of() == (2, 0, 0)


def test_calling_back_needs_a_reason(make_transfer, send, recall):
    with refused("transfer_recall_reason"):
        recall(send(make_transfer(3)), 3, remark=" ")


def test_what_a_site_gets_is_issued(make_transfer, send, receive, site, field_staff, level_of):
    received = receive(send(make_transfer(3, to=site)), 3, actor=field_staff)
    assert (received.state, kinds(received), level_of()) == ("received", [(MovementKind.ISSUE, -3)], (0, 0, 0))


def test_a_site_that_got_less_changes_no_books(make_transfer, send, receive, site, field_staff):
    short = receive(send(make_transfer(3, to=site)), 1, actor=field_staff, remark="少装")
    assert (short.state, len(kinds(short))) == ("short", 1)


def test_called_back_from_a_site(make_transfer, send, recall, site, level_of):
    back = recall(send(make_transfer(3, to=site)), 2)
    assert (kinds(back)[1:], level_of()) == ([(MovementKind.RETURN, 2)], (2, 0, 0))


def test_one_event_a_step(make_transfer, send, receive):
    received = receive(send(make_transfer(3)), 3)
    assert codes(received) == ["transfer_created", "transfer_sent", "transfer_received"]


def test_an_event_has_what_sentences_need(make_transfer, send, subject):
    sent = send(make_transfer(3, subject=subject))
    params = InventoryEvent.objects.get(code="transfer_sent").params
    assert (params["number"], params["reference"], params["pieces"]) == (sent.number, subject.reference, 3)
    assert params["lines"] == [{"code": "SCAN", "part": "扫码头", "quantity": 3, "received": None}]


def test_only_keepers_of_the_source_send(make_transfer, send, field_staff, keeper):
    draft = make_transfer(3)
    for person in (field_staff, keeper):
        with pytest.raises(Forbidden):
            send(draft, actor=person)


def test_only_keepers_of_the_destination_receive(make_transfer, send, receive, storekeeper):
    with pytest.raises(Forbidden):
        receive(send(make_transfer(3)), 3, actor=storekeeper)


def test_staff_of_another_region_do_not_sign(make_transfer, send, receive, site, outsider):
    with refused("transfer_not_receiver"):
        receive(send(make_transfer(3, to=site)), 3, actor=outsider)


def test_who_does_not_keep_it_does_not_plan_it(depot, nanjing, part, field_staff):
    with refused("transfer_not_yours"):
        transfers.create(depot, nanjing, [(part, 1, None)], actor=field_staff, now=NOON)


def test_to_itself(depot, part, manager):
    with refused("transfer_to_itself"):
        transfers.create(depot, depot, [(part, 1, None)], actor=manager, now=NOON)


@pytest.mark.parametrize("lines", [[], [0], [-2], [1, 1]])
def test_lines_that_cannot_travel(depot, nanjing, part, manager, lines):
    with pytest.raises(Invalid):
        transfers.create(depot, nanjing, [(part, number, None) for number in lines], actor=manager, now=NOON)


def test_an_edited_draft(make_transfer, part, manager):
    draft = make_transfer(3)
    transfers.edit(draft, [(part, 2, None)], actor=manager, now=NOON, carrier="顺丰")
    draft.refresh_from_db()
    assert (draft.carrier, draft.lines.get().quantity) == ("顺丰", 2)


def test_no_edit_once_it_was_sent(make_transfer, send, part, manager):
    with refused("transfer_is_sent"):
        transfers.edit(send(make_transfer(3)), [(part, 2, None)], actor=manager, now=NOON)


def test_the_destination_is_told_when_it_was_sent(make_transfer, send, nanjing, keeper):
    send(make_transfer(3))
    assert "已发出" in Memo.objects.get(recipient=keeper).title


def test_the_sender_is_told_of_a_shortage(make_transfer, send, receive, storekeeper):
    receive(send(make_transfer(3)), 1, remark="破损")
    assert Memo.objects.get(recipient=storekeeper, title__contains="短少").body.count("扫码头×2") == 1


def test_who_acts_on_site_is_told_what_comes(make_transfer, send, site, field_staff):
    post = Post.objects.create(function=Function.ON_SITE, region_id="310101", name="黄浦现场岗")
    facts = {"person": field_staff, "role": "A", "key_post": True, "validity": (NOON - timedelta(days=1), None)}
    PostAssignment.objects.create(post=post, **facts)
    send(make_transfer(3, to=site))
    assert "已发出" in Memo.objects.get(recipient=field_staff).title
