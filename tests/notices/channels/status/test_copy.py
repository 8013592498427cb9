"""The copy: whole or not at all, and complete: every link in it leads somewhere."""

import functools
import re
import threading
from datetime import timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
from django.core.management import call_command

from emergency_ops.lib.unbroken import unbroken
from notices.channels.status import actions as editions
from notices.channels.status import copying, files, jobs, sweeps
from notices.channels.status.models import StatusEdition
from notices.content import actions
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def outage(told, make_incident, make_site, publisher):
    """An outage with an update, one that is over, one withdrawn, and a site without trouble."""
    incident = make_incident(make_site("310101-0001", name="一号“<网点>”"), make_site("310104-0002"))
    told(incident)
    told(incident, "update", en=True)
    gone = make_incident(make_site("320102-0001"))
    actions.withdraw(told(gone), actor=publisher, now=NOON, reason="错")
    make_site("320102-0002")
    return incident


def text(home, path):
    return (home / "current" / path).read_text()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def plain_server(home):
    """The address of a plain web server that knows nothing but the folder."""
    handler = functools.partial(Quiet, directory=str(home / "current"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def crawl(start):
    """Every address of this server that can be reached by links; a missing one raises HTTPError."""
    seen, todo = set(), [start]
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        with urlopen(address, timeout=10) as answer:  # noqa: S310
            if answer.headers["Content-Type"].startswith("text/html"):
                found = re.findall(r'(?:href|src|action)="([^"]+)"', answer.read().decode())
                todo += [link for one in found if (link := urldefrag(urljoin(address, one)).url).startswith(start)]
    return seen


def test_every_link_of_the_copy_leads_somewhere(outage, home, plain_server):
    copying.write(home, NOON)
    seen = crawl(plain_server)
    paths = {address.removeprefix(plain_server) for address in seen}
    assert {"", "en/", "atom.xml", "en/atom.xml", "sites/310101-0001/", "en/history/2026-09/"} <= paths
    pages = {str(one.parent.relative_to(home / "current")) for one in (home / "current").rglob("index.html")}
    unreached = pages - {path.rstrip("/") or "." for path in paths}
    assert unreached <= {f"{prefix}regions/{code}" for prefix in ("", "en/") for code in ("310100", "320100")}


def test_the_copy_says_that_it_is_one_and_from_when(outage, home):
    copying.write(home, NOON)
    assert f"这是 <strong>{unbroken('11月23日 12:00')}</strong> 保存的副本" in text(home, "index.html")
    assert "<form" not in text(home, "index.html")


def test_sites_without_trouble_are_told_by_their_region(outage, looked, home):
    looked()
    copying.write(home, NOON)
    assert not (home / "current" / "sites" / "320102-0002").exists()
    assert "320102-0002网点" in text(home, "regions/320102/index.html")


def test_where_very_many_are_affected_the_regions_tell_of_them(outage, home, monkeypatch, plain_server):
    monkeypatch.setattr(copying, "MOST_SITES", 1)
    copying.write(home, NOON)
    assert not (home / "current" / "sites").exists()
    assert "310104-0002网点" in text(home, "regions/310104/index.html")
    crawl(plain_server)


def test_a_drill_is_not_in_the_copy(told, make_incident, site, home):
    notice = told(make_incident(site, is_drill=True))
    copying.write(home, NOON)
    assert not (home / "current" / "notices" / notice.number).exists()
    assert "服务中断</h1>" not in text(home, "index.html")


def test_a_failure_half_way_leaves_the_copy_of_before(home):
    files.replace(home, [("index.html", b"before")])

    def broken():
        yield "index.html", b"after"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        files.replace(home, broken())
    assert text(home, "index.html") == "before"
    assert len(list((home / "editions").iterdir())) == 1


def test_who_reads_the_last_edition_still_finds_its_files(home):
    for number in range(4):
        files.replace(home, [("index.html", str(number).encode())])
    assert text(home, "index.html") == "3"
    assert len(list((home / "editions").iterdir())) == files.KEPT


def test_a_change_makes_the_copy_due_and_writing_it_settles_that(told, incident, home):
    told(incident)
    assert StatusEdition.objects.get().due_at == NOON
    assert jobs.write_copy() > 10
    row = StatusEdition.objects.get()
    assert (row.due_at, row.written_version) == (None, row.version)


def test_what_is_up_to_date_is_left_alone_until_it_is_old(told, incident, home, clock):
    told(incident)
    jobs.write_copy()
    assert jobs.write_copy() == 0
    clock.shift(301)
    assert sweeps.renew_status_copy() > 10


def test_a_copy_that_is_gone_is_written_again(told, incident, home):
    told(incident)
    jobs.write_copy()
    (home / "current").unlink()
    assert jobs.write_copy() > 10


def test_a_change_while_the_copy_is_written_makes_it_due_again(told, incident, home):
    told(incident)
    taken = editions.take_copy(NOON)
    editions.change(NOON)
    editions.copy_written(taken.version, 1, NOON)
    assert StatusEdition.objects.get().due_at == NOON


def test_two_do_not_write_at_once_but_a_dead_one_is_given_up(told, incident):
    told(incident)
    assert editions.take_copy(NOON) is not None
    assert editions.take_copy(NOON + timedelta(minutes=1)) is None
    assert editions.take_copy(NOON + timedelta(minutes=6)) is not None


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(told, incident, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.STATUS_SNAPSHOT = str(tmp_path / "file" / "status")
    told(incident)
    assert jobs.write_copy() == 0
    row = StatusEdition.objects.get()
    assert row.failure
    assert row.due_at == NOON + editions.PAUSE


def test_the_command_writes_where_it_is_told(told, incident, home, tmp_path, capsys):
    told(incident)
    call_command("status_snapshot", out=tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere" / "current" / "index.html").exists()
    assert not home.exists()


def test_the_command_writes_the_copy_although_nothing_is_due(told, incident, home, capsys):
    told(incident)
    jobs.write_copy()
    call_command("status_snapshot")
    assert "files in" in capsys.readouterr().out


def test_a_code_of_dots_cannot_leave_the_folder(told, make_incident, make_site, home):
    told(make_incident(make_site("310101-1"), make_site("..", region_id="310101")))
    copying.write(home, NOON)
    assert "没有" not in text(home, "index.html").partition("<h1")[2].partition("</h1")[0]


def test_a_page_that_cannot_be_made_is_told_and_tried_again(told, incident, home, monkeypatch):
    told(incident)
    monkeypatch.setattr(copying, "contents", lambda now: iter([1 / 0]))
    with pytest.raises(ZeroDivisionError):
        jobs.write_copy()
    row = StatusEdition.objects.get()
    assert (row.failure, row.taken_until, row.due_at) == ("division by zero", None, NOON + editions.PAUSE)


def test_a_copy_that_fails_and_grows_old_stops_the_pulse(told, incident, settings, tmp_path, clock):
    (tmp_path / "file").write_text("")
    settings.STATUS_SNAPSHOT = str(tmp_path / "file" / "status")
    told(incident)
    StatusEdition.objects.update(written_at=NOON)
    assert sweeps.renew_status_copy() == 0
    clock.shift(601)
    with pytest.raises(sweeps.CopyFailed):
        sweeps.renew_status_copy()
