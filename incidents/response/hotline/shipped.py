"""The scripts that ship with the system, in plain Chinese and English; the organisation edits them."""

from typing import Final, NamedTuple

from incidents.monitoring.choices import Category


class ShippedScript(NamedTuple):
    category: str
    title: str
    title_en: str
    text: str
    text_en: str


SCRIPTS: Final = (
    ShippedScript(
        "",
        "开场和结束",
        "How to begin and end",
        "您好，这里是应急缴费热线。自助终端目前暂停服务，给您带来不便，非常抱歉。请问您在哪个网点、要办什么业务？\n"
        "先问：您是否是老年人、残障人士、孕妇或带着婴幼儿、身体不适？是的话优先为您办理，不需要证明。\n"
        "按页面上的替代方案逐一说明：人工窗口的地点和时间，线上渠道怎样打开，现金在哪里付。\n"
        "不要向来电人索要银行卡号、密码或验证码。\n"
        "结束前问：还有什么可以帮您？需要我们给您回电吗？",
        "Hello, this is the emergency payment hotline. The self-service terminals are out of service at the moment; we are sorry "
        "for the trouble. At which site are you, and what do you want to pay?\n"
        "Ask first: are you elderly, disabled, pregnant or with an infant, or ill? Then you come first; no proof is needed.\n"
        "Explain the substitutes shown on this page one by one: counter and hours, how to open the online channel, where to pay "
        "cash.\n"
        "Never ask for card numbers, passwords or verification codes.\n"
        "Before you end: is there anything else? Would you like us to call you back?",
    ),
    ShippedScript(
        Category.HARDWARE,
        "设备故障",
        "Broken terminal",
        "这台终端的部件坏了，工程师正在维修或更换。旁边的终端如果正常可以照常使用。\n"
        "问清：是哪一台（机身上的编号）、屏幕上显示什么、有没有扣款、卡或纸币是否还在机器里。\n"
        "卡或现金留在机器里的，请不要离开，现场工作人员马上过来。",
        "A part of this terminal is broken and is being repaired or replaced. Terminals next to it may be used if they work.\n"
        "Ask: which one (the number on its body), what the screen says, whether money was taken, whether a card or notes are still "
        "inside.\n"
        "If a card or cash is inside, please stay there; staff are on their way.",
    ),
    ShippedScript(
        Category.SOFTWARE,
        "系统故障",
        "System fault",
        "缴费系统出现故障，技术人员正在抢修，恢复时间以公告为准。\n"
        "问清：付款有没有扣款、页面停在哪一步。已扣款未到账的会自动核对，请不要重复支付。\n"
        "引导使用线上渠道或人工窗口。",
        "The payment system has a fault and is being repaired; the notice says when it is expected back.\n"
        "Ask: was money taken, and at which step did it stop. Payments that were taken but not booked are reconciled; please do not "
        "pay twice.\n"
        "Lead to the online channels or the counter.",
    ),
    ShippedScript(
        Category.EXTERNAL,
        "停电或断网",
        "No power or no line",
        "网点停电或通信线路中断，我们正在与供电、通信单位联系抢修。\n"
        "手机有信号的可以用线上渠道；需要现金的请到人工窗口或邻近网点，不另收费。",
        "The site has no power or its line is down; we are working on it with the utilities.\n"
        "With a signal on the phone, use an online channel; for cash go to the counter or the next site, at no extra charge.",
    ),
    ShippedScript(
        Category.HUMAN,
        "数据或设置异常",
        "Wrong data or settings",
        "终端的设置或数据需要核对，为保证您的资金安全暂停使用。\n"
        "金额、余额显示不对的，请记下时间和设备编号，我们核对后给您回电。\n"
        "发现二维码被覆盖、来历不明的付款页面，请不要付款，立即登记“二维码被覆盖或替换”。",
        "Settings or records of the terminal are being checked; it is paused to keep your money safe.\n"
        "If an amount or balance looks wrong, note the time and the terminal's number; we check it and call you back.\n"
        "If a QR code has been pasted over or a payment page looks strange, do not pay; write it down as a covered code at once.",
    ),
)
