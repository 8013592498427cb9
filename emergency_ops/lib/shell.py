"""Context of every page: who looks, the navigation that the roles allow, the display settings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from . import clock
from .live_address import stream_address
from .roles import COORDINATORS, OPERATORS, Role, roles_of

#: set by the collapse button (static/js/app.js), read here so that the page is drawn right at once
RAIL_COOKIE = "eo_nav"
#: in the cache once every step of the guide is done (emergency_ops.setup)
SET_UP = "setup:done"
_WATCHERS = frozenset({*OPERATORS, Role.AUDITOR, Role.ADMINISTRATOR})
_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.AUDITOR})
_EVERYBODY = frozenset(Role)
_STOREKEEPERS = COORDINATORS | _KEEPERS | {Role.STOREKEEPER}


@dataclass(frozen=True)
class Entry:
    """A navigation entry, and for which roles.

    hidden_by: a key of the cache; the entry is not shown any more once something stands there.
    """

    label: str | Promise
    icon: str
    url_name: str
    roles: frozenset[Role]
    hidden_by: str = ""


@dataclass(frozen=True)
class Link:
    label: str | Promise
    icon: str
    href: str
    current: bool
    name: str


@dataclass(frozen=True)
class Group:
    label: str | Promise
    links: tuple[Link, ...]


NAVIGATION: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        gettext_lazy("指挥"),
        (
            Entry(
                gettext_lazy("开始使用"),
                "flag",
                "setup:guide",
                frozenset({Role.ADMINISTRATOR, Role.MANAGER}),
                hidden_by=SET_UP,
            ),
            Entry(gettext_lazy("态势"), "squares-2x2", "dashboard", _EVERYBODY),
            Entry(gettext_lazy("大屏"), "presentation-chart-line", "wall:wall", _EVERYBODY),
            Entry(gettext_lazy("事件"), "fire", "incidents:list", _EVERYBODY),
            Entry(gettext_lazy("图表"), "chart-bar", "pictures:pictures", _EVERYBODY),
            Entry(gettext_lazy("消息"), "inbox", "escalation:inbox", _EVERYBODY),
        ),
    ),
    (
        gettext_lazy("处置"),
        (
            Entry(gettext_lazy("处置任务"), "clipboard-document-check", "tasks:mine", _EVERYBODY),
            Entry(gettext_lazy("我的巡检"), "map", "patrols:mine", OPERATORS),
            Entry(gettext_lazy("派遣"), "truck", "dispatch:board", _WATCHERS | {Role.STOREKEEPER}),
            Entry(gettext_lazy("我的派遣"), "map-pin", "dispatch:mine", OPERATORS | {Role.STOREKEEPER}),
            Entry(gettext_lazy("我的窗口"), "queue-list", "incidents:my_counters", OPERATORS),
            Entry(gettext_lazy("线上渠道"), "globe-asia-australia", "incidents:channels", _WATCHERS),
        ),
    ),
    (
        gettext_lazy("信息发布"),
        (
            Entry(gettext_lazy("公告"), "megaphone", "content:list", _WATCHERS),
            Entry(gettext_lazy("我的张贴"), "printer", "walls:mine", OPERATORS),
            Entry(gettext_lazy("公告张贴"), "rectangle-stack", "walls:list", _WATCHERS),
            Entry(gettext_lazy("渠道投递"), "paper-airplane", "channels:deliveries", _WATCHERS),
            Entry(gettext_lazy("终端屏幕"), "chat-bubble-left-ellipsis", "screens:showing", _WATCHERS),
            Entry(gettext_lazy("常见问题"), "question-mark-circle", "answers:list", _WATCHERS),
            Entry(
                gettext_lazy("公告模板"),
                "document-text",
                "notice_templates:list",
                COORDINATORS | _KEEPERS | {Role.PUBLISHER},
            ),
        ),
    ),
    (
        gettext_lazy("监测"),
        (
            Entry(gettext_lazy("预警"), "bell-alert", "monitoring:warnings", _WATCHERS),
            Entry(gettext_lazy("终端态势"), "signal", "monitoring:fleet", _WATCHERS),
            Entry(gettext_lazy("远程指令"), "computer-desktop", "incidents:commands", _WATCHERS),
            Entry(gettext_lazy("外部告警"), "rss", "monitoring:external_alerts", COORDINATORS | _KEEPERS),
            Entry(gettext_lazy("巡检记录"), "clipboard-document-check", "patrols:rounds", _WATCHERS),
            Entry(gettext_lazy("规则"), "adjustments-horizontal", "monitoring:rules", COORDINATORS | _KEEPERS),
        ),
    ),
    (
        gettext_lazy("网络"),
        (
            Entry(gettext_lazy("网点"), "building-office-2", "network:sites", _EVERYBODY),
            Entry(pgettext_lazy("device", "终端"), "computer-desktop", "network:terminals", _EVERYBODY),
            Entry(
                gettext_lazy("导入"),
                "arrow-up-tray",
                "network:import",
                frozenset({Role.MANAGER, Role.ADMINISTRATOR, Role.STOREKEEPER}),
            ),
        ),
    ),
    (
        gettext_lazy("人员"),
        (
            Entry(gettext_lazy("AB角看板"), "user-group", "staff:board", _EVERYBODY),
            Entry(gettext_lazy("我的值班"), "calendar", "staff:my_duty", _EVERYBODY),
            Entry(gettext_lazy("值班表"), "calendar-days", "staff:duty", _EVERYBODY),
            Entry(gettext_lazy("离岗交接"), "user-minus", "staff:absences", _EVERYBODY),
            Entry(gettext_lazy("应急队伍"), "phone", "staff:team", _EVERYBODY),
            Entry(gettext_lazy("培训"), "academic-cap", "staff:training", COORDINATORS | _KEEPERS),
            Entry(gettext_lazy("统一标识"), "identification", "staff:badges", COORDINATORS | _KEEPERS),
            Entry(gettext_lazy("人员名录"), "users", "staff:people", COORDINATORS | _KEEPERS),
        ),
    ),
    (
        gettext_lazy("物资"),
        (
            Entry(gettext_lazy("扫码"), "qr-code", "scanning:page", _EVERYBODY),
            Entry(gettext_lazy("库存"), "cube", "inventory:stock", _EVERYBODY),
            Entry(gettext_lazy("备件库"), "building-storefront", "inventory:depots", _EVERYBODY),
            Entry(gettext_lazy("备件型号"), "tag", "inventory:parts", _STOREKEEPERS),
            Entry(gettext_lazy("调拨"), "truck", "inventory:transfers", _EVERYBODY),
            Entry(gettext_lazy("需求"), "clipboard-document-list", "inventory:needs", _STOREKEEPERS),
            Entry(gettext_lazy("供应链清单"), "shopping-cart", "inventory:supplies", _STOREKEEPERS),
            Entry(gettext_lazy("补货"), "shopping-cart", "inventory:replenishment", _STOREKEEPERS),
            Entry(gettext_lazy("盘点"), "clipboard-document-check", "inventory:stocktakes", _STOREKEEPERS),
            Entry(gettext_lazy("出入库"), "arrows-right-left", "inventory:movements", _STOREKEEPERS),
            Entry(gettext_lazy("移动设备"), "device-phone-mobile", "inventory:equipment_list", _EVERYBODY),
            Entry(gettext_lazy("技术设备清单"), "table-cells", "inventory:list_versions", _STOREKEEPERS),
        ),
    ),
    (
        gettext_lazy("管理"),
        (
            Entry(gettext_lazy("应急预案"), "clipboard-document-list", "plans:list", _EVERYBODY),
            Entry(gettext_lazy("升级策略"), "arrow-trending-up", "escalation:policies", COORDINATORS | _KEEPERS),
            Entry(gettext_lazy("外发接口"), "arrow-up-right", "incidents:webhooks", frozenset({Role.ADMINISTRATOR})),
            Entry(gettext_lazy("消息渠道"), "paper-airplane", "escalation:channels", frozenset({Role.ADMINISTRATOR})),
            Entry(gettext_lazy("发布账号"), "megaphone", "channels:accounts", frozenset({Role.ADMINISTRATOR})),
            Entry(gettext_lazy("投递记录"), "queue-list", "escalation:deliveries", COORDINATORS | _KEEPERS),
            Entry(gettext_lazy("接入密钥"), "key", "monitoring:keys", frozenset({Role.ADMINISTRATOR})),
            Entry(gettext_lazy("系统状态"), "heart", "escalation:system", COORDINATORS | _KEEPERS),
            Entry(gettext_lazy("术语表"), "book-open", "glossary:page", _EVERYBODY),
        ),
    ),
)


#: the bottom bar of a phone, by the first of these roles that a person has: whoever coordinates first, then whoever is on site
TABS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.COMMANDER, ("dashboard", "incidents:list", "tasks:mine", "escalation:inbox")),
    (Role.MANAGER, ("dashboard", "incidents:list", "tasks:mine", "escalation:inbox")),
    (Role.PUBLISHER, ("dashboard", "content:list", "tasks:mine", "escalation:inbox")),
    (Role.FIELD_STAFF, ("tasks:mine", "patrols:mine", "walls:mine", "scanning:page", "escalation:inbox")),
    (Role.STOREKEEPER, ("tasks:mine", "inventory:transfers", "inventory:stock", "scanning:page", "escalation:inbox")),
)
DEFAULT_TABS: tuple[str, ...] = ("dashboard", "incidents:list", "monitoring:warnings", "escalation:inbox")


class Shell:
    """What base.html asks; nothing is looked up before it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.person = getattr(request, "user", None)
        self.organisation = settings.ORGANISATION_NAME

    @property
    def signed_in(self) -> bool:
        return bool(self.person and self.person.is_authenticated)

    @property
    def theme(self) -> str:
        return str(getattr(self.person, "theme", "auto"))

    @property
    def type(self) -> str:
        return "large" if getattr(self.person, "large_type", False) else "normal"

    @property
    def keys(self) -> str:
        """Whether single keys are shortcuts for this person."""
        return "on" if getattr(self.person, "shortcuts", False) else "off"

    @property
    def rail(self) -> bool:
        return self.request.COOKIES.get(RAIL_COOKIE) == "rail"

    @property
    def lang(self) -> str:
        """The language as an HTML lang attribute has it."""
        return "zh-Hans" if get_language() == "zh-hans" else str(get_language())

    @property
    def unread(self) -> str:
        return address("escalation:unread")

    @property
    def tasks(self) -> str:
        return address("tasks:count")

    @property
    def stream(self) -> str:
        """Where the page hears of changes; "" where it has to ask."""
        return stream_address(self.request) if self.signed_in else ""

    @property
    def now_ms(self) -> int:
        """When the page began to be made: what has changed since may be missing in it."""
        began = getattr(self.request, "began", None) or clock.now()
        return int(began.timestamp() * 1000)

    @property
    def inbox(self) -> str:
        return address("escalation:inbox")

    @property
    def navigation(self) -> str:
        path = self.request.path
        current = max((one for one in _addresses(*_site()) if _leads_to(one, path)), key=len, default="")
        roles = roles_of(self.person)
        return _navigation(roles, current, self._over(roles), str(get_language()), *_site())

    def _over(self, roles: frozenset[Role]) -> frozenset[str]:
        """What stands in the cache of the keys that hide entries from these roles."""
        asked = {
            one.hidden_by for _label, entries in NAVIGATION for one in entries if one.hidden_by and roles & one.roles
        }
        return frozenset(key for key in asked if cache.get(key))


