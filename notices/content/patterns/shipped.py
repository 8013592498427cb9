"""The templates that ship with the system, in plain Chinese and English; the organisation changes them.

For every kind there is one that always holds, so that a notice can be written whatever an organisation has switched off.
"""

from collections.abc import Mapping
from typing import Final

from incidents.monitoring.choices import Category, Scope
from notices.content.choices import Language, NoticeKind

from .choices import Case
from .rules import Pattern

_SAME: Final = {"instead": "{ways}", "cash": "{cash}", "bring": "{bring}", "priority": "{priority}"}

_ALERT: Final = {
    Language.ZH: {
        **_SAME,
        "title": "{area}自助缴费暂停服务",
        "short": "{area}自助缴费暂停服务，{expected}。原因：{cause}。{cash_short}，不另收费；咨询电话{hotline}。",
        "lead": "{began}起，{places}的自助缴费终端暂停服务。原因：{cause}，共{terminals}。"
        "我们正在抢修，{expected}。给您带来不便，深表歉意。",
        "until": "{until}",
    },
    Language.EN: {
        **_SAME,
        "title": "Payment terminals out of service: {area}",
        "short": "Payment terminals are out of service: {area}. {cash_short}. Call {hotline}.",
        "lead": "Payment terminals have been out of service since {began}: {places}. Reason: {cause}; {terminals}. "
        "We are repairing them; {expected}. We are sorry for the trouble.",
        "until": "{until}",
    },
}
_UPDATE: Final = {
    Language.ZH: {
        **_SAME,
        "title": "{area}自助缴费暂停服务（更新）",
        "short": "{area}自助缴费仍在抢修，{expected}。{cash_short}，不另收费；咨询电话{hotline}。",
        "lead": "{places}的自助缴费终端仍暂停服务。原因：{cause}。{changes}。{expected}。给您带来不便，深表歉意。",
        "until": "{until}",
    },
    Language.EN: {
        **_SAME,
        "title": "Update: payment terminals, {area}",
        "short": "Payment terminals are still out of service: {area}. {cash_short}. Call {hotline}.",
        "lead": "Payment terminals are still out of service: {places}. Reason: {cause}. {changes}. "
        "As things stand, {expected}. We are sorry for the trouble.",
        "until": "{until}",
    },
}
_ALL_CLEAR: Final = {
    Language.ZH: {
        "title": "{area}自助缴费恢复正常",
        "short": "{area}自助缴费已于{restored}恢复。{cash_short}。扣款未到账请勿重复缴费，咨询电话{hotline}。",
        "lead": "{restored}起，{places}的自助缴费终端恢复正常。感谢您的耐心等候。"
        "故障期间已扣款但没有到账的，我们会逐笔核对，入账或退回；请勿重复缴费。",
        "until": "已于{restored}恢复",
        "instead": "自助终端、线上缴费和人工窗口均可办理\n扣款未到账：请保留凭证，拨打{hotline}查询",
        "cash": "{cash}",
        "bring": "{bring}",
        "priority": "{priority}",
    },
    Language.EN: {
        "title": "Payment terminals work again: {area}",
        "short": "Terminals restored at {restored}: {area}. {cash_short}. Money taken but not credited: call {hotline}.",
        "lead": "Payment terminals have worked again since {restored}: {places}. Thank you for your patience. "
        "If money was taken but not credited, we check every payment and credit or return it; please do not pay twice.",
        "until": "Restored at {restored}",
        "instead": "Pay at terminals, online or at a counter\nMoney taken but not credited: keep the receipt and call {hotline}",
        "cash": "{cash}",
        "bring": "{bring}",
        "priority": "{priority}",
    },
}
_FALSE_ALARM: Final = {
    Language.ZH: {
        **_ALL_CLEAR[Language.ZH],
        "title": "{area}自助缴费可正常使用",
        "short": "经核实，{area}自助缴费可正常使用，此前的公告作废。{cash_short}；咨询电话{hotline}。",
        "lead": "经核实，{places}的自助缴费终端可以正常使用。此前发布的暂停服务公告作废。给您带来不便，深表歉意。",
        "until": "可正常使用",
        "instead": "自助终端、线上缴费和人工窗口均可办理",
    },
    Language.EN: {
        **_ALL_CLEAR[Language.EN],
        "title": "Payment terminals are working: {area}",
        "short": "We have checked: payment terminals work, {area}. {cash_short}. Call {hotline}.",
        "lead": "We have checked: the payment terminals work. Place: {places}. Our earlier notice no longer holds. "
        "We are sorry for the trouble.",
        "until": "Working normally",
        "instead": "Pay at terminals, online or at a counter",
    },
}
_MAINTENANCE: Final = {
    Language.ZH: {
        **_SAME,
        "title": "{area}自助终端检修预告",
        "short": "{began}至{until}，{area}自助终端检修停用。{cash_short}；咨询电话{hotline}。",
        "lead": "{places}的自助缴费终端暂停使用。时间：{began}至{until}。检修内容：{work}。请提前安排，给您带来不便，深表歉意。",
        "until": "{until}",
    },
    Language.EN: {
        **_SAME,
        "title": "Planned maintenance: terminals, {area}",
        "short": "Payment terminals will be out of use from {began} to {until}: {area}. {cash_short}. Call {hotline}.",
        "lead": "Payment terminals will be out of use from {began} to {until}: {places}. Work: {work}. "
        "We are sorry for the trouble.",
        "until": "{until}",
    },
}

