"""Chinese on an English page that is no data: not stored in the database, or a text of the interface left as it was written."""

import json
import re

from django.apps import apps
from django.db.models import CharField, JSONField, TextField

RUN = re.compile(r"[\u3400-\u9fff]+")
#: shown in Chinese in every language, on purpose
ALWAYS = ("中文", "简体中文", "日期", "日类型", "名称", "法定节假日", "调休上班")


def stored():
    """Every text that is in the database, in one."""
    found = set()
    for model in apps.get_models(include_auto_created=False):
        fields = [one for one in model._meta.concrete_fields if isinstance(one, CharField | TextField | JSONField)]
        for row in model._base_manager.values_list(*[one.attname for one in fields]) if fields else ():
            found.update(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in row if one)
    return "\n".join(found)


def left(root, data):
    """What is Chinese on the page, not marked as Chinese, not somebody's entry, and not data."""
    for text in root.texts(_on_purpose):
        for said in RUN.findall(text):
            if said not in ALWAYS and said not in data:
                yield f"Chinese: {text.strip()[:60]}"


def _on_purpose(node):
    """Entries, names of regions to choose from, what the public will read, and what says that it is Chinese."""
    a_region = node.tag == "option" and any("region" in (one.attrs.get("id") or "") for one in node.above())
    public = "preview" in node.attrs.get("class", "").split()
    return node.tag == "textarea" or a_region or public or node.attrs.get("lang", "").startswith("zh")
