"""What a file may not be, whether the schema says so or not."""

import pytest

from emergency_ops.lib.errors import Invalid
from notices.channels.cap import reading, rules
from tests.notices.channels.cap.messages import EARLIER, tree, written

VALID = written(EARLIER, kind="update").decode()
NOTE = "<scope>Public</scope>\n  <references>"


def wrong(old, new):
    """Where the errors are after a change to a valid message."""
    assert old in VALID
    return [finding.where for finding in rules.errors(tree(VALID.replace(old, new)))]


def test_a_valid_message_has_no_findings():
    assert rules.check(tree(VALID)) == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("<scope>Public</scope>", "", "scope"),
        ("<status>Actual</status>", "<status>Real</status>", "status"),
        ("<status>Actual</status>", "<status></status>", "status"),
        ("<scope>Public</scope>", "<scope>Private</scope>", "addresses"),
        ("<scope>Public</scope>", "<scope>Restricted</scope>", "restriction"),
        ("<sender>ops.example.cn</sender>", "<sender>ops example.cn</sender>", "sender"),
        ("FB-20261123-002.1<", "FB,1<", "identifier"),
        ("FB-20261123-002.1<", "FB&amp;1<", "identifier"),
        ("2026-11-23T12:00:00+08:00</sent>", "2026-11-23T04:00:00Z</sent>", "sent"),
        ("2026-11-23T12:00:00+08:00</sent>", "2026-11-23T12:00:00.5+08:00</sent>", "sent"),
        ("2026-11-23T12:00:00+08:00</sent>", "2026-02-30T12:00:00+08:00</sent>", "sent"),
        ("<references>ops.example.cn,", "<references>", "references"),
        ("<references>ops.example.cn,FB-20261123-001.1", "<references>ops.example.cn,FB-20261123-002.1", "references"),
        ("<urgency>Immediate</urgency>", "<urgency>Now</urgency>", "info[1]/urgency"),
        ("<urgency>Immediate</urgency>", "", "info[1]/urgency"),
        ("<language>zh-CN</language>", "<language> </language>", "info[1]/language"),
        ("<language>zh-CN</language>", "<language>中文</language>", "info[1]/language"),
        ("<web>https://ops.example.cn/", "<web>/", "info[1]/web"),
        ("<areaDesc>", "<areaDesc/><areaDesc>", "info[1]/area[1]/areaDesc"),
        ("</areaDesc>", "</areaDesc><ceiling>1</ceiling>", "info[1]/area[1]/geocode"),
        ("</areaDesc>", "</areaDesc><circle>31.2 121.5 3</circle>", "info[1]/area[1]/circle[1]"),
        ("</areaDesc>", "</areaDesc><circle>91,121.5 3</circle>", "info[1]/area[1]/circle[1]"),
        ("</areaDesc>", "</areaDesc><polygon>1,1 2,2 1,1</polygon>", "info[1]/area[1]/polygon[1]"),
        ("<event>", "<event><b/>", "info[1]/event"),
        ("<event>", "<happening/><event>", "info[1]/happening"),
        ("<event>", '<event id="1">', "info[1]/event"),
        ("<info>", "<info>text", "info[1]"),
    ],
)  # fmt: skip
def test_errors_are_found_where_they_are(old, new, where):
    assert where in wrong(old, new)


def test_an_update_needs_references():
    document = written(EARLIER, kind="update").decode()
    start, end = document.index("<references>"), document.index("</references>") + len("</references>")
    assert [one.where for one in rules.errors(tree(document[:start] + document[end:]))] == ["references"]


def test_elements_out_of_order_are_found():
    assert wrong(
        "<sender>ops.example.cn</sender>\n  <sent>2026-11-23T12:00:00+08:00</sent>",
        "<sent>2026-11-23T12:00:00+08:00</sent>\n  <sender>ops.example.cn</sender>",
    ) == ["sender"]


def test_what_expired_before_it_was_sent_is_an_error():
    assert wrong("<expires>2026-11-24T00", "<expires>2025-11-24T00") == ["info[1]/expires"]


def test_another_vocabulary_is_no_cap():
    assert [one.where for one in rules.check(tree("<alert/>"))] == ["alert"]


def test_an_exercise_without_its_id_could_be_better():
    (finding,) = rules.check(tree(VALID.replace("Actual", "Exercise")))
    assert (finding.where, finding.is_error) == ("note", False)


def test_a_signature_may_stand_at_the_end():
    signed = VALID.replace("</alert>", '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></alert>')
    assert rules.errors(tree(signed)) == []


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "cap_not_xml"), (b"<a>", "cap_not_xml"), (b"\xff\xfe\x00", "cap_not_xml"), (b"<!DOCTYPE a><a/>", "cap_doctype"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "cap_doctype"), (b'<?xml version="1.0" encoding="x"?><a/>', "cap_encoding"),
        (b"<a>" + b" " * reading.MOST_BYTES + b"</a>", "cap_too_large"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(document, code):
    with pytest.raises(Invalid) as refused:
        reading.parsed(document)
    assert refused.value.code == code
