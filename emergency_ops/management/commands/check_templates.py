"""Compiles every template of the project, so that a typo is found before somebody opens the page."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template


class Command(BaseCommand):
    """`manage.py check_templates`: exit code 1 with a line for each template that does not compile."""

    help = "Compile every template of the project."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        folder = Path(settings.BASE_DIR) / "templates"
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        faults = [fault for name in names if (fault := self._fault(name))]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(names)} templates compile.")

    def _fault(self, name: str) -> str:
        try:
            get_template(name)
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            return f"{name}: {error}"
        return ""
