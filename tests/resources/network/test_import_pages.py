"""The import as people use it: upload, look, confirm once, correct what is wrong."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from emergency_ops.lib.sheets.downloads import template
from emergency_ops.lib.sheets.reading import Sheet
from resources.importing import import_file
from resources.importing.registry import kind_of
from resources.network.importing.columns import SITES
from resources.network.models import ImportRun, Site
from tests.conftest import NOON
from tests.resources.network.files import SITE_HEADER, TERMINAL_HEADER, csv_bytes, site_row, terminal_row, xlsx_bytes


@pytest.fixture
def upload(client, manager):
    """upload(content): the answer to a file that the manager uploads."""
    client.force_login(manager)

    def post(content, name="网点.csv", kind="sites"):
        return client.post(reverse("network:import"), {"kind": kind, "file": SimpleUploadedFile(name, content)})

    return post


@pytest.fixture
def preview(upload):
    """preview(row, …): the run that an upload with these rows has made."""

    def make(*rows):
        upload(csv_bytes(SITE_HEADER, *rows))
        return ImportRun.objects.get()

    return make


def address(name, run, *args):
    return reverse(f"network:{name}", args=[run.pk, *args])


def test_an_upload_is_previewed_and_writes_nothing(client, upload):
    response = upload(csv_bytes(SITE_HEADER, site_row()))
    page = client.get(response.url).content.decode()
    assert "将新建 1 行" in page
    assert not Site.objects.exists()


def test_a_workbook_is_previewed(client, upload):
    response = upload(xlsx_bytes(SITE_HEADER, site_row()), name="网点.xlsx")
    assert "将新建 1 行" in client.get(response.url).content.decode()


def test_a_preview_shows_what_becomes_of_a_row(client, preview, make_site):
    make_site(name="旧名称")
    page = client.get(address("import_run", preview(site_row()))).content.decode()
    assert "<del>旧名称</del> → <ins>黄浦区中心医院</ins>" in page


def test_confirming_writes_once(client, preview):
    run = preview(site_row())
    client.post(address("import_confirm", run))
    assert Site.objects.count() == 1
    assert client.post(address("import_confirm", run)).status_code == 409


def test_errors_are_shown_by_line_and_column(client, preview):
    page = client.get(
        address("import_run", preview(site_row(), site_row(网点编号="b", 日均客流="很多")))
    ).content.decode()
    assert all(text in page for text in ("1 行有误", "第 3 行", "日均客流", "很多", "不是数字"))


def test_faulty_rows_come_as_csv_with_the_reason(client, preview):
    run = preview(site_row(), site_row(网点编号="b", 日均客流="很多"))
    content = client.get(address("import_faulty", run, "csv")).content
    lines = content.decode("gb18030").splitlines()
    assert lines[0].endswith("联系电话,错误原因")
    assert (len(lines), "日均客流：“很多”不是数字。" in lines[1]) == (2, True)


def test_faulty_rows_can_be_corrected_and_uploaded_as_they_are(client, preview):
    run = preview(site_row(日均客流="很多"))
    content = client.get(address("import_faulty", run, "xlsx")).content
    book = load_workbook(io.BytesIO(content))
    sheet: Any = book.active
    sheet["I2"] = "12"
    file = io.BytesIO()
    book.save(file)
    row = next(Sheet(SITES, file.getvalue()).rows())
    assert row.errors == []


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", "只有一行".encode()])
def test_a_file_that_is_none_is_said_at_the_field(upload, content):
    response = upload(content)
    assert (response.status_code, ImportRun.objects.count()) == (200, 0)
    assert response.context["form"].errors["file"]


def test_runs_are_seen_by_their_owner_and_administrators(client, preview, outsider, administrator):
    run = preview(site_row())
    client.force_login(outsider)
    assert client.get(address("import_run", run)).status_code == 404
    assert client.post(address("import_confirm", run)).status_code == 404
    client.force_login(administrator)
    assert client.get(address("import_run", run)).status_code == 200


@pytest.mark.parametrize("kind", ["sites", "terminals"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_templates_can_be_imported_as_they_are(regions, site, kind, file_format):
    run = import_file(
        kind,
        io.BytesIO(template(kind_of(kind).columns, kind_of(kind).example, file_format)),
        actor=None,
        now=NOON,
        file_name="t",
    )
    assert (run.faulty, run.rows) == (0, 1)


@pytest.mark.parametrize("path", ["sites.csv", "terminals.xlsx"])
def test_templates_are_downloaded(client, manager, path):
    client.force_login(manager)
    assert client.get(f"/network/import/template/{path}")["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["sites.pdf", "nothing.csv"])
def test_there_are_no_other_templates(client, manager, path):
    client.force_login(manager)
    assert client.get(f"/network/import/template/{path}").status_code == 404


def test_a_preview_of_terminals_names_the_site(client, upload, site):
    response = upload(csv_bytes(TERMINAL_HEADER, terminal_row(设备编号="new")), kind="terminals")
    page = client.get(response.url).content.decode()
    assert "网点编号：310101-0001" in page
    assert "支付方式：wechat、cash" in page
