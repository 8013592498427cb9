"""validate_cap: what it says of good and bad files."""

import pytest
from django.core.management import CommandError, call_command

from tests.notices.channels.cap.messages import written


@pytest.fixture
def validate(tmp_path, capsys):
    """validate(b"…"): what is printed, and whether it failed."""

    def run(document):
        file = tmp_path / "a.xml"
        file.write_bytes(document)
        try:
            call_command("validate_cap", str(file))
        except CommandError:
            return capsys.readouterr().out, True
        return capsys.readouterr().out, False

    return run


def test_a_valid_file(validate):
    said, failed = validate(written())
    assert not failed
    assert said.endswith("a.xml：符合 CAP 1.2。\n")


def test_an_error_is_said_where_it_is(validate):
    said, failed = validate(written().replace(b"<status>Actual", b"<status>Real"))
    assert failed
    assert "错误 status: “Real”不在允许的取值中" in said


@pytest.mark.parametrize("document", [b"", b"no xml", b"<a/>", b"<!DOCTYPE a><a/>", b"\x00\xff"])
def test_what_is_no_cap_fails(validate, document):
    assert validate(document)[1]


def test_a_file_that_is_not_there(capsys):
    with pytest.raises(CommandError):
        call_command("validate_cap", "/nonexistent/a.xml")
    assert "无法读取" in capsys.readouterr().out
