"""What each kind of account is asked for: nothing secret in `options`, everything secret in `secrets`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.escalation.choices import Channel

Text = str | Promise


@dataclass(frozen=True)
class Asked:
    """A field of the form. choices: (value, label)."""

    name: str
    label: Text
    help: Text = ""
    required: bool = True
    initial: str = ""
    choices: Sequence[tuple[str, Text]] = ()


@dataclass(frozen=True)
class Kind:
    """help: where an administrator finds what is asked. needs_address: it has no usual one."""

    help: Text
    secrets: Sequence[Asked]
    options: Sequence[Asked] = ()
    needs_address: bool = False


FORMAT = Asked(
    "format",
    _("消息格式"),
    choices=[("text", _("纯文本")), ("markdown", "Markdown")],
    initial="text",
)
KEYWORD = Asked("keyword", _("自定义关键词"), _("机器人设置了关键词时填写，消息中没有时自动补上。"), required=False)
_WHOLE = _("可以直接粘贴机器人的完整 Webhook 地址。")

KINDS: Mapping[str, Kind] = {
    Channel.WECOM: Kind(
        _("在企业微信群中添加“群机器人”，复制它的 Webhook 地址。每个机器人每分钟最多 20 条。"),
        secrets=[Asked("key", "Key", _WHOLE)],
        options=[FORMAT],
    ),
    Channel.DINGTALK: Kind(
        _("在钉钉群中添加“自定义机器人”，安全设置建议选“加签”。每个机器人每分钟最多 20 条，超出会被停用 10 分钟。"),
        secrets=[
            Asked("access_token", "access_token", _WHOLE),
            Asked("secret", _("加签密钥"), _("以 SEC 开头；没有启用加签时不填。"), required=False),
        ],
        options=[FORMAT, KEYWORD],
    ),
    Channel.FEISHU: Kind(
        _("在飞书群中添加“自定义机器人”，安全设置建议选“签名校验”。每个机器人每分钟最多 100 条、每秒最多 5 条。"),
        secrets=[
            Asked("token", pgettext_lazy("robot", "机器人标识"), _WHOLE),
            Asked("secret", _("签名密钥"), _("没有启用签名校验时不填。"), required=False),
        ],
        options=[KEYWORD],
    ),
    Channel.SMS: Kind(
        _("阿里云短信服务。接警模板形如“${title}，接警请点 https://…/a/${code}”，通知模板形如“${title}，请登录查看”。"),
        secrets=[Asked("access_key_secret", "AccessKey Secret")],
        options=[
            Asked("access_key_id", "AccessKey ID"),
            Asked("sign_name", _("短信签名")),
            Asked("call_template", _("接警模板编号"), "SMS_…"),
            Asked("notice_template", _("通知模板编号"), _("不填则不发送通知类短信。"), required=False),
            Asked("title_variable", _("标题变量名"), required=False, initial="title"),
            Asked("code_variable", _("接警码变量名"), required=False, initial="code"),
        ],
    ),
    Channel.WEBHOOK: Kind(
        _("消息以 JSON 发往您的系统，带时间戳和 HMAC-SHA256 签名；同一条消息重发时编号不变，请按编号去重。"),
        secrets=[Asked("secret", _("签名密钥"), _("至少 16 个字符，与接收方约定。"))],
        needs_address=True,
    ),
}


def secret_of(channel: str, name: str, entered: str) -> str:
    """What was meant: of a robot's whole address only the part that is its key."""
    text = entered.strip()
    if "://" not in text or channel == Channel.WEBHOOK:
        return text
    parts = urlsplit(text)
    if (channel, name) == (Channel.FEISHU, "token"):
        return parts.path.rstrip("/").rpartition("/")[2]
    return parse_qs(parts.query).get(name, [text])[0]
