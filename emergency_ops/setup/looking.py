"""How far each step of the guide is, out of what the house has. Plain values in, sentences out."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.wording import listed
from resources.network.choices import ImportKind

from .facts import House
from .steps import Button, Found, State, state

#: of the terminals in service may never have reported without keeping the house from its watch; they are told all the same
SILENT_SHARE: Final = 0.05


def imports(*kinds: ImportKind) -> list[Button]:
    return [
        Button(_("导入%(kind)s") % {"kind": kind.label}, f"{reverse('network:import')}?kind={kind.value}")
        for kind in kinds
    ]


def organisation(house: House) -> Found:
    said = {
        "ORGANISATION_NAME": _("单位名称还是默认的“%(value)s”：设置 ORGANISATION_NAME。"),
        "HOTLINE": _("应急热线还是默认的 %(value)s：设置 HOTLINE。"),
        "SITE_URL": _("访问地址是 %(value)s，手机和二维码打不开：设置 SITE_URL。"),
    }
    missing = [said[name] % {"value": value} for name, value in house.organisation.items()]
    if missing:
        missing.append(_("这些是服务器上的环境变量，也可以写进安装目录的 .env 文件；改后重新启动。"))
    return Found(state(not missing), missing=missing)


def regions(house: House) -> Found:
    network = house.network
    figures = [(_("省级"), network.provinces), (_("区县"), network.districts)]
    return Found(state(network.provinces > 0), figures, buttons=[Button(_("选择区域"), reverse("setup:regions"))])


def network(house: House) -> Found:
    found = house.network
    figures = [(_("网点"), found.sites), (_("投用的终端"), found.terminals)]
    missing = [] if found.sites else [_("先导入网点，再导入终端：终端要写明属于哪个网点。")]
    buttons = imports(ImportKind.TERMINALS if found.sites else ImportKind.SITES)
    files = (ImportKind.SITES, ImportKind.TERMINALS)
    return Found(state(found.sites > 0 and found.terminals > 0, found.sites > 0), figures, missing, buttons, files)


def reports(house: House) -> Found:
    found = house.network
    silent = max(0, found.terminals - found.heard)
    figures = [(_("有效密钥"), found.keys), (_("已上报的终端"), found.heard), (_("从未上报的终端"), silent)]
    missing = []
    if not found.keys:
        missing.append(_("还没有接入密钥。"))
    if found.keys and not found.heard:
        missing.append(_("密钥已有，还没有收到第一条上报。"))
    elif silent:
        missing.append(
            ngettext("还有 %(number)d 台终端从未上报。", "还有 %(number)d 台终端从未上报。", silent)
            % {"number": silent}
        )
    done = bool(found.keys and found.heard and silent <= SILENT_SHARE * found.terminals)
    label = _("查看终端态势") if found.keys else _("建立接入密钥")
    href = reverse("monitoring:fleet") if found.keys else reverse("monitoring:keys")
    return Found(state(done, found.keys > 0), figures, missing, [Button(label, href)], extra="curl")


def people(house: House) -> Found:
    found = house.people
    figures = [(_("有效账号"), found.active), (_("系统管理员"), found.administrators), (_("岗位"), found.posts)]
    missing = []
    if found.active < 3:
        text = ngettext(
            "只有 %(number)d 个账号，至少要有指挥、值班和审核公告的人。",
            "只有 %(number)d 个账号，至少要有指挥、值班和审核公告的人。",
            found.active,
        )
        missing.append(text % {"number": found.active})
    if not found.has_commander:
        missing.append(_("还没有总指挥岗位，或没有人担任。"))
    if found.without_a:
        missing.append(_("%(number)d 个关键岗位没有A角。") % {"number": found.without_a})
    if found.without_b:
        missing.append(_("%(number)d 个关键岗位没有B角。") % {"number": found.without_b})
    if found.no_contact:
        missing.append(_("%(number)d 位关键岗位人员没有电话和邮箱。") % {"number": found.no_contact})
    files = (ImportKind.PEOPLE, ImportKind.POSTS, ImportKind.ASSIGNMENTS)
    if found.active < 3:
        buttons = imports(ImportKind.PEOPLE)
    elif not found.posts:
        buttons = imports(ImportKind.POSTS)
    else:
        buttons = [Button(_("查看AB角看板"), reverse("staff:board"))]
    return Found(state(not missing, found.posts > 0 or found.active > 1), figures, missing, buttons, files)


def duty(house: House) -> Found:
    found = house.people
    figures = [(_("值班表"), found.rotas), (_("未来七天的班次"), found.shifts_ahead)]
    missing = [] if found.has_calendar else [_("今年的节假日还没有载入。")]
    done = found.shifts_ahead > 0 and found.has_calendar
    return Found(state(done, found.rotas > 0), figures, missing, [Button(_("编排值班表"), reverse("staff:duty"))])


def depots(house: House) -> Found:
    found = house.things
    figures = [(_("备件库"), found.depots), (_("备件型号"), found.parts), (_("有货的库存"), found.stocked)]
    kind = ImportKind.DEPOTS if not found.depots else ImportKind.PARTS if not found.parts else ImportKind.RECEIPTS
    files = (ImportKind.DEPOTS, ImportKind.PARTS, ImportKind.RECEIPTS, ImportKind.EQUIPMENT)
    begun = found.depots > 0
    return Found(state(found.stocked > 0, begun), figures, buttons=imports(kind), files=files)


def plan(house: House) -> Found:
    found = house.plans
    button = [Button(_("打开应急预案"), reverse("plans:list"))]
    if found.in_force is None:
        return Found(State.OPEN, missing=[_("没有生效的预案。")], buttons=button)
    figures = [(_("生效版本"), found.in_force)]
    if found.approved_by is None:
        missing = [_("现在生效的是随系统提供的预案，还没有人批准。请修订成自己的，由另一个人批准后生效。")]
        return Found(State.BEGUN, figures, missing, button)
    return Found(State.DONE, [*figures, (_("批准人"), str(found.approved_by))], buttons=button)


def policy(house: House) -> Found:
    found = house.plans.policies
    button = [Button(_("查看升级策略"), reverse("escalation:policies"))]
    return Found(state(found > 0), [(_("升级策略"), found)], buttons=button)


def channels(house: House) -> Found:
    working = [one for one in (*house.trials, house.email) if one.standing == "working"]
    failing = [one for one in (*house.trials, house.email) if one.standing == "failing"]
    figures = [(_("已配置的渠道"), len(house.trials)), (_("测试成功"), len(working)), (_("测试失败"), len(failing))]
    missing = []
    if not working:
        missing.append(_("除了站内消息，还没有一个渠道测试成功：夜里没有人会被叫醒。"))
    untried = [one.name for one in house.trials if one.standing == "untried"]
    if untried:
        missing.append(_("还没有测试：%(names)s。") % {"names": listed(untried)})
    if failing:
        missing.append(_("有渠道测试失败，见下表。"))
    buttons = [Button(_("配置和测试渠道"), reverse("escalation:channels"))]
    done = bool(working) and not failing and not untried
    return Found(state(done, bool(house.trials)), figures, missing, buttons, extra="trials")


def notices(house: House) -> Found:
    figures = [
        (_("公告模板"), house.templates),
        (_("发布账号"), house.public_accounts),
        (_("其中验证成功"), house.public_working),
    ]
    missing = []
    if not house.public_accounts:
        missing.append(_("没有微信或微博账号：公告只会出现在状态页、纸面和终端屏幕上。"))
    elif house.public_working < house.public_accounts:
        missing.append(_("有发布账号还没有成功过。"))
    buttons = [Button(_("设置发布账号"), reverse("channels:accounts"))]
    return Found(
        state(not missing and house.templates > 0, house.templates > 0), figures, missing, buttons, extra="paper"
    )


def drill(house: House) -> Found:
    found = house.rehearsal
    if found is None:
        return Found(State.OPEN, missing=[_("还没有演练过。")], extra="drill")
    missing = []
    if not found.has_deadline:
        missing.append(_("演练没有排出时限：没有升级策略。"))
    if not found.called:
        missing.append(_("还没有人被呼叫：等待一分钟，或检查岗位和升级策略。"))
    elif not found.sent:
        missing.append(_("消息还没有送出：检查渠道和后台任务。"))
    elif not found.acknowledged:
        missing.append(_("还没有人接警：请被呼叫的人登录并点“接警确认”。"))
    elif not found.tasks:
        missing.append(_("还没有启动响应：总指挥在事件页启动后，预案的任务才会派出。"))
    figures = [
        (_("演练"), found.number),
        (_("被呼叫的人"), found.called),
        (_("送出的消息"), found.sent),
        (_("派出的任务"), found.tasks),
    ]
    button = [Button(_("打开演练事件"), reverse("incidents:detail", args=[found.number]))]
    return Found(state(not missing, begun=True), figures, missing, button, extra="drill")
