"""Where a browser finds the event stream: LIVE_URL seen from the host that it asked for the page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

PATH = "/live/stream"


def stream_address(request: HttpRequest) -> str:
    """An address on the page's own host; "" where there is no stream."""
    named: str = settings.LIVE_URL
    if not named.startswith(":"):
        return named
    host = split_domain_port(request.get_host())[0]
    return f"{request.scheme}://{host}{named}{PATH}"


def stream_origin(request: HttpRequest) -> str:
    """What connect-src has to name besides 'self'; "" where it is the page's own origin."""
    address = urlsplit(stream_address(request))
    return f"{address.scheme}://{address.netloc}" if address.netloc else ""
