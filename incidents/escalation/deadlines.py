"""The kinds of deadline that this slice handles itself. Imported once, when the app is ready."""

from . import registry
from .actions.escalating import ACKNOWLEDGEMENT_LAPSES, ESCALATE, resume, take_step

registry.register(ESCALATE, take_step)
registry.register(ACKNOWLEDGEMENT_LAPSES, resume)
