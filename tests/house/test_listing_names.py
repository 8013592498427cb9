"""Lists of names are put together in the reader's language, by one function."""

import re
from pathlib import Path

from django.conf import settings

#: what they write is Chinese whatever the reader reads, is read back by a form or an import, or is the one function
APART = {
    "emergency_ops/lib/wording.py",
    "incidents/response/online/forms.py",
    "notices/channels/cap/areas.py",
    "notices/channels/renderings/article.py",
    "notices/content/scene_zh.py",
    "notices/content/wording.py",
    "resources/inventory/forms_stock.py",
    "resources/inventory/importing_rows.py",
    "resources/network/forms.py",
    "resources/staff/forms.py",
    "resources/staff/views/board.py",
    "resources/staff/views/people.py",
}
JOINED = re.compile(r"""["']、["']\)?\.join\(""")


def test_nobody_joins_names_with_a_chinese_comma():
    root = Path(settings.BASE_DIR)
    found = {
        str(path.relative_to(root))
        for app in ("emergency_ops", "incidents", "notices", "resources")
        for path in (root / app).rglob("*.py")
        if JOINED.search(path.read_text())
    }
    assert found == APART
