"""WSGI entry point: the reports' gateway and the status page's, and Django behind them."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from emergency_ops.lib.collecting import CollectBetween
from incidents.monitoring.intake.gateway import Gateway
from notices.channels.status.gateway import StatusGateway

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emergency_ops.settings.prod")

application = CollectBetween(Gateway(StatusGateway(get_wsgi_application())))
# pages are loaded before the first of them is asked for
get_resolver().reverse_dict  # noqa: B018
# what is loaded now stays: looking through all of it again and again would cost single requests a quarter of a second
gc.freeze()
