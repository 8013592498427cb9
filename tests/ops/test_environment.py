import pytest

from emergency_ops.embedded.environment import Environment


@pytest.fixture
def environment(tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv").mkdir()
    for name in ("uv", "base", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    return Environment(tmp_path)


def installed(environment: Environment, level: str) -> Environment:
    environment.stamp(level).write_text(environment.checksum(level))
    return environment


def test_nothing_is_installed_at_first(environment):
    assert not environment.satisfied("base")


def test_what_is_installed_is_not_installed_again(environment):
    assert installed(environment, "base").satisfied("base")
    assert not environment.satisfied("dev")


def test_the_tests_level_contains_the_base(environment):
    assert installed(environment, "dev").satisfied("base")


def test_a_changed_lock_is_installed(environment):
    installed(environment, "base")
    (environment.requirements / "base.txt").write_text("newer")
    assert not environment.satisfied("base")


def test_a_change_of_the_tests_lock_does_not_touch_the_base(environment):
    installed(environment, "base")
    (environment.requirements / "dev.txt").write_text("newer")
    assert environment.satisfied("base")
