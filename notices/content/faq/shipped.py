"""The answers that ship with the system, in plain Chinese and English; the organisation edits them.

They are said to the public as they stand. What only agents are to look up or write down is in the notes.
"""

from typing import Final, NamedTuple

from incidents.response.hotline.choices import Question

from .words import FaqWords


class Shipped(NamedTuple):
    slug: str
    topic: Question
    keywords: str
    question: str
    question_en: str
    answer: str
    answer_en: str
    note: str = ""
    note_en: str = ""
    category: str = ""

    def words(self, rank: int) -> FaqWords:
        return FaqWords(**{name: value for name, value in self._asdict().items() if name != "slug"}, rank=rank)


ANSWERS: Final = (
    Shipped(
        "where", Question.WHERE, "地点 窗口 网点 附近 人工 counter",
        "自助终端停用了，现在到哪里缴费？",
        "The terminal is out of service. Where can I pay now?",
        "有四种办法：\n一、到公告上写的人工窗口。\n二、用手机扫公告上的二维码。\n三、用微信、支付宝、网站或手机应用线上缴费。\n"
        "四、拨打热线 {hotline}，我们告诉您最近的地点。\n各网点的窗口和时间以现场公告和公告网页为准：{status}",
        "There are four ways:\n1. Go to the counter named on the notice.\n2. Scan the QR code on the notice with your phone.\n"
        "3. Pay online: WeChat, Alipay, the website or the app.\n4. Call {hotline}; we tell you the nearest place.\n"
        "Counters and hours of each site are on the notice there and at {status}",
        "先看本页事件的替代方案：有人工窗口的，说明地点和服务时间；没有的，说明线上渠道或公告上写明的邻近网点。",
        "Look at the incident's substitutes: tell the counter's place and hours if there is one; else online, or the "
        "neighbouring site named on the notice.",
    ),
    Shipped(
        "counter", Question.WHERE, "人工窗口 排队 取号 营业时间 服务时间 counter queue",
        "人工窗口怎样办理？要排队吗？",
        "How does the counter work? Do I have to queue?",
        "到窗口先取号：请工作人员打印，或用手机扫取号码。轮到您时叫号，不用站着等。\n"
        "告诉工作人员户号和要交的费用，付款后会拿到凭据。\n老年人、残障人士、孕妇、带婴幼儿的人和病人优先办理。",
        "Take a number first: staff print one, or you scan the code with your phone. You are called when it is your turn; "
        "you need not stand in line.\nTell the staff your account number and what you want to pay. You get a receipt.\n"
        "People who are elderly, disabled, pregnant, with an infant or ill come first.",
    ),
    Shipped(
        "cash", Question.WHERE, "现金 零钱 纸币 硬币 手续费 cash coins",
        "可以付现金吗？要收手续费吗？",
        "Can I pay cash? Is there a fee?",
        "可以付现金，不收手续费，也不要求您改用别的方式。\n请到人工窗口；没有窗口的网点，请问现场工作人员，或拨打 {hotline} 问最近的收现金地点。",
        "Yes. Cash costs nothing extra, and nobody asks you to pay another way.\nGo to the counter. Where there is none, ask the "
        "staff, or call {hotline} for the nearest place that takes cash.",
        "没有窗口的网点，请查公告上的邻近网点，告诉来电人地址。不得拒收现金，不得收取费用。",
        "Where there is no counter, look up the neighbouring site on the notice and tell its address. Cash is never refused "
        "and never costs extra.",
    ),
    Shipped(
        "online", Question.HOW, "线上 手机 微信 支付宝 网站 应用 app online wechat alipay",
        "怎样在手机或网上缴费？",
        "How do I pay on my phone or online?",
        "打开微信、支付宝、官方网站或手机应用，找到缴费，选择业务，输入户号。\n核对姓名和金额，确认无误后付款。\n"
        "付款后请保留付款记录。看到“处理中”请等一等，不要重复付款。",
        "Open WeChat, Alipay, the official website or app, choose payments and the service, and enter your account number.\n"
        "Check name and amount, then pay.\nKeep the payment record. If it says “processing”, please wait and do not pay again.",
        "按事件页上线上渠道的步骤逐步引导。",
        "Lead the caller through the steps of the online channel on the incident's page.",
    ),
    Shipped(
        "qr", Question.HOW, "二维码 扫码 扫一扫 应急码 qr scan",
        "怎样扫公告上的二维码缴费？",
        "How do I pay with the QR code on the notice?",
        "用微信、支付宝或手机相机扫公告上的二维码。\n核对页面上的单位和网点，输入户号，看清金额后付款。\n不收手续费。",
        "Scan the code on the notice with WeChat, Alipay or your camera.\nCheck the organisation and site shown, enter your "
        "account number, check the amount, pay.\nThere is no fee.",
    ),
    Shipped(
        "qr-not-working", Question.HOW, "二维码 打不开 失效 过期 停用 expired",
        "二维码打不开，或提示已停用，怎么办？",
        "The QR code does not open or says it is no longer valid. What now?",
        "二维码可能已经停用或过期，打开的页面会写明现在能用的办法。\n也可以到人工窗口，或拨打 {hotline}。\n以最新的公告为准。",
        "It may have been stopped or have expired; the page that opens says what works now.\nYou may also go to the counter or "
        "call {hotline}.\nThe latest notice holds.",
    ),
    Shipped(
        "hotline", Question.HOW, "电话 热线 打电话 回电 phone call",
        "打热线电话能办什么？",
        "What can the hotline do for me?",
        "拨打 {hotline}，我们告诉您到哪里缴费、带什么、什么时候恢复，帮您一步一步在手机上缴费，也可以登记扣款问题。\n"
        "一时占线的，可以请我们回电，老年人和残障人士先回。\n我们不会在电话里问您的银行卡号、密码或验证码。",
        "Call {hotline}. We tell you where to pay, what to bring and when service is back, help you step by step to pay on your "
        "phone, and take down payment problems.\nIf the line is busy we call you back, elderly and disabled people first.\n"
        "We never ask for card numbers, passwords or verification codes.",
    ),
    Shipped(
        "bring", Question.BRING, "身份证 户号 证件 资料 账单 documents id",
        "缴费要带什么？",
        "What do I have to bring?",
        "身份证和户号。不记得户号的，带缴费卡或最近的账单。\n在网上或扫码缴费只要户号。",
        "Your ID card and your account number. If you do not know the number, bring the payment card or a recent bill.\n"
        "Online or with the QR code the account number is enough.",
    ),
    Shipped(
        "priority-service", Question.PRIORITY, "老人 老年人 残疾 残障 轮椅 孕妇 优先 大字 elderly disabled",
        "老年人、残障人士怎样优先办理？",
        "How do elderly and disabled people come first?",
        "到窗口告诉任何一位工作人员就行，不用证明。孕妇、带婴幼儿的人和病人也一样。\n"
        "需要轮椅位、大字材料、写字交流、方言或有人陪同的，请直接说。\n"
        "不方便出门的，可以请人代办，或拨打 {hotline}。",
        "Tell any member of staff at the counter; no proof is needed. This also holds for people who are pregnant, with an "
        "infant or ill.\nSay what helps you: room for a wheelchair, large print, writing things down, dialect, somebody beside "
        "you.\nIf you cannot come, somebody may pay for you, or call {hotline}.",
        "先问来电人是否需要优先，只记类别，不要求证明。需要回电的排在前面。",
        "Ask whether the caller needs priority; note only the category and ask for no proof. Call-backs come first.",
    ),
    Shipped(
        "proxy", Question.PRIORITY, "代办 家人 子女 代交 不会用手机 老人 proxy",
        "可以请别人代交吗？",
        "Can somebody else pay for me?",
        "可以。家人、邻居或社区工作人员都可以代交，只要您的户号，不用您的身份证和委托书。\n代交的人不需要知道您的密码。",
        "Yes. Family, neighbours or community workers may pay for you with your account number alone; neither your ID card nor a "
        "letter is needed.\nThey never need your password.",
    ),
    Shipped(
        "not-credited", Question.PAID_TWICE, "扣款 扣钱 未到账 没到账 不到账 到账 charged missing",
        "钱已经扣了，但没有到账，怎么办？",
        "Money was taken but the payment does not show. What now?",
        "请先不要重复付款。我们会与支付渠道核对，一般一个工作日内到账，或原路退回。\n"
        "请保留付款记录，记下时间和终端编号。超过一个工作日没有结果的，请拨打 {hotline}。",
        "Please do not pay again yet. We check with the payment channel; usually within one working day it is booked or goes back "
        "the way it came.\nKeep the payment record and note the time and the terminal's number. If nothing has happened after one "
        "working day, call {hotline}.",
        "登记网点、终端编号和扣款时间，需要的话列入回电。",
        "Write down site, terminal and time; offer a call-back.",
    ),
    Shipped(
        "charged-twice", Question.PAID_TWICE, "重复 扣款 扣了两次 两次 多扣 退款 twice refund",
        "重复扣款了，怎样退？",
        "I was charged twice. How do I get it back?",
        "核对后，多扣的钱原路退回，您不用再办手续。请保留两次付款的记录。\n退款不需要您点链接，也不需要验证码。",
        "After checking, what was charged too much goes back the way it came; you need not do anything. Please keep both payment "
        "records.\nFor a refund you never have to open a link or give a code.",
        "登记两次扣款的时间和金额，列入回电。",
        "Write down time and amount of both payments; add a call-back.",
    ),
    Shipped(
        "receipts", Question.RECEIPT, "票据 发票 凭条 收据 打印 receipt invoice",
        "没有打印凭条，怎样取得票据或发票？",
        "No slip was printed. How do I get a receipt or an invoice?",
        "线上缴费的，在付款的地方可以查看电子票据。\n需要纸质票据或发票的，终端恢复后补打，或到人工窗口开具。\n人工窗口收款当场给凭据。",
        "If you paid online, the electronic receipt is where you paid.\nA paper receipt or invoice is printed once the terminal is "
        "back, or made out at the counter.\nAt the counter you get a receipt at once.",
    ),
    Shipped(
        "when", Question.UNTIL, "恢复 什么时候 多久 修好 时间 when back",
        "什么时候恢复？",
        "When will it be back?",
        "预计时间写在现场公告和公告网页上：{status}\n没有写时间的，说明还在抢修。有变化时公告会更新，恢复后也会公布。",
        "The expected time is on the notice at the site and at {status}\nWhere no time is given, repair is still going on. The "
        "notice is updated when anything changes, and says when service is back.",
        "请看本页事件的预计恢复时间；没有的，按上面回答，不要自行估计。",
        "See the incident's expected time; if there is none, answer as above and do not guess.",
    ),
    Shipped(
        "late-fees", Question.UNTIL, "逾期 滞纳金 违约金 停电 停水 欠费 late fee",
        "因为终端停用交晚了，会收滞纳金或停供吗？",
        "I am late because of the outage. Is there a late fee, or will I be cut off?",
        "请先用人工窗口、线上、扫码或电话的办法缴费，这些办法都不另收费。\n"
        "确实因为终端停用没能按时交的，请拨打 {hotline} 登记，由业务部门按规定处理并答复您。",
        "Please pay at the counter, online, with the QR code or by phone; none of them costs extra.\nIf the outage did keep you "
        "from paying in time, call {hotline} and have it written down; the department decides by its rules and answers you.",
        "登记来电并列入回电；不要承诺减免。",
        "Write the call down with a call-back. Do not promise anything.",
    ),
    Shipped(
        "swallowed", Question.FAULT, "吞卡 卡 纸币 卡住 吞钱 jam card",
        "卡或现金被终端吞了，怎么办？",
        "The terminal kept my card or cash. What now?",
        "请不要离开，马上告诉现场工作人员，或拨打 {hotline}，报终端机身上的编号。\n工作人员会到场处理。不要让陌生人帮忙取。",
        "Please stay there, tell the staff at once, or call {hotline} and say the number on the terminal's body.\nStaff come and "
        "deal with it. Do not let strangers help.",
        "登记设备编号和“卡被吞”或“纸币卡住”；现场人员到不了的，列入回电。",
        "Write down the terminal's number and what is stuck; if staff cannot come, add a call-back.",
    ),
    Shipped(
        "safe-qr", Question.SAFETY, "二维码 安全 假的 真假 诈骗 被覆盖 贴换 fraud fake",
        "二维码安全吗？怎样识别假二维码？",
        "Is the QR code safe? How do I recognise a false one?",
        "真的二维码印在公告上，不是另外贴上去的。扫码后的页面会写明单位和网点，网址与公告上印的一致。\n"
        "看到贴上去的纸条、单位名称不对、要银行卡密码或验证码、要求转给个人的，都是假的。\n"
        "请不要付款，也不要撕下，马上告诉工作人员或拨打 {hotline}。已经付了款的，请联系支付平台并报警（110）。",
        "The true code is printed on the notice, not pasted on it. The page that opens names the organisation and the site, and "
        "its address is the one printed on the notice.\nA sticker on top, a wrong name, a request for a card password or a code, "
        "or a transfer to a private person: it is false.\nDo not pay and do not tear it off; tell the staff or call {hotline}. If "
        "you have paid, call the payment platform and the police (110).",
        "登记设备编号和“二维码被覆盖或替换”，系统会立即预警，值班人员可作废该网点的二维码。",
        "Write down the terminal and that its code was covered; it is warned of at once and the site's codes can be revoked.",
    ),
    Shipped(
        "privacy", Question.SAFETY, "隐私 个人信息 身份 保存 privacy data",
        "你们会保存我的个人信息吗？",
        "Do you keep my personal data?",
        "看公告和本页不需要登录，也不记录您是谁。取号只记号码和您自己说的优先类别。\n"
        "热线只保存隐去中间几位的号码；请我们回电的，号码保存到回电为止。\n我们不会索要密码或验证码。",
        "Reading the notices and this page needs no login, and we do not record who you are. For a number in the queue we keep only "
        "the number and the priority category that you name.\nThe hotline keeps your number masked; for a call-back we keep it "
        "until you have been called.\nWe never ask for passwords or verification codes.",
    ),
    Shipped(
        "complaint", Question.COMPLAINT, "投诉 意见 建议 赔偿 complaint",
        "要投诉或提意见，找谁？",
        "Whom do I tell about a complaint?",
        "请告诉现场工作人员，或拨打 {hotline}。我们会完整记录，由值班经理答复您。",
        "Tell the staff or call {hotline}. We write it down in full, and the duty manager answers you.",
        "先致歉并完整记录，列入回电，由值班经理答复。",
        "Apologise, write it down in full, add a call-back; the duty manager answers.",
    ),
)  # fmt: skip
