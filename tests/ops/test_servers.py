import os
import time

import pytest

from emergency_ops.embedded.layout import Layout
from emergency_ops.embedded.servers import embedded, environment, scratch, start_servers
from emergency_ops.embedded.supervisor import Supervisor

OWN = {"DATABASE_URL": "postgres://a@db/ops", "REDIS_URL": "redis://broker/0"}


@pytest.fixture
def layout(data):
    return Layout.at(data, data / "d")


def test_servers_of_ones_own_leave_nothing_to_start(layout):
    supervisor = Supervisor()
    assert not embedded(OWN)
    assert start_servers(supervisor, layout, OWN) is False
    assert supervisor.parts == []


def test_one_server_of_ones_own_leaves_the_other_to_us():
    assert embedded({"DATABASE_URL": OWN["DATABASE_URL"]})


def test_the_users_settings_come_before_ours(layout):
    settings = environment(layout, OWN | {"STATIC_ROOT": ""}, "http://127.0.0.1:8011")
    assert settings["DATABASE_URL"] == OWN["DATABASE_URL"]
    assert settings["SITE_URL"] == "http://127.0.0.1:8011"
    assert settings["STATIC_ROOT"] == str(layout.data / "static")
    assert settings["STATUS_SNAPSHOT"] == str(layout.data / "status")


def test_both_servers_are_reached_through_sockets_only(layout):
    settings = environment(layout, {})
    assert settings["DATABASE_URL"].endswith(f"?host={layout.sockets}&port=5432")
    assert settings["REDIS_URL"] == f"unix://{layout.sockets}/valkey.sock?db=0"


def test_a_scratch_folder_is_removed(data):
    with scratch(data, data, "test") as layout:
        assert layout.data.is_dir()
    assert list(data.iterdir()) == []


def test_what_a_killed_command_left_is_removed_by_the_next(data):
    left = data / "emergency-ops-test-left"
    left.mkdir()
    os.utime(left, (time.time() - 120,) * 2)
    with scratch(data, data, "test"):
        assert not left.exists()


def test_the_folder_of_a_running_command_stays(data):
    with scratch(data, data, "test") as first:
        os.utime(first.data, (time.time() - 120,) * 2)
        with scratch(data, data, "test"):
            assert first.data.is_dir()
