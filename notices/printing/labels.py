"""The fixed words of a sheet in its two languages. Pure; like wording, they are no message ids: paper has its own language."""

from typing import Final

CHINESE: Final = {
    "language": "zh-CN", "drill": "【演练】", "watermark": "演练", "ways": "您可以这样缴费", "hotline": "应急热线",
    "phone": "网点电话", "seal": "（盖章处）", "unit": "发布单位", "issuer": "签发人", "approver": "审核人",
    "submitter": "经办人", "both": "审核签发", "issued": "发布日期",
    "valid": "有效期至", "until": "张贴至", "number": "编号", "latest": "以最新公告为准", "more": "接下页", "back": "接上页",
    "check": "查验", "check_alt": "查验本公告是否有效", "code": "缴费二维码", "slip": "其余内容见网点公告",
    "cut": "✂", "stamp": "（盖章）",
}  # fmt: skip
ENGLISH: Final = {
    **CHINESE, "language": "en", "drill": "[DRILL]", "ways": "How to pay now", "hotline": "Hotline", "phone": "Site",
    "seal": "(seal)", "unit": "Issued by", "issuer": "Signed", "approver": "Approved",
    "submitter": "Prepared by", "both": "Approved and issued by", "issued": "Date",
    "valid": "Valid until", "until": "Posted until", "number": "No.", "latest": "The newest notice holds", "more": "continued",
    "back": "continued from the page before", "check": "Check", "check_alt": "Check whether this notice still holds",
    "code": "Code for paying",
}  # fmt: skip


#: a title's lines do not end inside these
TITLE_WORDS: Final = (
    "自助终端", "自助缴费", "终端", "缴费", "暂停", "服务", "公告", "恢复", "正常", "受理", "微信支付", "支付宝", "银行卡", "现金", "部分", "网点", "检修",
    "预告", "停用", "更新", "使用", "通信", "线路", "中断", "供电", "停电", "停网", "计划", "可正常", "燃气", "自来水", "电费", "水费",
)  # fmt: skip


def version(number: int, language: str) -> str:
    """Nothing for the first version."""
    if number < 2:
        return ""
    return f"version {number}" if language == "en" else f"第{number}版"
