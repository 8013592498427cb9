"""Notices to look at: the facts of a few, their pages as pictures, and what can be measured on those."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from incidents.response.online import signing
from notices.content import wording as w
from notices.content import wording_en
from notices.printing import document, rules
from tests.conftest import CST
from tests.printed import characters, dark, fonts, pages

__all__ = ["characters", "dark", "fonts", "pages"]

CHECK = "K7M4Q3XR34AC"
NOW = datetime(2026, 11, 23, 12, 20, tzinfo=CST)
OUTAGE = w.Outage(
    number="YJ-20261123-0001", is_drill=False, is_confirmed=True, category="external", cause="NET_DOWN", grouping="line",
    scope="regional", payment_method="", region="黄浦区", affected_sites=5,
    began_at=datetime(2026, 11, 23, 12, 0, tzinfo=CST), expected_until=datetime(2026, 11, 23, 16, 0, tzinfo=CST),
)  # fmt: skip
PLACE = w.Place(
    code="310101-0001", name="黄浦区供水营业厅1号网点", hours="08:30-12:00,13:30-17:30", phone="021-63210000",
    stopped=tuple(f"{number:02d}号" for number in range(1, 7)), running=0, methods=("wechat", "alipay", "cash"),
    services=("水费", "电费", "燃气费"),
)  # fmt: skip
COUNTER = w.Way("counter", "一楼大厅3号窗口", "12:30-17:30")
NEIGHBOUR = w.Neighbour("黄浦区燃气营业厅4号网点", "应急路128号", 1.24)
LONG_PLACE = replace(
    PLACE, name="上海市黄浦区人民政府政务服务中心（自助缴费服务大厅）第一分中心", phone="0999-12345678-8001", running=8,
    methods=("wechat", "alipay", "bank_card", "cash"),
    services=("居民生活用水水费", "居民生活用电电费", "管道天然气燃气费", "有线数字电视收视费", "供暖费"),
)  # fmt: skip
LONG_OUTAGE = replace(
    OUTAGE, is_confirmed=False, expected_until=None, cause="", grouping="site", affected_sites=128,
    region="新疆维吾尔自治区博尔塔拉蒙古自治州阿拉山口市",
)  # fmt: skip
LONG_WAYS = (
    w.Way("counter", "政务服务中心一号楼二层综合服务大厅东侧临时人工缴费窗口（原医保窗口）", "08:30-12:00,13:30-17:30"),
    w.Way("counter", "门诊楼一层导医台旁移动缴费服务点", "00:00-24:00"),
    w.Way("online", "“随申办市民云”应用和微信公众号“上海水务服务”", ""),
)
LONG_NEIGHBOUR = w.Neighbour(
    "上海市黄浦区南京东路街道社区事务受理服务中心自助缴费服务点", "上海市黄浦区南京东路街道人民路100弄12号1层", 3.4
)


def facts(outage=OUTAGE, place=PLACE, ways=(COUNTER,), neighbour=NEIGHBOUR, number=1, **given):
    """The stored facts of a notice."""
    values: dict[str, Any] = {
        "organisation": "自助缴费运营中心",
        "issuer": "李敏",
        "hotline": "12345",
        "version": 1,
    } | given
    content = w.content(
        outage, place, ways, neighbour, organisation=values["organisation"], hotline=values["hotline"], now=NOW
    )
    content["english"] = wording_en.content(outage, place, ways, neighbour, hotline=values["hotline"], now=NOW)
    expires_at = rules.expires_at(outage.expected_until, NOW)
    claims = signing.Claims("K7M4Q3XR", content["terminal"], place.code, content["service"], outage.number, expires_at)
    return content | {
        "number": rules.number(NOW.date(), number), "version": values["version"], "issuer": values["issuer"],
        "url": signing.signed_url(
            claims, base_url="https://pay.example.cn", keys={"k1": "secret"}, allowed_hosts=["pay.example.cn"]
        ),
        "check_url": f"https://ops.example.cn/v/{CHECK}",
        "issued_at": NOW.isoformat(), "issued_on": w.date(NOW), "expires_at": expires_at.isoformat(),
        "valid_until": w.moment(expires_at),
    }  # fmt: skip


CASES = {
    "typical": facts,
    "one terminal": lambda: facts(replace(OUTAGE, scope="single_point"), replace(PLACE, stopped=("03号",), running=5), ()),
    "bare": lambda: facts(
        replace(OUTAGE, scope="site_wide", expected_until=None),
        replace(PLACE, name="东门", phone="", services=("水费",)), (), None,
    ),
    "one method": lambda: facts(replace(OUTAGE, payment_method="wechat", scope="network_wide", region="全网")),
    "drill": lambda: facts(replace(OUTAGE, is_drill=True)),
    "longest": lambda: facts(
        LONG_OUTAGE, LONG_PLACE, LONG_WAYS, LONG_NEIGHBOUR, issuer="阿卜杜热合曼·买买提",
        organisation="上海市城市公共事业自助缴费应急运营服务中心", hotline="400-820-8820转人工服务", version=12,
    ),
    "longest drill": lambda: facts(replace(LONG_OUTAGE, is_drill=True), LONG_PLACE, LONG_WAYS, LONG_NEIGHBOUR),
}  # fmt: skip


@cache
def printed(case, form="a4"):
    return document.render([CASES[case]()], form)


@cache
def pictures(case, dpi, form="a4"):
    return pages(printed(case, form).pdf, dpi)


def watermarked(picture):
    """The share of a page that has the watermark's grey."""
    return sum(count for count, value in picture.getcolors() if value == 0xE4) / (picture.width * picture.height)


@cache
def font(weight, size):
    path = next(Path("/usr/share/fonts").rglob(f"NotoSansCJK-{weight}.ttc"))
    for index in range(20):
        found = ImageFont.truetype(str(path), size, index=index)
        if found.getname()[0] == "Noto Sans CJK SC":
            return found
    raise AssertionError(path)


def drawn(character, weight, size):
    """A character as the font itself draws it, cropped to its ink."""
    picture = Image.new("L", (size * 2, size * 2), 255)
    ImageDraw.Draw(picture).text((size // 2, size // 2), character, font=font(weight, size), fill=0)
    return picture.crop(dark(picture))


def correlation(one, other):
    """Pearson's, of two pictures brought to the same size: 1 is the same picture."""
    size = (48, 48)
    a, b = (list(picture.resize(size, Image.Resampling.BILINEAR).tobytes()) for picture in (one, other))
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    covariance = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    spread = sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)
    return covariance / spread**0.5


def overlap(a, b):
    """The common area of two boxes, in square points."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(width, 0) * max(height, 0)