#: kind, cause, scope, case: what it says otherwise than the general one of its kind
_OTHERWISE: Final[Mapping[tuple[str, str, str, str], Mapping[str, Mapping[str, str]]]] = {
    (NoticeKind.ALERT, Category.HARDWARE, "", ""): {
        Language.ZH: {
            "title": "{area}自助终端暂停服务",
            "lead": "{began}起，{places}的{terminals}暂停服务。原因：{cause}。工程师正在维修或更换，{expected}。"
            "给您带来不便，深表歉意。",
        },
        Language.EN: {
            "lead": "Payment terminals have been out of service since {began}: {places}. Reason: {cause}; {terminals}. "
            "Engineers are repairing or replacing them; {expected}. We are sorry for the trouble.",
        },
    },
    (NoticeKind.ALERT, Category.HARDWARE, Scope.SINGLE_POINT, ""): {
        Language.ZH: {
            "title": "{area}部分自助终端暂停服务",
            "short": "{area}{terminals}暂停服务，{expected}。原因：{cause}。{cash_short}，不另收费；咨询电话{hotline}。",
            "lead": "{began}起，{places}的{terminals}暂停服务。原因：{cause}。工程师正在维修或更换，{expected}。"
            "没有故障的终端可照常使用。给您带来不便，深表歉意。",
        },
        Language.EN: {
            "title": "Some payment terminals out of service: {area}",
            "lead": "Some payment terminals have been out of service since {began}: {places}. Reason: {cause}; {terminals}. "
            "Engineers are repairing or replacing them; {expected}. Other terminals work as usual. We are sorry for the trouble.",
        },
    },
    (NoticeKind.ALERT, Category.SOFTWARE, "", ""): {
        Language.ZH: {
            "lead": "{began}起，{places}的自助缴费终端暂停服务。原因：{cause}。技术人员正在处理，{expected}。"
            "如已扣款但没有到账，请勿重复缴费，我们会逐笔核对。给您带来不便，深表歉意。",
        },
        Language.EN: {
            "lead": "Payment terminals have been out of service since {began}: {places}. Reason: {cause}. "
            "We are working on it; {expected}. If money was taken but not credited, please do not pay twice: "
            "we check every payment. We are sorry for the trouble.",
        },
    },
    (NoticeKind.ALERT, Category.EXTERNAL, "", ""): {
        Language.ZH: {
            "lead": "{began}起，{places}的自助缴费终端暂停服务。原因：{cause}，共{terminals}。"
            "我们正与相关单位一起抢修，{expected}。给您带来不便，深表歉意。",
        },
        Language.EN: {
            "lead": "Payment terminals have been out of service since {began}: {places}. Reason: {cause}; {terminals}. "
            "We are working with the companies concerned; {expected}. We are sorry for the trouble.",
        },
    },
    (NoticeKind.ALERT, Category.HUMAN, "", ""): {
        Language.ZH: {
            "lead": "{began}起，{places}的自助缴费终端暂停服务，以便核对。原因：{cause}。{expected}。"
            "您的账户和款项以核对结果为准，多收的款项会退回。给您带来不便，深表歉意。",
        },
        Language.EN: {
            "lead": "Payment terminals have been out of service since {began} so that we can check and correct them: {places}. "
            "Reason: {cause}. For now, {expected}. Anything charged too much will be returned. We are sorry for the trouble.",
        },
    },
    (NoticeKind.ALERT, "", "", Case.METHOD): {
        Language.ZH: {
            "title": "{area}暂停受理{method}",
            "short": "{area}自助终端暂停受理{method}，{expected}。其他支付方式照常使用，{cash_short}；咨询电话{hotline}。",
            "lead": "{began}起，{places}的自助终端暂停受理{method}。其他支付方式照常使用。我们正在抢修，{expected}。"
            "如已扣款但没有到账，请勿重复缴费。给您带来不便，深表歉意。",
        },
        Language.EN: {
            "title": "{area}: {method} not available",
            "short": "Terminals do not take {method} for now: {area}. {cash_short}. Call {hotline}.",
            "lead": "Terminals have not taken {method} since {began}: {places}. All other ways to pay work as usual. "
            "We are working on it; {expected}. If money was taken but not credited, please do not pay twice. "
            "We are sorry for the trouble.",
        },
    },
    (NoticeKind.ALERT, "", Scope.NETWORK_WIDE, ""): {
        Language.ZH: {
            "title": "自助缴费暂停服务",
            "short": "各地自助缴费暂停服务，{expected}。原因：{cause}。{cash_short}，不另收费；咨询电话{hotline}。",
            "lead": "{began}起，各地{sites}的自助缴费终端暂停服务。原因：{cause}，共{terminals}。"
            "我们正在全力抢修，{expected}。给您带来不便，深表歉意。",
        },
        Language.EN: {
            "title": "Payment terminals out of service everywhere",
            "short": "Payment terminals are out of service everywhere. {cash_short}. Call {hotline}.",
        },
    },
    (NoticeKind.UPDATE, Category.HARDWARE, "", ""): {
        Language.ZH: {
            "lead": "{places}的{terminals}仍在维修或更换。原因：{cause}。{changes}。{expected}。",
        },
        Language.EN: {
            "lead": "Payment terminals are still being repaired or replaced: {places}. Reason: {cause}. {changes}. "
            "As things stand, {expected}.",
        },
    },
    (NoticeKind.UPDATE, Category.HARDWARE, Scope.SINGLE_POINT, ""): {
        Language.ZH: {
            "title": "{area}部分自助终端停用（更新）",
            "lead": "{places}的{terminals}仍在维修或更换。原因：{cause}。{changes}。{expected}。没有故障的终端可照常使用。",
        },
        Language.EN: {
            "lead": "Some payment terminals are still being repaired or replaced: {places}. Reason: {cause}. {changes}. "
            "As things stand, {expected}. Other terminals work as usual.",
        },
    },
    (NoticeKind.UPDATE, Category.SOFTWARE, "", ""): {
        Language.ZH: {
            "lead": "{places}的自助缴费终端仍暂停服务。原因：{cause}。{changes}。{expected}。已扣款但没有到账的，请勿重复缴费。",
        },
        Language.EN: {
            "lead": "Payment terminals are still out of service: {places}. Reason: {cause}. {changes}. "
            "As things stand, {expected}. If money was taken but not credited, please do not pay twice.",
        },
    },
    (NoticeKind.UPDATE, Category.EXTERNAL, "", ""): {
        Language.ZH: {
            "lead": "{places}的自助缴费终端仍暂停服务。原因：{cause}。{changes}。我们正与相关单位一起抢修，{expected}。",
        },
        Language.EN: {
            "lead": "Payment terminals are still out of service: {places}. Reason: {cause}. {changes}. "
            "We are working with the companies concerned; {expected}.",
        },
    },
    (NoticeKind.UPDATE, Category.HUMAN, "", ""): {
        Language.ZH: {
            "lead": "{places}的自助缴费终端仍在核对和修正。原因：{cause}。{changes}。{expected}。多收的款项会退回。",
        },
        Language.EN: {
            "lead": "Payment terminals are still being checked and corrected: {places}. Reason: {cause}. {changes}. "
            "As things stand, {expected}. Anything charged too much will be returned.",
        },
    },
    (NoticeKind.UPDATE, "", "", Case.METHOD): {
        Language.ZH: {
            "title": "{area}暂停受理{method}（更新）",
            "short": "{area}自助终端仍不能使用{method}，{expected}。其他支付方式照常，{cash_short}；咨询电话{hotline}。",
            "lead": "{places}的自助终端仍不能使用{method}，其他支付方式照常。{changes}。{expected}。给您带来不便，深表歉意。",
        },
        Language.EN: {
            "title": "Update: {method}, {area}",
            "short": "Terminals still do not take {method}: {area}. {cash_short}. Call {hotline}.",
            "lead": "Terminals still do not take {method}: {places}. All other ways to pay work as usual. {changes}. "
            "As things stand, {expected}. We are sorry for the trouble.",
        },
    },
    (NoticeKind.ALL_CLEAR, Category.HARDWARE, "", ""): {
        Language.ZH: {
            "lead": "{restored}起，{places}的自助缴费终端修复完毕，可以正常使用。感谢您的耐心等候。"
            "卡片或现金留在机器里的，请凭证件到现场服务台领取。",
        },
        Language.EN: {
            "lead": "The payment terminals were repaired and have worked since {restored}: {places}. Thank you for your patience. "
            "If a card or cash was left in a machine, please collect it at the service desk with your ID card.",
        },
    },
    (NoticeKind.ALL_CLEAR, Category.EXTERNAL, "", ""): {
        Language.ZH: {
            "lead": "故障已排除。{restored}起，{places}的自助缴费终端可以正常使用。感谢您的耐心等候。"
            "已扣款但没有到账的，我们会逐笔核对，入账或退回；请勿重复缴费。",
        },
        Language.EN: {
            "lead": "The fault has been repaired, and payment terminals have worked since {restored}: {places}. "
            "Thank you for your patience. If money was taken but not credited, we credit or return it; please do not pay twice.",
        },
    },
    (NoticeKind.ALL_CLEAR, Category.HUMAN, "", ""): {
        Language.ZH: {
            "lead": "{restored}起，{places}的自助缴费终端恢复正常，数据已核对。感谢您的耐心等候。"
            "多收的款项会退回原账户；如有疑问，请来电查询。",
        },
        Language.EN: {
            "lead": "Payment terminals have worked again since {restored}, and the records were checked: {places}. "
            "Thank you for your patience. Anything charged too much is returned; please call if you have questions.",
        },
    },
    (NoticeKind.ALL_CLEAR, "", "", Case.METHOD): {
        Language.ZH: {
            "title": "{area}恢复受理{method}",
            "short": "{area}自助终端{restored}起恢复受理{method}。{cash_short}。扣款未到账请勿重复缴费，咨询电话{hotline}。",
            "lead": "{restored}起，{places}的自助终端恢复受理{method}。感谢您的耐心等候。"
            "已扣款但没有到账的，我们会逐笔核对，入账或退回；请勿重复缴费。",
        },
        Language.EN: {
            "title": "{method} available again: {area}",
            "short": "Terminals take {method} again: {area}. {cash_short}. Money taken but not credited: call {hotline}.",
            "lead": "Terminals have taken {method} again since {restored}: {places}. Thank you for your patience. "
            "If money was taken but not credited, we check every payment and credit or return it; please do not pay twice.",
        },
    },
    (NoticeKind.MAINTENANCE, Category.EXTERNAL, "", ""): {
        Language.ZH: {
            "title": "{area}计划停电停网预告",
            "lead": "因供电或通信检修，{places}的自助缴费终端暂停使用。"
            "时间：{began}至{until}。内容：{work}。请提前安排，给您带来不便，深表歉意。",
        },
        Language.EN: {
            "title": "Planned power or network work: {area}",
            "lead": "Power or network work is planned. Payment terminals will be out of use from {began} to {until}: {places}. "
            "Work: {work}. We are sorry for the trouble.",
        },
    },
}  # fmt: skip

_GENERAL: Final = {
    (NoticeKind.ALERT, ""): _ALERT,
    (NoticeKind.UPDATE, ""): _UPDATE,
    (NoticeKind.ALL_CLEAR, ""): _ALL_CLEAR,
    (NoticeKind.ALL_CLEAR, Case.FALSE_ALARM): _FALSE_ALARM,
    (NoticeKind.MAINTENANCE, ""): _MAINTENANCE,
}

PATTERNS: Final = (
    *(
        Pattern(kind, language, texts[language], case=case)
        for (kind, case), texts in _GENERAL.items()
        for language in Language
    ),
    *(
        Pattern(kind, language, {**_GENERAL[NoticeKind(kind), ""][language], **texts[language]}, cause, scope, case)
        for (kind, cause, scope, case), texts in _OTHERWISE.items()
        for language in Language
    ),
)
