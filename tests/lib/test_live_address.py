"""Where a page finds the event stream, and what its policy lets it connect to."""

import pytest

from emergency_ops.lib.live_address import stream_address, stream_origin


@pytest.mark.parametrize(
    ("setting", "host", "address", "origin"),
    [
        ("", "localhost:8000", "", ""),
        ("/live/stream", "localhost:8000", "/live/stream", ""),
        (":8001", "localhost:8000", "http://localhost:8001/live/stream", "http://localhost:8001"),
        (":8001", "[::1]:8000", "http://[::1]:8001/live/stream", "http://[::1]:8001"),
        ("https://live.example.cn/s", "localhost", "https://live.example.cn/s", "https://live.example.cn"),
    ],
)
def test_it_is_seen_from_the_host_of_the_page(rf, settings, setting, host, address, origin):
    settings.LIVE_URL, settings.ALLOWED_HOSTS = setting, ["*"]
    request = rf.get("/", headers={"host": host})
    assert (stream_address(request), stream_origin(request)) == (address, origin)


def test_the_policy_names_it(client, settings, commander):
    settings.LIVE_URL = ":8001"
    client.force_login(commander)
    policy = client.get("/staff/team/")["Content-Security-Policy"]
    assert "connect-src 'self' http://testserver:8001;" in policy + ";"


def test_the_page_names_it_to_somebody_logged_in_only(client, settings, commander):
    settings.LIVE_URL = ":8001"
    assert b'content="http://testserver:8001' not in client.get("/accounts/login/").content
    client.force_login(commander)
    assert b'content="http://testserver:8001/live/stream"' in client.get("/staff/team/").content
