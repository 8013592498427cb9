import sys

from emergency_ops.embedded import checks
from emergency_ops.embedded.checks import Check, all_checks, run_checks


def python(name: str, code: str) -> Check:
    return Check(name, [sys.executable, "-c", code])


def test_a_line_for_each_check_and_the_output_of_the_failed(monkeypatch, capsys, tmp_path):
    listed = [python("good", "print('unseen')"), python("bad", "print('seen'); raise SystemExit(3)")]
    monkeypatch.setattr(checks, "all_checks", lambda: listed)
    assert run_checks(tmp_path) == 1
    lines = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert lines == [["good", "ok"], ["bad", "FAILED"], ["seen"]]


def test_all_good_is_exit_code_zero(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "all_checks", lambda: [python("good", "")])
    assert run_checks(tmp_path) == 0


def test_the_deployment_check_gets_fresh_secrets():
    secrets = {check.env["DJANGO_SECRET_KEY"] for _ in range(2) for check in all_checks() if check.name == "deploy"}
    assert len(secrets) == 2
