"""A notice on paper: printed, posted with a photo, replaced by its update, taken down; its small code tells the truth throughout."""

import pytest

from notices.printing.models import PrintedNotice

from .screens import PHONE
from .steps import fault, open_counter, publish, respond, restore
from .worker import a_worker

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
MINE = "/notices/walls/mine/"


@pytest.fixture
def _worker(town, tmp_path, monkeypatch):
    with a_worker(tmp_path, monkeypatch):
        yield


@pytest.mark.usefixtures("_worker")
def test_a_sheet_from_the_queue_to_the_bin(town, enter, look, fleet, beat, clock):
    incident_page = fault(fleet, beat, clock, network="NET_DOWN")
    commander, publisher = enter(town.zhihui), enter(town.fabu)
    respond(commander, incident_page)
    beat.turn("propose_notices")
    publish(publisher, commander, "市民中心自助缴费暂停服务")

    on_site = enter(town.xianchang, PHONE)
    print_and_put_up(on_site, "拍照，登记已张贴")
    on_site.sees_no("旧公告已一并取下").sees("最近完成")
    first = newest_sheet()
    passer_by = look(PHONE)
    passer_by.open(first).sees("这份公告有效")

    open_counter(on_site.open(incident_page))
    clock.shift(60)
    beat.turn("propose_notices")
    publish(publisher, commander, "市民中心自助缴费暂停服务（更新）")
    print_and_put_up(on_site, "拍照，登记已换贴")
    second = newest_sheet()
    passer_by.open(first).sees("这份公告已被新公告替代")
    passer_by.open(second).sees("这份公告有效")

    restore(commander, incident_page, fleet, beat, clock)
    publish(publisher, commander, "市民中心自助缴费恢复正常", without="网点张贴")
    on_site.open(MINE).press("已取下").sees("最近完成")
    passer_by.open(second).sees("服务已恢复，这份公告不再有效")


def print_and_put_up(screen, button):
    """From the phone's list: the PDF as it is printed, then the wall with a photo of it, which is all that is asked for."""
    screen.open(MINE).sees("打开 PDF 打印")
    address = screen.page.get_by_role("link", name="打开 PDF 打印").first.get_attribute("href")
    assert screen.context.request.get(screen.address + address.partition("#")[0]).body().startswith(b"%PDF")
    photo = {"name": "photo.png", "mimeType": "image/png", "buffer": PHOTO}
    with screen.page.expect_navigation():
        screen.page.get_by_label(button).set_input_files(photo)


def newest_sheet():
    """Where its small code leads."""
    return f"/v/{PrintedNotice.objects.latest('pk').check_code}"
