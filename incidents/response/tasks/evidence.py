"""The photographs and papers that show that a task is done: who sees them. Imported when the app is ready."""

from django.urls import reverse

from resources.attachments import registry
from resources.attachments.models import Attachment
from resources.attachments.queries import attachments_of
from resources.staff.models import Person

from .access import tasks_for
from .choices import SUBJECT
from .models import Task


def shown_files(task: Task) -> list[Attachment]:
    """All of them, the hidden ones too."""
    return attachments_of((SUBJECT, task.pk))


def proving_files(task: Task) -> list[Attachment]:
    """Those that are not hidden."""
    return [file for file in shown_files(task) if file.hidden_at is None]


def _sees(person: Person, task: int) -> bool:
    return tasks_for(person).filter(pk=task).exists()


registry.register(SUBJECT, visible_to=_sees, back=lambda task: reverse("tasks:task", args=[task]))
