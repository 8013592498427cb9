"""The document: the same facts give the same bytes, nothing is fetched, the font must be there."""

import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
import zlib

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp

from emergency_ops.lib.paper import fonts
from notices.printing import document
from tests.notices.printing import paper

AGAIN = """
import hashlib, json, sys, django
django.setup()
from notices.printing import document
print(hashlib.sha256(document.render(json.load(sys.stdin)).pdf).hexdigest())
"""


def plain(pdf):
    """The PDF with its compressed streams unpacked where they can be."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"".join(found)


def elsewhere(facts, seed):
    """The SHA-256 of the document as another process renders it."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "emergency_ops.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", AGAIN],
        input=json.dumps(facts),
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_facts_give_the_same_bytes_in_any_process(seed):
    facts = [paper.facts(), paper.facts(number=2)]
    assert elsewhere(facts, seed) == hashlib.sha256(document.render(facts).pdf).hexdigest()


@pytest.mark.parametrize("form", ["a3", "slip", "large", "bilingual"])
def test_every_form_gives_the_same_bytes_again(form):
    assert document.render([paper.facts()], form).pdf == paper.printed("typical", form).pdf


def test_sheets_from_before_there_were_codes_for_their_state_still_print():
    old = paper.facts()
    del old["check_url"], old["english"]
    assert document.render([old]).pages == 1


def test_a_sheet_is_a_tagged_pdf_a_that_says_its_language_and_title():
    pdf = plain(paper.printed("typical").pdf)
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang (zh-CN)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf or b'pdfaid:part="2"' in pdf


def test_every_font_is_embedded():
    pdf = plain(paper.printed("typical").pdf)
    assert pdf.count(b"/FontFile3") + pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") > 0


def test_a_document_for_the_printer_is_pdf_a_without_tags(monkeypatch):
    monkeypatch.setattr(document, "TAGGED", 1)
    monkeypatch.setattr(document, "PART", 2)
    pdf = plain(document.render([paper.facts(number=number) for number in (1, 2, 3)]).pdf)
    assert b"/OutputIntents" in pdf
    assert b"pdfaid" in pdf
    assert b"/StructTreeRoot" not in pdf


def test_every_notice_begins_on_a_page_of_its_own():
    printed = document.render([paper.facts(), paper.CASES["longest"]() | {"number": "L"}, paper.facts(number=3)])
    assert printed.starts == {"GG-20261123-0001": 1, "L": 2, "GG-20261123-0003": 4}
    assert printed.pages == 4


def test_a_notice_of_two_pages_says_so_on_both():
    first, second = paper.characters(paper.printed("longest").pdf)
    assert "接下页" in "".join(character for character, *_ in first)
    assert "接上页" in "".join(character for character, *_ in second)


def test_a_notice_of_one_page_does_not():
    (page,) = paper.characters(paper.printed("typical").pdf)
    assert not {"接下页", "接上页"} & {"".join(c for c, *_ in page)[at : at + 3] for at in range(len(page))}


def test_names_cannot_bring_markup():
    source = document.html([paper.facts(organisation="<img src=x>", issuer="<b>")])
    assert "<img src=x>" not in source
    assert "&lt;b&gt;" in source


def test_a_missing_font_is_said_with_its_remedy(monkeypatch):
    monkeypatch.setattr(fonts, "FAMILY", "No Such Family")
    with pytest.raises(fonts.FontMissing, match="fonts-noto-cjk"):
        document.render([paper.facts()])


def test_printers_are_asked_for_true_size_on_one_side():
    opened = pypdfium2.PdfDocument(paper.printed("typical").pdf)
    assert not pdfium.FPDF_VIEWERREF_GetPrintScaling(opened)
    assert pdfium.FPDF_VIEWERREF_GetDuplex(opened) == pdfium.Simplex
    opened.close()


def test_a_large_document_is_set_in_parts_and_is_the_same_every_time(monkeypatch):
    monkeypatch.setattr(document, "PART", 2)
    facts = [paper.facts(number=number) for number in range(1, 6)]
    one, other = document.render(facts), document.render(facts)
    assert one.pdf == other.pdf
    assert list(one.starts.values()) == [1, 2, 3, 4, 5]
    assert [paper.characters(one.pdf)[at][-1][0] for at in range(5)]


def test_every_sheet_of_a_joined_document_carries_its_own_code(monkeypatch):
    monkeypatch.setattr(document, "PART", 2)
    facts = [paper.facts(number=number) | {"check_url": f"https://ops.example.cn/v/{number}"} for number in (1, 2, 3)]
    pages = paper.pages(document.render(facts).pdf, 200)
    found = [{code.text for code in zxingcpp.read_barcodes(page)} for page in pages]
    assert [one["check_url"] in codes for one, codes in zip(facts, found, strict=True)] == [True, True, True]


def test_the_parts_keep_what_the_first_says(monkeypatch):
    monkeypatch.setattr(document, "PART", 1)
    opened = pypdfium2.PdfDocument(document.render([paper.facts(), paper.facts(number=2)]).pdf)
    assert opened.get_metadata_dict()["Title"] == "自助缴费暂停服务公告（2份）"
    assert pdfium.FPDF_VIEWERREF_GetDuplex(opened) == pdfium.Simplex
    opened.close()
