"""The slip of a transfer and the count sheet, on paper."""

import io

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from resources.documents import jobs
from resources.documents.models import Paper
from resources.inventory.actions import transfers
from resources.inventory.papers_moving import address, order_sheet, order_slip
from resources.inventory.tokens import grouped
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused

DPI = 200


@pytest.fixture
def printed():
    """printed(paper): its pages as pictures, and all its words."""

    def render(paper):
        jobs.render(paper.pk)
        pdf = pypdfium2.PdfDocument(io.BytesIO(bytes(Paper.objects.get(pk=paper.pk).pdf)))
        words = "".join(page.get_textpage().get_text_range() for page in pdf)
        return [page.render(scale=DPI / 72).to_pil() for page in pdf], words

    return render


def codes(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_two_copies_on_one_page(make_transfer, manager, printed):
    made = make_transfer(3, carrier="顺丰")
    pages, words = printed(order_slip(made, actor=manager, now=NOON))
    assert len(pages) == 1
    for word in (made.number, grouped(made.token), "扫码头", "顺丰"):
        assert words.count(word) >= 2
    assert ("发货联" in words, "签收联" in words) == (True, True)


def test_its_codes_are_read_from_the_paper(make_transfer, manager, printed):
    made = make_transfer(3)
    pages, _words = printed(order_slip(made, actor=manager, now=NOON))
    assert codes(pages[0]) == [address(made)] * 2


def test_a_long_slip_has_a_page_a_copy(depot, nanjing, make_part, manager, printed):
    lines = [(make_part(f"P{number}", name="很长的备件名称" * 6), 1, None) for number in range(12)]
    made = transfers.create(depot, nanjing, lines, actor=manager, now=NOON)
    pages, _words = printed(order_slip(made, actor=manager, now=NOON))
    assert [codes(page) for page in pages] == [[address(made)]] * 2


def test_the_same_slip_is_one_paper(make_transfer, manager):
    made = make_transfer(3)
    assert order_slip(made, actor=manager, now=NOON) == order_slip(made, actor=manager, now=NOON)


def test_both_ends_open_the_slip_and_nobody_else(client, make_transfer, manager, outsider, make_person, site):
    here, there = (order_slip(make_transfer(3, **to), actor=manager, now=NOON) for to in ({"to": site}, {}))
    client.force_login(outsider)
    answers = [client.get(reverse("papers:paper", args=[paper.pk])).status_code for paper in (here, there)]
    assert answers == [404, 200]


def test_a_count_sheet_tells_nothing_of_the_books(stocktake, storekeeper, stock_up):
    stock_up(4321)
    facts = order_sheet(stocktake, actor=storekeeper, now=NOON).facts
    assert facts["lines"] == [{"code": "SCAN", "name": "扫码头", "unit": "件"}]
    assert "4331" not in str(facts)


def test_a_count_sheet_is_printed(stocktake, storekeeper, printed):
    pages, words = printed(order_sheet(stocktake, actor=storekeeper, now=NOON))
    assert codes(pages[0])[0].endswith(f"/inventory/stocktakes/{stocktake.number}/count/")
    assert "实盘数量" in words


def test_no_sheet_once_the_count_is_finished(counted, storekeeper):
    with refused("stocktake_is_counted"):
        order_sheet(counted, actor=storekeeper, now=NOON)


def test_the_button_leads_to_the_paper(client, make_transfer, manager):
    client.force_login(manager)
    answer = client.post(reverse("inventory:transfer_slip", args=[make_transfer().number]))
    assert answer.url == reverse("papers:paper", args=[Paper.objects.get().pk])
