"""Makes an instance ready to serve: translations, tables, static files, what every installation begins with, the sample if wanted."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """`manage.py prepare`: may be run again at any time."""

    help = "Compile translations, migrate, collect static files, load the shipped defaults; the sample into an empty database where LOAD_SAMPLE is set."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        call_command("compile_catalogs")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("load_defaults")
        if settings.LOAD_SAMPLE:
            call_command("load_sample", if_empty=True)
