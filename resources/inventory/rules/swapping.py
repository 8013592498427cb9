"""Whether a standby terminal can take a failed one's place, and what whoever swaps them should know. Pure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from resources.inventory.choices import EquipmentCondition as Condition
from resources.inventory.choices import EquipmentKind
from resources.network.choices import PaymentMethod, TerminalStatus


@dataclass(frozen=True)
class Failed:
    """The terminal that leaves its place."""

    code: str
    status: str
    model: str
    methods: tuple[str, ...]


@dataclass(frozen=True)
class Replacement:
    """The standby terminal that comes. methods: what it is known to take, empty where nothing is known."""

    code: str
    kind: str
    condition: str
    model: str
    methods: tuple[str, ...] = ()
    terminal: str = ""


@dataclass(frozen=True)
class Doubt:
    """Something to look at before a swap; the sentence names its `values`."""

    code: str
    sentence: str | Promise
    values: dict[str, str]

    def __str__(self) -> str:
        return str(self.sentence) % self.values


def check(failed: Failed, replacement: Replacement) -> None:
    """Raises Refused where this swap is impossible."""
    if failed.status == TerminalStatus.RETIRED:
        raise Refused("swap_retired", _("终端 %(item)s 已报废，没有什么可以更换。"), item=failed.code)
    if replacement.kind != EquipmentKind.STANDBY_TERMINAL:
        raise Refused("swap_kind", _("%(item)s 不是备用终端，不能装入网点。"), item=replacement.code)
    if replacement.condition == Condition.FAULTY:
        raise Refused("swap_faulty", _("备用终端 %(item)s 有故障，请换一台。"), item=replacement.code)
    if replacement.terminal == failed.code:
        raise Refused("swap_itself", _("终端 %(item)s 不能更换它自己。"), item=failed.code)


def doubts(failed: Failed, replacement: Replacement) -> list[Doubt]:
    """What to make sure of: another model, or payment methods that the replacement is not known to take."""
    found = []
    if replacement.model != failed.model:
        models = {"new": replacement.model or "—", "old": failed.model or "—"}
        found.append(
            Doubt("model", _("型号不同：换上的是 %(new)s，换下的是 %(old)s，请确认软件和支付方式都支持。"), models)
        )
    missing = [method for method in failed.methods if method not in replacement.methods]
    if replacement.methods and missing:
        sentence = _("换上的终端原来没有这些支付方式：%(methods)s，请先试一笔。")
        found.append(Doubt("methods", sentence, {"methods": listed(map(_method, missing))}))
    if replacement.condition == Condition.WORN:
        found.append(Doubt("worn", _("换上的终端有磨损，请先检查。"), {}))
    return found


def _method(code: str) -> str:
    return str(PaymentMethod(code).label) if code in set(PaymentMethod) else code


def check_accepted(found: list[Doubt], accepted: bool) -> None:
    """Raises Invalid where there are doubts that nobody has looked at."""
    if found and not accepted:
        sentences = "".join(str(doubt) for doubt in found)
        raise Invalid("swap_doubts", _("请先核对，再勾选“已核对”：%(doubts)s"), doubts=sentences)
