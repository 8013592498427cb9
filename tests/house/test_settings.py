"""Production refuses what is unsafe; run in a process of its own because settings are read once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "emergency_ops.settings.prod",
    "DJANGO_SECRET_KEY": "k7" * 40 + "-random-enough-for-a-test!",
    "EMERGENCY_QR_KEYS": "k1=secret",
    "ALLOWED_HOSTS": "ops.example.cn",
    "EMAIL_URL": "smtp://mail.example.cn:25",
    "SITE_URL": "https://ops.example.cn",
    "EMERGENCY_QR_BASE_URL": "https://pay.example.cn",
    "EMERGENCY_QR_ALLOWED_HOSTS": "pay.example.cn",
    "ORGANISATION_NAME": "自助缴费运营中心",
    "HOTLINE": "12345",
}


def run(*arguments, **changes):
    env = {**os.environ, **GOOD, **changes}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def check_deploy(**changes):
    return run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **changes)


def value_of(name, **changes):
    """What production settings say, without starting Django."""
    return run("-c", f"from emergency_ops.settings import prod; print(getattr(prod, {name!r}, None))", **changes)


def test_the_deployment_check_is_clean():
    done = check_deploy()
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("secret", ["", "only-for-development-never-for-production", "short"])
def test_production_refuses_a_default_or_short_secret(secret):
    done = check_deploy(DJANGO_SECRET_KEY=secret)
    assert done.returncode != 0
    assert "DJANGO_SECRET_KEY" in done.stderr


def test_production_refuses_to_run_without_a_key_for_qr_codes():
    done = check_deploy(EMERGENCY_QR_KEYS="")
    assert done.returncode != 0
    assert "EMERGENCY_QR_KEYS" in done.stderr


@pytest.mark.parametrize(
    "name", ["SITE_URL", "EMERGENCY_QR_BASE_URL", "EMERGENCY_QR_ALLOWED_HOSTS", "ORGANISATION_NAME", "HOTLINE"]
)
def test_production_has_no_default_for_what_the_public_reads(name):
    done = value_of(name, **{name: ""})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.parametrize(
    ("said", "header"), [("false", "None"), ("true", "('HTTP_X_FORWARDED_PROTO', 'https')")], ids=["alone", "proxy"]
)
def test_a_proxys_word_is_taken_only_where_there_is_one(said, header):
    assert value_of("SECURE_PROXY_SSL_HEADER", TRUST_PROXY=said).stdout.strip() == header


def test_production_does_not_show_metrics_to_everybody():
    assert value_of("METRICS_OPEN").stdout.strip() == "False"
