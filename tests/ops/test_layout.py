import os
import stat

import pytest

from emergency_ops.embedded.layout import Account, Layout, data_folder, read_env_file
from emergency_ops.embedded.messages import Refusal


def test_everything_lies_below_the_data_folder(data):
    layout = Layout.at(data, data / "d")
    assert layout.outside == []
    assert layout.sockets == data / "d" / "run" / "sockets"


def test_a_long_path_moves_the_sockets_to_a_short_private_one(data):
    layout = Layout.at(data, data / ("long-" * 20))
    assert len(os.fsencode(layout.sockets / ".s.PGSQL.5432.lock")) < 107
    assert stat.S_IMODE(layout.sockets.stat().st_mode) == 0o700
    assert layout.outside == [layout.sockets]
    layout.sockets.rmdir()


def test_a_short_path_is_the_same_every_time(data):
    first, second = (Layout.at(data, data / ("long-" * 20)) for _ in range(2))
    assert first.sockets == second.sockets
    first.sockets.rmdir()


def test_a_link_in_place_of_the_short_path_is_refused(data):
    long = data / ("long-" * 20)
    sockets = Layout.at(data, long).sockets
    sockets.rmdir()
    sockets.symlink_to(data)
    try:
        with pytest.raises(Refusal) as refusal:
            Layout.at(data, long)
        assert refusal.value.key == "foreign-folder"
    finally:
        sockets.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_root_hands_postgres_a_folder_that_its_user_can_enter(data, monkeypatch):
    monkeypatch.setattr("emergency_ops.embedded.layout.SYSTEM_HOME", data / "system")
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    layout = Layout.at(closed, closed / ".data")
    assert layout.database.is_relative_to(data / "system")
    assert Account.current().can_enter(layout.database)
    layout.sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_data_folder_of_another_user_is_refused(data):
    os.chown(data, 65534, 65534)
    with pytest.raises(Refusal) as refusal:
        Layout.at(data, data)
    assert refusal.value.key == "foreign-data"


def test_the_secret_is_made_once_and_private(data):
    layout = Layout.at(data, data / "d")
    assert layout.secret() == layout.secret()
    assert len(layout.secret()) >= 50
    assert stat.S_IMODE((layout.data / "secret").stat().st_mode) == 0o600


def test_an_env_file_is_read_as_names_and_values(data):
    file = data / ".env"
    file.write_text("# ours\nexport OPS_PORT=8011\nDATABASE_URL='postgres://a@/b?host=/c'\n\nbroken\n")
    assert read_env_file(file) == {"OPS_PORT": "8011", "DATABASE_URL": "postgres://a@/b?host=/c"}


def test_the_data_folder_may_lie_elsewhere(data):
    assert data_folder(data, {}) == data / ".data"
    assert data_folder(data, {"OPS_DATA": "/srv/emergency"}).as_posix() == "/srv/emergency"