def _leads_to(address: str, path: str) -> bool:
    """Whether a page lies at an entry's address or below it."""
    return address == path or (address != "/" and path.startswith(address))


def _site() -> tuple[str, str]:
    """What addresses depend on."""
    return settings.ROOT_URLCONF, get_script_prefix()


@lru_cache(maxsize=512)
def _addresses(urlconf: str, prefix: str) -> frozenset[str]:
    """Of all entries."""
    found = (address(entry.url_name) for _label, entries in NAVIGATION for entry in entries)
    return frozenset(one for one in found if one)


@lru_cache(maxsize=1024)
def _navigation(
    roles: frozenset[Role], current: str, over: frozenset[str], language: str, urlconf: str, prefix: str
) -> str:
    """Drawn once for all people of these roles who are at this entry: it is most of a page's frame."""
    drawn = [Group(label, tuple(_links(entries, roles, current, over))) for label, entries in NAVIGATION]
    groups = [group for group in drawn if group.links]
    tabs = bottom_bar(roles, [link for group in groups for link in group.links])
    return render_to_string("components/_navigation.html", {"groups": groups, "tabs": tabs})


def bottom_bar(roles: frozenset[Role], links: Sequence[Link]) -> list[Link]:
    """Of a phone: what the first of these roles that is in TABS does with one thumb."""
    wanted = next((names for role, names in TABS if role in roles), DEFAULT_TABS)
    by_name = {link.name: link for link in links}
    return [by_name[name] for name in wanted if name in by_name]


def _links(entries: tuple[Entry, ...], roles: frozenset[Role], current: str, over: frozenset[str]) -> Iterator[Link]:
    for entry in entries:
        href = address(entry.url_name)
        if href and roles & entry.roles and entry.hidden_by not in over:
            yield Link(entry.label, entry.icon, href, href == current, entry.url_name)


def address(name: str) -> str:
    """The address of a named page, empty where the installation has no such page."""
    return _address(name, *_site())


@lru_cache(maxsize=512)
def _address(name: str, urlconf: str, prefix: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
