"""import_network from the command line."""

import pytest
from django.core.management import CommandError, call_command

from resources.network.models import Site
from tests.resources.network.files import SITE_HEADER, csv_bytes, site_row


@pytest.fixture
def file(tmp_path, regions):
    def write(*rows):
        path = tmp_path / "sites.csv"
        path.write_bytes(csv_bytes(SITE_HEADER, *rows))
        return path

    return write


def test_a_file_is_imported(file, capsys):
    call_command("import_network", "sites", file(site_row()))
    assert capsys.readouterr().out == "已导入：新建 1，更新 0，无变化 0。\n"


def test_a_dry_run_only_counts(file, capsys):
    call_command("import_network", "sites", file(site_row()), "--dry-run")
    assert capsys.readouterr().out == "可以导入：新建 1，更新 0，无变化 0。\n"
    assert not Site.objects.exists()


def test_faulty_rows_end_with_1_and_are_written_where_asked(file, tmp_path, capsys):
    faulty = tmp_path / "faulty.csv"
    with pytest.raises(CommandError) as raised:
        call_command("import_network", "sites", file(site_row(日均客流="很多")), faulty=faulty)
    assert raised.value.returncode == 1
    assert "第 2 行，日均客流“很多”" in capsys.readouterr().err
    assert "错误原因" in faulty.read_bytes().decode("gb18030")


def test_a_missing_file_ends_with_2(tmp_path):
    with pytest.raises(CommandError) as raised:
        call_command("import_network", "sites", tmp_path / "nothing.csv")
    assert raised.value.returncode == 2


def test_a_file_of_another_kind_ends_with_2(tmp_path, db):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="PDF") as raised:
        call_command("import_network", "sites", path)
    assert raised.value.returncode == 2
