"""Scanning as a phone does it: with the camera, and with a photo where there is none."""

import io

import pytest
import segno
from PIL import Image

from emergency_ops.embedded import system
from tests.browser.conftest import QUIET

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_READER = "delete window.BarcodeDetector"
NO_CAMERA = "Object.defineProperty(navigator, 'mediaDevices', {value: undefined})"


def picture(text, side=(640, 480)):
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=6, border=4)
    wall = Image.new("RGB", side, (190, 190, 185))
    code = Image.open(drawn).convert("RGB").rotate(8, expand=True, fillcolor=(190, 190, 185))
    wall.paste(code, ((side[0] - code.width) // 2, (side[1] - code.height) // 2))
    return wall


def jpeg(image):
    taken = io.BytesIO()
    image.save(taken, "JPEG", quality=80)
    return taken.getvalue()


@pytest.fixture
def scan_page(visit, field_staff):
    """The page in a browser that has no reader of its own, nor a camera that it may use."""
    page = visit(field_staff, "/tasks/", width=390)
    page.add_init_script(f"{NO_READER}; {NO_CAMERA}")
    page.goto(page.url.replace("/tasks/", "/scan/"))
    return page


def test_a_photo_is_read_in_the_browser(scan_page, make_site):
    make_site("310101-0007")
    sent = []
    scan_page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(picture("310101-0007-01"))}
    scan_page.locator("[data-scan-photo]").set_input_files(photo)
    scan_page.wait_for_url("**/network/terminals/310101-0007-01/")
    assert sent == []
    assert scan_page.complaints == []


def test_the_reader_is_loaded_only_when_it_is_needed(scan_page):
    assert not scan_page.evaluate("Boolean(window.jsQR)")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(picture("x"))}
    scan_page.locator("[data-scan-photo]").set_input_files(photo)
    scan_page.wait_for_selector("text=没有找到")


def test_a_photo_without_a_code_goes_to_the_server_which_says_so(scan_page):
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(Image.new("RGB", (400, 300), "white"))}
    scan_page.locator("[data-scan-photo]").set_input_files(photo)
    scan_page.wait_for_selector("text=照片里没有找到二维码")


def test_a_photo_works_without_a_script(visit, field_staff, make_site):
    make_site("310101-0007")
    page = visit(field_staff, "/scan/", width=390, javascript=False)
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(picture("310101-0007-01"))}
    page.locator("[data-scan-photo]").set_input_files(photo)
    page.get_by_role("button", name="识别照片").click()
    page.wait_for_url("**/network/terminals/310101-0007-01/")


@pytest.fixture
def filmed(chromium, tmp_path, live_server, client, field_staff):
    """filmed("text"): the scan page before whose camera a code with this text is held."""
    opened = []

    def hold(text):
        film = tmp_path / "code.mjpeg"
        film.write_bytes(jpeg(picture(text)) * 5)
        args = [*QUIET, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        browser = chromium.browser_type.launch(
            executable_path=system.browser(), args=[*args, f"--use-file-for-fake-video-capture={film}"]
        )
        opened.append(browser)
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", permissions=["camera"])
        client.force_login(field_staff)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.add_init_script(NO_READER)
        page.goto(f"{live_server.url}/scan/")
        return page

    yield hold
    for browser in opened:
        browser.close()


def test_the_camera_reads_a_label(filmed, make_site):
    make_site("310101-0007")
    page = filmed("http://ops.example/network/terminals/310101-0007-01/")
    page.locator("[data-scan-start]").click()
    page.wait_for_url("**/network/terminals/310101-0007-01/", timeout=20000)
