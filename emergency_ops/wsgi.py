"""WSGI entry point: the reports' gateway, and Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

from incidents.monitoring.intake.gateway import Gateway

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emergency_ops.settings.prod")

application = Gateway(get_wsgi_application())
