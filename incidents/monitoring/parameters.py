"""What a rule can be told, by kind: defaults, bounds, and the words for it. Pure.

Rules are stored as JSON; `parameters_of` reads it, fills in defaults and refuses what makes no sense. How several rules of
a kind are put together is `rulesets`' business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.wording import listed

from .choices import RuleKind
from .evidence import FAULTS, fault_name


class Grouping(models.TextChoices):
    """What failures are looked at together."""

    TERMINAL = "terminal", gettext_lazy("单台终端")
    SITE = "site", gettext_lazy("网点")
    REGION = "region", gettext_lazy("区域")
    LINE = "line", gettext_lazy("通信线路")
    VERSION = "version", gettext_lazy("软件版本")
    METHOD = "method", gettext_lazy("支付方式")


@dataclass(frozen=True)
class FailureRate:
    """More than `threshold` (a share) of at least `minimum_sample` payments failed within `window_minutes`.

    `recovery_seconds` is the hysteresis: a warning clears once payments have been back to usual for so long.
    """

    threshold: float = 0.05
    window_minutes: int = 60
    minimum_sample: int = 5
    recovery_seconds: int = 90
    groupings: tuple[str, ...] = tuple(Grouping.values)

    BOUNDS: ClassVar[Mapping[str, tuple[float, float]]] = {
        "threshold": (0.005, 0.9),
        "window_minutes": (5, 60),
        "minimum_sample": (1, 1000),
        "recovery_seconds": (30, 1800),
    }

    def words(self) -> Iterator[str]:
        yield _("失败率超过 %(percent)s%%") % {"percent": f"{self.threshold * 100:g}"}
        yield ngettext("看最近 %(count)d 分钟", "看最近 %(count)d 分钟", self.window_minutes) % {
            "count": self.window_minutes
        }
        yield ngettext("至少 %(count)d 笔支付", "至少 %(count)d 笔支付", self.minimum_sample) % {
            "count": self.minimum_sample
        }
        yield _("恢复正常满 %(seconds)d 秒后解除") % {"seconds": self.recovery_seconds}
        yield _("按 %(groupings)s 归并") % {"groupings": listed(Grouping(one).label for one in self.groupings)}


@dataclass(frozen=True)
class FaultCode:
    """A fault of a device or a component counts once it lasts `minimum_minutes`, unless its code is ignored."""

    ignored_codes: tuple[str, ...] = ()
    minimum_minutes: int = 0

    BOUNDS: ClassVar[Mapping[str, tuple[float, float]]] = {"minimum_minutes": (0, 120)}

    def words(self) -> Iterator[str]:
        if self.minimum_minutes:
            yield ngettext("故障持续 %(count)d 分钟后计入", "故障持续 %(count)d 分钟后计入", self.minimum_minutes) % {
                "count": self.minimum_minutes
            }
        else:
            yield _("故障一经上报即计入")
        if self.ignored_codes:
            yield _("不计：%(codes)s") % {"codes": listed(fault_name(code) for code in self.ignored_codes)}
        else:
            yield _("所有故障代码都计入")


@dataclass(frozen=True)
class Silence:
    """A single terminal that has not reported for `minimum_minutes` in opening hours; a whole line or site sooner."""

    minimum_minutes: int = 3

    BOUNDS: ClassVar[Mapping[str, tuple[float, float]]] = {"minimum_minutes": (1, 60)}

    def words(self) -> Iterator[str]:
        yield ngettext(
            "单台终端在营业时间内静默 %(count)d 分钟", "单台终端在营业时间内静默 %(count)d 分钟", self.minimum_minutes
        ) % {"count": self.minimum_minutes}
        yield _("整条线路或整个网点同时静默时会更早预警")


Parameters = FailureRate | FaultCode | Silence
KINDS: Mapping[str, type[FailureRate] | type[FaultCode] | type[Silence]] = {
    RuleKind.FAILURE_RATE: FailureRate,
    RuleKind.FAULT_CODE: FaultCode,
    RuleKind.SILENCE: Silence,
}
#: codes that may be chosen to be ignored; whatever else is stored stays
KNOWN_CODES = tuple(code for code in FAULTS if code.isupper())


def parameters_of(kind: str, stored: Mapping[str, Any]) -> Parameters:
    """The parameters of a rule, defaults filled in.

    Raises:
        Invalid: a value is outside its bounds, or of another type.
    """
    shape = KINDS[kind]
    names = {field.name for field in fields(shape)}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items() if name in names
    }
    found = shape(**given)
    for name, (low, high) in shape.BOUNDS.items():
        value = getattr(found, name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise Invalid(
                "rule_out_of_bounds",
                gettext_lazy("参数 %(name)s 应在 %(low)s 与 %(high)s 之间。"),
                name=name,
                low=low,
                high=high,
            )
    if isinstance(found, FailureRate) and not set(found.groupings) <= set(Grouping.values):
        raise Invalid("rule_unknown_grouping", gettext_lazy("归并方式无效。"))
    return found


def stored(parameters: Parameters) -> dict[str, Any]:
    """As Rule.parameters keeps them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(parameters).items()}
