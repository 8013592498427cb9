"""The checklist of a new installation: what the plan asks of a staffed point, to be edited by the organisation."""

from .choices import CheckCode, CheckPhase
from .models_opening import CheckDefault

#: phase, code, Chinese, English
ITEMS = (
    (CheckPhase.OPENING, "", "位置已标识，排队区和指引牌已摆放", "Place marked, queueing area and signs set up"),
    (CheckPhase.OPENING, CheckCode.STAFF, "人员到位，佩戴统一标识", "Staff in place, wearing their badges"),
    (CheckPhase.OPENING, "", "POS机试刷成功", "Test payment on the POS terminal succeeded"),
    (CheckPhase.OPENING, "", "小票打印机正常", "Receipt printer works"),
    (CheckPhase.OPENING, CheckCode.CASH, "备用金已清点", "Cash float counted"),
    (CheckPhase.OPENING, "", "优先窗口或优先标识已设置", "Priority window or priority sign in place"),
    (CheckPhase.OPENING, "", "公告已张贴", "Notice is hanging"),
    (CheckPhase.OPENING, "", "人员知晓应急热线号码", "Staff know the hotline number"),
    (CheckPhase.CLOSING, CheckCode.EQUIPMENT_BACK, "设备已归还", "Equipment is back"),
    (CheckPhase.CLOSING, CheckCode.CASH_BACK, "备用金已交回清点", "Cash returned and counted"),
    (CheckPhase.CLOSING, "", "排队区、指引牌和公告已撤除", "Queueing area, signs and notices removed"),
)


def built_in() -> list[CheckDefault]:
    """Unsaved rows."""
    return [
        CheckDefault(phase=phase, code=code, text=text, text_en=english, position=10 * number)
        for number, (phase, code, text, english) in enumerate(ITEMS, start=1)
    ]


def in_use() -> list[CheckDefault]:
    """What a counter gets that is set up now: the organisation's items, or these as long as it has none."""
    rows = list(CheckDefault.objects.all()) or built_in()
    return [row for row in rows if row.is_active]
