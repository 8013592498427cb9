"""What a file is, by its content."""

import pytest

from resources.attachments.rules import CSV, DOCX, IMAGE, PDF, TEXT, XLSX, kept_name, type_of
from tests.resources.attachments import conftest as files


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (files.picture("JPEG"), "x.txt", IMAGE),
        (files.picture("PNG"), "x", IMAGE),
        (files.picture("WEBP"), "x", IMAGE),
        (files.PDF, "x.jpg", PDF),
        (files.office("xl/workbook.xml"), "x.docx", XLSX),
        (files.office("word/document.xml"), "x.xlsx", DOCX),
        ("终端,状态\n01,坏\n".encode("gb18030"), "x.csv", CSV),
        ("停电，UPS 已空".encode(), "x.jpg", TEXT),
    ],
)
def test_the_content_tells(content, name, found):
    assert type_of(content, name) == found


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00program",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b'  <svg xmlns="http://www.w3.org/2000/svg"/>',
        b"%PDF-1.7 torn",
        files.office("xl/workbook.xml", "xl/vbaProject.bin"),
        files.office("something/else.xml"),
        files.office("xl/workbook.xml")[:60],
        b"text with a \x00 in it",
        b"GIF89a" + b"\x01\x00" * 20,
    ],
)
def test_nothing_else_is_taken(content):
    assert type_of(content, "photo.jpg") is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("现场 照片.png", "现场 照片.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\temp\\a.jpeg", "a.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ("a\r\nSet-Cookie: b.png", "aSet-Cookie b.jpg"),
        ("gpj.\u202eexe.png", "gpj.exe.jpg"),
        ("长" * 300, "长" * 116 + ".jpg"),
    ],
)
def test_names_do_no_harm(name, kept):
    assert kept_name(name, ".jpg") == kept
