"""The channels of a made-up operator, to be replaced by the organisation's own."""

from datetime import datetime

from .choices import ChannelKind
from .models import OnlineChannel

CHANNELS = (
    {
        "name": "微信公众号“示例缴费”",
        "name_en": "WeChat account “示例缴费”",
        "kind": ChannelKind.WECHAT,
        "finding": "在微信里搜索“示例缴费”并关注",
        "finding_en": "Search for “示例缴费” in WeChat and follow it",
        "steps": "点菜单“我要缴费”\n选择业务，输入户号\n核对户名和金额\n点“微信支付”完成付款",
        "steps_en": "Tap “我要缴费” (Pay)\nChoose the service, enter the account number\nCheck name and amount\nPay with WeChat Pay",
        "documents": "户号",
        "documents_en": "Account number",
        "payment_methods": ["wechat"],
        "hours": "00:00-24:00",
        "capacity_per_hour": 3000,
    },
    {
        "name": "支付宝生活缴费",
        "name_en": "Alipay utility payment",
        "kind": ChannelKind.ALIPAY,
        "finding": "打开支付宝，首页点“生活缴费”",
        "finding_en": "Open Alipay and tap “生活缴费” (Utilities) on the home page",
        "steps": "选择缴费项目\n选择缴费单位“示例缴费”\n输入户号，核对后付款",
        "steps_en": "Choose what to pay\nChoose the operator “示例缴费”\nEnter the account number, check, pay",
        "documents": "户号",
        "documents_en": "Account number",
        "payment_methods": ["alipay", "bank_card"],
        "hours": "00:00-24:00",
        "capacity_per_hour": 3000,
    },
    {
        "name": "官方网站",
        "name_en": "Website",
        "kind": ChannelKind.WEBSITE,
        "url": "https://pay.example.cn/",
        "finding": "在浏览器输入 pay.example.cn",
        "finding_en": "Enter pay.example.cn in a browser",
        "steps": "点“在线缴费”\n输入户号和身份证后四位\n选择银行卡或扫码付款\n下载电子票据",
        "steps_en": "Choose “在线缴费” (Pay online)\nEnter the account number and the last four of your ID\nPay by card or code\n"
        "Download the receipt",
        "documents": "户号\n身份证后四位",
        "documents_en": "Account number\nLast four characters of your ID",
        "payment_methods": ["bank_card", "wechat", "alipay"],
        "hours": "06:00-23:30",
        "capacity_per_hour": 1200,
    },
    {
        "name": "手机App“示例通”",
        "name_en": "App “示例通”",
        "kind": ChannelKind.APP,
        "finding": "在手机应用商店搜索“示例通”",
        "finding_en": "Search for “示例通” in your app store",
        "steps": "登录后点“缴费”\n绑定户号\n核对金额后付款",
        "steps_en": "Sign in and tap “缴费” (Pay)\nAdd the account number\nCheck the amount and pay",
        "documents": "户号\n手机号",
        "documents_en": "Account number\nMobile number",
        "payment_methods": ["wechat", "alipay", "bank_card"],
        "hours": "00:00-24:00",
        "capacity_per_hour": 2000,
    },
)


def load(now: datetime) -> None:
    """The sample channels, where there are none yet."""
    if OnlineChannel.objects.exists():
        return
    for rank, fields in enumerate(CHANNELS, start=1):
        OnlineChannel.objects.create(rank=10 * rank, **fields)
