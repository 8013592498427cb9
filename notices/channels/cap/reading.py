"""XML of anybody's into a tree. No DOCTYPE: CAP needs none, and entities can make a small file a huge one."""

from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid

MOST_BYTES: Final = 5_000_000


class _NoDoctype(TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Invalid("cap_doctype", _("文件含有 DOCTYPE 声明，CAP 不需要它。请删除后重试。"))


def parsed(document: bytes) -> Element:
    """Raises Invalid, with the line, for what is no XML."""
    if len(document) > MOST_BYTES:
        raise Invalid("cap_too_large", _("文件超过 5 MB，不像是一条 CAP 消息。"))
    parser: Any = XMLParser(target=_NoDoctype())  # noqa: S314 - expat without entities: a DOCTYPE is refused
    try:
        parser.feed(document)
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        raise Invalid(
            "cap_not_xml", _("不是有效的 XML：第 %(line)d 行第 %(column)d 列有误。"), line=line, column=column + 1
        ) from error
    except (LookupError, ValueError) as error:
        raise Invalid("cap_encoding", _("不认识文件声明的字符编码。请保存为 UTF-8。")) from error
    return root
