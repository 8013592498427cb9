"""What staffed counters add to substitutes. Imported once, when the app is ready."""

from incidents.response import kinds
from incidents.response.choices import SubstituteKind

from . import checks, presenting
from .actions import closing

kinds.register(
    SubstituteKind.COUNTER,
    kinds.Kind(
        template="response/substitutes/_counter.html",
        section=presenting.section,
        missing=checks.missing,
        follow=closing.follow,
        evidence=presenting.evidence,
        states_capacity=False,
    ),
)
