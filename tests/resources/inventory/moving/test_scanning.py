"""What a scanned or typed code opens."""

import pytest
from django.urls import reverse

from resources.inventory.tokens import grouped
from resources.inventory.views.scanning import target

pytestmark = pytest.mark.usefixtures("clock")


def test_a_scan_opens_the_receipt(get, make_transfer, send, field_staff, site):
    sent = send(make_transfer(to=site))
    answer = get(field_staff, "scan", sent.token)
    assert answer.url == reverse("inventory:transfer_receive", args=[sent.number])


def test_a_scan_by_who_does_not_receive_opens_the_transfer(get, make_transfer, send, storekeeper):
    sent = send(make_transfer())
    assert get(storekeeper, "scan", sent.token).url == reverse("inventory:transfer", args=[sent.number])


@pytest.mark.parametrize("written", [str, str.lower, grouped, "https://eo.example.cn/inventory/s/{}/".format])
def test_a_code_typed_or_scanned_by_hand(make_transfer, manager, written):
    made = make_transfer()
    assert target(manager, written(made.token)) == reverse("inventory:transfer", args=[made.number])


def test_a_number_is_as_good_as_a_code(make_transfer, manager):
    number = make_transfer().number
    assert target(manager, number.lower()) == reverse("inventory:transfer", args=[number])


def test_what_is_unknown_or_somebody_elses(get, make_transfer, site, outsider):
    token = make_transfer(to=site).token
    assert get(outsider, "scan", token).status_code == 404
    assert target(outsider, token) is None


def test_scanning_asks_who_it_is(client, make_transfer):
    assert "login" in client.get(reverse("inventory:scan", args=[make_transfer().token])).url
