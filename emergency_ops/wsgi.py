"""WSGI entry point: the reports' gateway and the status page's, and Django behind them."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from incidents.monitoring.intake.gateway import Gateway
from notices.channels.status.gateway import StatusGateway

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emergency_ops.settings.prod")

application = Gateway(StatusGateway(get_wsgi_application()))
# what is loaded now stays: looking through all of it again and again would cost single requests a quarter of a second
gc.freeze()
