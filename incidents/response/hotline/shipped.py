"""The scripts and answers that ship with the system, in plain Chinese and English; the organisation edits them."""

from typing import Final, NamedTuple

from incidents.monitoring.choices import Category

from .choices import Question


class ShippedScript(NamedTuple):
    category: str
    title: str
    title_en: str
    text: str
    text_en: str


class ShippedAnswer(NamedTuple):
    topic: str
    category: str
    keywords: str
    question: str
    question_en: str
    answer: str
    answer_en: str


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

ANSWERS: Final = (
    ShippedAnswer(
        Question.WHERE,
        "",
        "地点 窗口 网点 附近 counter",
        "现在可以到哪里缴费？",
        "Where can I pay now?",
        "先看本页事件的替代方案：有人工窗口的，说明地点和服务时间；没有的，请用线上渠道，或到公告上写明的邻近网点。",
        "Look at the incident's substitutes: tell the counter's place and hours if there is one; else online, or the neighbouring "
        "site named on the notice.",
    ),
    ShippedAnswer(
        Question.WHERE,
        "",
        "现金 零钱 手续费 cash",
        "可以付现金吗？要收手续费吗？",
        "Can I pay cash? Is there a fee?",
        "可以。人工窗口收现金，不另收费；没有窗口的网点，请联系现场工作人员或到邻近网点。",
        "Yes. The counter takes cash at no extra charge; where there is none, ask the staff or go to the next site.",
    ),
    ShippedAnswer(
        Question.HOW,
        "",
        "线上 微信 支付宝 App 网站 online",
        "怎样在手机上缴费？",
        "How do I pay on my phone?",
        "扫公告上的应急支付二维码，或按线上渠道的步骤操作：打开渠道，选择业务，输入户号，核对姓名和金额后付款。",
        "Scan the emergency code on the notice, or follow the channel's steps: open it, choose the service, enter the account "
        "number, check name and amount, pay.",
    ),
    ShippedAnswer(
        Question.HOW,
        "",
        "老人 代办 子女 不会用手机 proxy",
        "老人不会用手机怎么办？",
        "What if an elderly person cannot use a phone?",
        "可由家人代办，只需要户号；也可以到人工窗口，老年人优先，或请现场工作人员协助。",
        "Somebody may do it for them with the account number alone; at the counter the elderly come first, and staff help.",
    ),
    ShippedAnswer(
        Question.HOW,
        "",
        "身份证 户号 材料 documents",
        "要带什么材料？",
        "What do I have to bring?",
        "身份证和户号；缴费卡或近期账单也可以。线上缴费只需要户号。",
        "ID card and account number; a payment card or a recent bill will do. Online you need only the account number.",
    ),
    ShippedAnswer(
        Question.HOW,
        "",
        "二维码 打不开 失效 过期 QR",
        "扫码打不开或提示已停用怎么办？",
        "The code does not open or says that it is no longer valid.",
        "二维码可能已作废或过期，页面会写明现在可用的方式。请不要扫来历不明的二维码，以最新公告为准。",
        "It may have been revoked or have expired; the page says what is valid now. Do not scan codes of unknown origin; the latest "
        "notice holds.",
    ),
    ShippedAnswer(
        Question.PAID_TWICE,
        "",
        "扣款 未到账 没到账 charged",
        "已经扣款但没有到账怎么办？",
        "Money was taken but the payment does not show.",
        "请不要重复支付。我们会与支付渠道核对，一般一个工作日内到账或原路退回。请登记户号所属网点和扣款时间，需要的话给您回电。",
        "Please do not pay again. We reconcile with the payment channel; it is booked or refunded usually within one working day. "
        "Write down site and time, and offer a call-back.",
    ),
    ShippedAnswer(
        Question.PAID_TWICE,
        "",
        "重复 两次 多扣 twice",
        "重复扣款怎么退？",
        "I was charged twice. How do I get it back?",
        "核对后多扣的部分原路退回，不需要您再操作。请保留付款记录。",
        "After checking, what was charged too much goes back the way it came; you need not do anything. Please keep the record.",
    ),
    ShippedAnswer(
        Question.RECEIPT,
        "",
        "票据 发票 凭条 收据 receipt invoice",
        "没有打印凭条，怎样取得票据？",
        "No slip was printed. How do I get a receipt?",
        "线上渠道可查看电子票据；需要纸质票据的，终端恢复后补打，或到人工窗口开具。",
        "Online channels show an electronic receipt; a paper one is printed once the terminal is back, or at the counter.",
    ),
    ShippedAnswer(
        Question.UNTIL,
        "",
        "恢复 时间 什么时候 修好 when",
        "什么时候恢复？",
        "When will it be back?",
        "请看本页事件的预计恢复时间；没有的，回答“正在抢修，以最新公告为准”，不要自行估计。",
        "See the incident's expected time; if there is none, say that it is being repaired and that the latest notice holds. Do not "
        "guess.",
    ),
    ShippedAnswer(
        Question.UNTIL,
        "",
        "逾期 滞纳金 停电 停水 欠费 late fee",
        "因为停机逾期了，会收滞纳金或停供吗？",
        "I am late because of the outage. Is there a fee, or will I be cut off?",
        "请登记来电并列入回电，由业务部门按规定处理；不要承诺减免。",
        "Write the call down with a call-back; the department decides by its rules. Do not promise anything.",
    ),
    ShippedAnswer(
        Question.FAULT,
        Category.HARDWARE,
        "卡 吞卡 纸币 卡住 jam",
        "卡或钱被机器吞了怎么办？",
        "The machine kept my card or money.",
        "请不要离开终端。登记设备编号和“卡被吞”或“纸币卡住”，现场人员会到场处理；到不了的，列入回电。",
        "Please stay at the terminal. Write down its number and what is stuck; staff come. If they cannot, add a call-back.",
    ),
    ShippedAnswer(
        Question.FAULT,
        "",
        "被覆盖 假二维码 诈骗 fraud",
        "发现二维码被人贴换了怎么办？",
        "Somebody has pasted over the QR code.",
        "请不要付款，也不要撕下。登记设备编号和“二维码被覆盖或替换”，系统会立即预警，值班人员可作废该网点的二维码。已付款的，建议来电人立即联系支付平台并报警。",
        "Do not pay, and do not tear it off. Write down the terminal and that its code was covered; it is warned of at once and the "
        "site's codes can be revoked. Whoever has paid should call the payment platform and the police.",
    ),
    ShippedAnswer(
        Question.COMPLAINT,
        "",
        "投诉 意见 赔偿 complaint",
        "要投诉或提意见怎么办？",
        "I want to complain.",
        "先致歉并完整记录，列入回电，由值班经理答复。",
        "Apologise, write it down in full, add a call-back; the duty manager answers.",
    ),
)
