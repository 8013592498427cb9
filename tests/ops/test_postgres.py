import os
import sysconfig
from pathlib import Path

import pytest

from emergency_ops.embedded.layout import Account, Layout
from emergency_ops.embedded.messages import Refusal
from emergency_ops.embedded.postgres import Postgres, copy_programs
from emergency_ops.embedded.valkey import Valkey
from tests.ops.running import ops

SYSTEM = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
REDIS = [path for path in map(Path, ("/usr/bin/valkey-server", "/usr/bin/redis-server")) if path.exists()]


@pytest.fixture
def postgres(data):
    return Postgres.of(Layout.at(data, data / "d"), {})


def test_a_folder_of_another_major_version_names_both(postgres):
    postgres.layout.account.give(postgres.layout.postgres)
    version = postgres.layout.postgres / "PG_VERSION"
    version.write_text("9\n")
    os.chown(version, postgres.layout.account.uid, postgres.layout.account.gid)
    with pytest.raises(Refusal) as refusal:
        postgres.check_data()
    assert refusal.value.key == "other-major"
    assert "PostgreSQL 9" in str(refusal.value)
    assert f"PostgreSQL {postgres.major()}" in str(refusal.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_folder_of_another_user_is_refused(postgres):
    postgres.layout.postgres.mkdir()
    (postgres.layout.postgres / "PG_VERSION").write_text("18\n")
    with pytest.raises(Refusal) as refusal:
        postgres.check_data()
    assert refusal.value.key == "foreign-data"


def test_a_fresh_folder_passes(postgres):
    postgres.check_data()


def test_missing_programs_are_named(data):
    layout = Layout.at(data, data / "d")
    with pytest.raises(Refusal, match="/nowhere/postgres"):
        Postgres.of(layout, {"OPS_PG_BIN": "/nowhere"})
    with pytest.raises(Refusal, match="/nowhere/valkey"):
        Valkey.of(layout, {"OPS_VALKEY_SERVER": "/nowhere/valkey"})


def test_copied_programs_run(postgres, data):
    programs = copy_programs(Path(sysconfig.get_path("purelib")), data / "programs")
    assert Account.current().can_enter(programs / "postgres")
    assert Postgres(postgres.layout, programs, {}).major() == postgres.major()


def test_a_database_is_made_once_with_chinese_aware_text(data):
    query = "SELECT datctype FROM pg_database WHERE datname = current_database()"
    show = f"from django.db import connection as c; print(c.cursor().execute('{query}').fetchone()[0])"
    first = ops(data, "manage", "shell", "-v0", "-c", show)
    assert first.stdout.strip() == "C.UTF-8"
    assert "First start" in first.stderr
    assert "First start" not in ops(data, "manage", "version").stderr


@pytest.mark.skipif(not SYSTEM, reason="no PostgreSQL of the system")
@pytest.mark.skipif(not REDIS, reason="no Redis or Valkey of the system")
def test_programs_of_the_system_serve_as_well(data):
    code = "from django.db import connection as c; from django.core.cache import cache; cache.set('a', 1);"
    code += "print(c.cursor().execute('SHOW server_version').fetchone()[0], cache.get('a'))"
    done = ops(data, "manage", "shell", "-v0", "-c", code, OPS_PG_BIN=str(SYSTEM[-1]), OPS_VALKEY_SERVER=str(REDIS[0]))
    assert done.stdout.startswith(SYSTEM[-1].parent.name)
    assert done.stdout.endswith(" 1\n")
