"""Makes an instance ready to serve: translations, tables, static files and, in an empty database, sample data."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """`manage.py prepare`: may be run again at any time."""

    help = "Compile translations, migrate, collect static files, load sample data into an empty database, the plan and the templates of notices where there are none."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        call_command("compile_catalogs")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("load_sample", if_empty=True)
        call_command("load_plan")
        call_command("load_notice_templates")
