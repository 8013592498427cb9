"""`./ops check`: everything that can be known without running the tests, one line each."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from emergency_ops.embedded.servers import manage

PACKAGES = ("emergency_ops", "incidents", "resources", "notices")


@dataclass(frozen=True)
class Check:
    """A command that must exit with 0."""

    name: str
    argv: list[str]
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """How a check ended, and what it printed."""

    check: Check
    passed: bool
    output: str
    seconds: float


def all_checks() -> list[Check]:
    """The checks, the slowest first."""
    python = [sys.executable, "-m"]
    deploy = manage("check", "--deploy", "--fail-level", "WARNING", "--settings", "emergency_ops.settings.prod")
    return [
        Check("mypy", [*python, "mypy", *PACKAGES]),
        Check("djlint", [*python, "djlint", "templates", "--lint", "--quiet"]),
        Check("imports", [str(Path(sys.executable).with_name("lint-imports"))]),
        Check("migrations", manage("makemigrations", "--check", "--dry-run")),
        Check("templates", manage("check_templates")),
        Check("translations", manage("check_translations")),
        Check("deploy", deploy, production_settings()),
        Check("ruff check", [*python, "ruff", "check", "."]),
        Check("ruff format", [*python, "ruff", "format", "--check", "."]),
    ]


def production_settings() -> dict[str, str]:
    """Throw-away values for everything that production settings insist on."""
    return {
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(60),
        "EMERGENCY_QR_KEYS": f"check={secrets.token_hex(16)}",
        "ALLOWED_HOSTS": "emergency.example.cn",
        "SITE_URL": "https://emergency.example.cn",
        "EMERGENCY_QR_BASE_URL": "https://pay.example.cn",
        "EMERGENCY_QR_ALLOWED_HOSTS": "pay.example.cn",
        "ORGANISATION_NAME": "自助缴费运营中心",
        "HOTLINE": "12345",
        "EMAIL_URL": "smtp://localhost:25",
    }


def run_check(check: Check, root: Path) -> Result:
    """Runs one check in the root folder."""
    began = time.monotonic()
    done = subprocess.run(check.argv, cwd=root, env=os.environ | check.env, capture_output=True, text=True, check=False)
    return Result(check, done.returncode == 0, done.stdout + done.stderr, time.monotonic() - began)


def run_checks(root: Path) -> int:
    """Runs all checks, two at a time; a line for each, the output of those that fail; returns the exit code."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(map_in_order(pool, root))
    return 0 if all(result.passed for result in results) else 1


def map_in_order(pool: ThreadPoolExecutor, root: Path) -> list[Result]:
    """Runs the checks and prints each result as soon as those before it are printed."""
    results = []
    for result in pool.map(lambda check: run_check(check, root), all_checks()):
        print(f"{result.check.name:<14}{'ok' if result.passed else 'FAILED':<8}{result.seconds:6.1f} s", flush=True)
        if not result.passed:
            print(result.output.rstrip(), flush=True)
        results.append(result)
    return results
