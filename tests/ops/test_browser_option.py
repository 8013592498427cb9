"""Browser tests run where there is a browser; where there is none, that is said, with the way to get one."""

import pytest

from emergency_ops.embedded import cli, system
from emergency_ops.embedded.messages import Refusal

WITHOUT_BROWSER = ["-m", "not browser"]


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def installed(monkeypatch):
    """installed("google-chrome"): the programs of this machine."""

    def only(*programs):
        monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name in programs else None)

    return only


@pytest.mark.parametrize("arguments", [[], ["--browser"]])
def test_with_a_browser_nothing_is_left_out(installed, capsys, arguments):
    installed("chromium")
    assert cli.pytest_options([*arguments, "tests/lib"]) == ["-n2", "--dist=loadfile", "tests/lib"]
    assert capsys.readouterr().err == ""


def test_without_one_they_are_left_out_in_one_line_that_says_how_to_get_it(installed, capsys):
    installed()
    assert cli.pytest_options(["-x"]) == ["-n2", "--dist=loadfile", *WITHOUT_BROWSER, "-x"]
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "no Chromium" in said
    assert "./ops test --browser installs it" in said


def test_asked_for_where_nobody_could_install_it_names_its_package(installed):
    installed()
    with pytest.raises(Refusal, match=r"no Chromium.*apt-get install.* chromium$"):
        cli.pytest_options(["--browser"])


@pytest.mark.parametrize("argument", ["--browser=firefox", "--browsers"])
def test_a_wrong_spelling_says_the_right_one(argument):
    with pytest.raises(Refusal, match=r"\./ops test --browser \[pytest arguments\]"):
        cli.pytest_options([argument])


@pytest.mark.parametrize("command", ["up", "check", "bench"])
def test_other_commands_refuse_it(command, capsys):
    assert cli.main([command, "--browser"]) == 2
    assert "--browser belongs to ./ops test only" in capsys.readouterr().err


def test_any_chromium_will_do(installed):
    installed("google-chrome")
    assert system.browser() == "/usr/bin/google-chrome"
    assert "chromium" not in system.missing_packages(["chromium"])


def test_the_package_is_named_when_there_is_none(installed):
    installed()
    assert system.missing_packages(["chromium"])[-1] == "chromium"
