"""Draw the icons of the installed application anew, after favicon.svg has changed."""

from typing import Any

from django.core.management.base import BaseCommand

from emergency_ops.offline.icons import APPLE, FOLDER, ICONS, draw


class Command(BaseCommand):
    help = "Draw the PNG icons from icons/favicon.svg."

    def handle(self, *args: Any, **options: Any) -> None:
        for icon in (*ICONS, APPLE):
            (FOLDER / icon.name).write_bytes(draw(icon))
            self.stdout.write(icon.name)
