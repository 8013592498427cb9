"""What each kind of account is asked for, and what its answers mean in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.kinds import Asked, Kind

from .choices import PublicChannel

KINDS: Mapping[str, Kind] = {
    PublicChannel.WECHAT: Kind(
        _("在微信公众平台“设置与开发 → 开发接口管理”中取得 AppID 和 AppSecret，并把本系统的出口IP加入白名单。账号须已认证，否则没有发布接口的权限。发布的文章公开可见，但不会推送给粉丝。"),
        secrets=[Asked("secret", "AppSecret")],
        options=[
            Asked("appid", "AppID", _("以 wx 开头。")),
            Asked("thumb_media_id", _("封面图片素材 ID"), _("永久图片素材的 media_id，用作每篇公告的封面。")),
        ],
    ),
    PublicChannel.WEIBO: Kind(
        _("在微博开放平台创建应用，用发布公告的账号授权后取得 access_token；公告链接所在的域名须登记为安全域名。删除微博另需高级权限，没有时由人工删除。"),
        secrets=[Asked("access_token", "access_token", _("授权到期后须重新填写。"))],
        options=[
            Asked("domain", _("安全域名"), _("应用信息中登记的域名，例如 ops.example.cn。")),
            Asked("rip", _("出口IP"), _("本系统访问互联网的公网地址，微博要求随每条内容上报。")),
        ],
    ),
}  # fmt: skip

#: the answer to the test of an account: its name, and what to do about it
MEANINGS: Mapping[Fate, tuple[Promise, Promise]] = {
    Fate.ACCEPTED: (_("可以使用"), _("平台接受了账号的密钥。测试不会发布任何内容。")),
    Fate.TRANSIENT: (_("暂时无法连接"), _("没有连上平台。请检查网络，稍后再试；公告会自动重试，仍不成功时转为人工处理。")),
    Fate.THROTTLED: (_("调用次数已用完"), _("平台限制了调用次数。限制解除之前公告转为人工处理。")),
    Fate.AUTH: (_("没有权限"), _("密钥无效、授权到期、IP不在白名单，或账号没有发布权限。修复之前公告转为人工处理。")),
    Fate.PERMANENT: (_("被拒绝"), _("平台拒绝了请求，请按下面的错误修改设置。")),
    Fate.UNKNOWN: (_("结果未知"), _("平台没有答复，请稍后再试。")),
}  # fmt: skip
#: what people can do about codes that they meet
_ADVICE: Mapping[tuple[str, str], Promise] = {
    (PublicChannel.WECHAT, "40007"): _("封面图片素材不存在：请管理员核对账号的“封面图片素材 ID”。"),
    (PublicChannel.WECHAT, "40164"): _("服务器的IP不在公众号的白名单中：请管理员在公众平台添加。"),
    (PublicChannel.WECHAT, "45009"): _("公众号今天的接口调用次数已用完：请人工发布。"),
    (PublicChannel.WECHAT, "48001"): _("公众号没有发布接口的权限（未认证或认证到期）：请人工发布。"),
    (PublicChannel.WECHAT, "53503"): _("草稿没有通过平台的发布检查：请在公众平台打开草稿，按提示修改后发布。"),
    (PublicChannel.WECHAT, "53504"): _("平台要求在公众平台官网使用这份草稿：请登录后发布。"),
    (PublicChannel.WECHAT, "53505"): _("平台要求先在官网手动保存草稿：请登录保存后发布。"),
    (PublicChannel.WEIBO, "10014"): _("微博应用没有这项权限：请人工处理。"),
    (PublicChannel.WEIBO, "10017"): _("链接不在应用的安全域名之下：请管理员核对域名。"),
    (PublicChannel.WEIBO, "20012"): _("内容超过140字：请缩短后人工发布。"),
    (PublicChannel.WEIBO, "20016"): _("发布太频繁：请稍候人工核对，确认没有发布后再发送。"),
    (PublicChannel.WEIBO, "20017"): _("平台认为内容与之前的相似：请先到微博核对是否已经发布。"),
    (PublicChannel.WEIBO, "20019"): _("平台认为内容重复：请先到微博核对是否已经发布。"),
    (PublicChannel.WEIBO, "21327"): _("微博授权已到期：请管理员重新授权，本条先人工发布。"),
    (PublicChannel.WEIBO, "21332"): _("微博授权无效或已被收回：请管理员重新授权，本条先人工发布。"),
}


def advice(channel: str, error: str) -> Promise | str:
    """What to do about an error that begins with its code; "" where there is nothing to say."""
    return _ADVICE.get((channel, error.split(" ", 1)[0]), "")
