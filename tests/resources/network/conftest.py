"""An import at noon."""

import io

import pytest

from resources.importing import import_file
from tests.conftest import NOON
from tests.resources.network.files import SITE_HEADER, TERMINAL_HEADER, csv_bytes


@pytest.fixture
def importing(regions):
    """importing("sites", row, row, actor=…, apply=False): a run of a GB18030 file with the usual header."""

    def run(kind, *rows, actor=None, now=NOON, header=None, content=None, **options):
        header = header or {"sites": SITE_HEADER, "terminals": TERMINAL_HEADER}[kind]
        content = content if content is not None else csv_bytes(header, *rows)
        return import_file(kind, io.BytesIO(content), actor=actor, now=now, file_name=f"{kind}.csv", **options)

    return run
