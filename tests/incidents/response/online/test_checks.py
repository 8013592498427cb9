"""What the settings must have before codes are made."""

from django.core.checks import run_checks


def found():
    return {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}


def test_all_is_well():
    assert not {"incidents.E001", "incidents.W001"} & found()


def test_a_payment_page_on_another_host_stops_the_start(settings):
    settings.EMERGENCY_QR_ALLOWED_HOSTS = ["other.example.cn"]
    assert "incidents.E001" in found()


def test_a_payment_page_without_encryption_stops_the_start(settings):
    settings.EMERGENCY_QR_BASE_URL = "http://pay.example.cn"
    assert "incidents.E001" in found()


def test_a_missing_key_is_warned_of_at_deployment(settings):
    settings.EMERGENCY_QR_KEYS = {}
    assert "incidents.W001" in found()
