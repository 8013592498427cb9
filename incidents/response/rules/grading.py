"""事件等级: which of the grades I to IV an incident gets. Rules are rows that the organisation edits."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.response.choices import Grade

#: from the gravest to the least; a smaller index is graver
ORDER = (Grade.I, Grade.II, Grade.III, Grade.IV)
ANY_METHOD = "*"


@dataclass(frozen=True, slots=True)
class GradeFacts:
    """What is known of an incident when it is graded. `codes` are the cause and all fault codes seen."""

    scope: str
    category: str
    terminals: int
    payment_method: str = ""
    codes: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One rule. Empty fields match everything; `cause` may name several codes that must all be there, joined by +."""

    grade: str
    scope: str = ""
    category: str = ""
    cause: str = ""
    min_terminals: int = 0
    payment_method: str = ""

    def matches(self, facts: GradeFacts) -> bool:
        return (
            self.scope in ("", facts.scope)
            and self.category in ("", facts.category)
            and facts.terminals >= self.min_terminals
            and self._method_matches(facts.payment_method)
            and (not self.cause or facts.codes.issuperset(self.cause.split("+")))
        )

    def _method_matches(self, method: str) -> bool:
        return self.payment_method in ("", method) or (self.payment_method == ANY_METHOD and bool(method))


def grade_of(rules: Iterable[GradeLine], facts: GradeFacts) -> Grade:
    """The grade of the first rule that matches; IV when none does."""
    return next((Grade(rule.grade) for rule in rules if rule.matches(facts)), Grade.IV)


def is_graver(grade: str, than: str) -> bool:
    return ORDER.index(Grade(grade)) < ORDER.index(Grade(than))


def risen(before: str, after: str, *, overruled: str) -> bool:
    """Whether the rules' grade `after` replaces `before`; `overruled` is what they gave when a person last decided, or ""."""
    return is_graver(after, before) and (not overruled or is_graver(after, overruled))
