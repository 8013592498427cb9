import subprocess

from tests.ops.running import ROOT


def script(*arguments: str, language: str = "C.UTF-8") -> "subprocess.CompletedProcess[str]":
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": language}
    return subprocess.run([ROOT / "ops", *arguments], env=env, capture_output=True, text=True)


def test_an_unknown_command_is_refused_with_a_sentence():
    done = script("fly")
    assert (done.returncode, done.stderr) == (2, "There is no command fly: see ./ops help.\n")


def test_help_needs_nothing_and_names_every_command():
    text = script("help").stdout
    assert all(f"\n  {command}" in text for command in ("up", "down", "test", "manage", "bench", "check"))


def test_help_is_chinese_in_a_chinese_terminal():
    assert script(language="zh_CN.UTF-8").stdout.startswith("用法：")


def test_the_build_server_calls_the_test_command():
    assert 'ops" test --browser "$@"' in (ROOT / ".ci" / "run").read_text()
