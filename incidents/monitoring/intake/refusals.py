"""Everything that the intake refuses, in one place: codes for programs, sentences for people.

A whole request is refused with a `RequestRefused`, a single row with a `RowRefused`; the good rows of a batch are kept.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: code -> (HTTP status, sentence)
REQUESTS: dict[str, tuple[int, str | Promise]] = {
    "malformed": (400, _("请求内容无法解析（第 %(line)d 行，第 %(byte)d 字节）：%(reason)s")),
    "incomplete": (400, _("请求内容不完整：声明 %(declared)d 字节，收到 %(received)d 字节。")),
    "bad_length": (400, _("Content-Length 无效。")),
    "broken_gzip": (400, _("gzip 数据损坏或不完整。")),
    "unauthorized": (401, _("缺少接入密钥，或密钥未知、已吊销。请在 Authorization: Bearer 中提供有效密钥。")),
    "https_required": (403, _("请改用 HTTPS 上报，并更换已经以明文发送过的接入密钥。")),
    "method_not_allowed": (405, _("此地址只接受 POST。")),
    "too_large": (413, _("请求内容超过 %(limit)d 字节，请分批上报。")),
    "too_large_decompressed": (413, _("解压后的内容超过 %(limit)d 字节，请分批上报。")),
    "too_many_rows": (413, _("一次最多上报 %(limit)d 条，请分批上报。")),
    "unsupported_type": (415, _("请使用 application/json 或 application/x-ndjson（UTF-8）。")),
    "unsupported_encoding": (415, _("只支持 gzip 压缩或不压缩。")),
    "internal": (500, _("服务器内部错误，数据未被接收，请稍后重发。")),
    "unavailable": (503, _("数据库暂时不可用，数据未被接收，请稍后重发。")),
}

ROWS: dict[str, str | Promise] = {
    "malformed_row": _("字段 %(field)s 有误：%(reason)s"),
    "negative_count": _("字段 %(field)s 为负数。"),
    "absurd_count": _("字段 %(field)s 超过上限 %(limit)d。"),
    "unknown_terminal": _("没有编号为 %(terminal)s 的终端。"),
    "retired_terminal": _("终端 %(terminal)s 已报废。"),
    "not_your_site": _("此密钥不能为终端 %(terminal)s 所在网点上报。"),
    "time_ahead": _("上报时间 %(at)s 比当前时间超前过多。"),
    "time_behind": _("上报时间 %(at)s 过早，已不再接收。"),
    "too_old_seq": _("序号 %(seq)d 过旧，无法判断是否重复。"),
}


class RequestRefused(Exception):
    """The whole request is refused; nothing of it was stored."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.status, self.sentence = REQUESTS[code]
        self.params = params
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.sentence) % self.params


@dataclass(frozen=True)
class RowRefused:
    """A row that was not taken, with what its sentence names."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(ROWS[self.code]) % self.params
