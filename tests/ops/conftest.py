import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.running import Up


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder that the user PostgreSQL runs as can enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="ops-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _instance() -> Iterator[Up]:
    folder = Path(tempfile.mkdtemp(prefix="ops-", dir="/tmp"))
    folder.chmod(0o711)
    instance = Up(folder)
    yield instance
    instance.stop()
    shutil.rmtree(folder)


@pytest.fixture
def up(_instance: Up) -> Up:
    """A running instance, shared by the tests; whoever stops it leaves that to the next one to mend."""
    _instance.serve()
    return _instance
