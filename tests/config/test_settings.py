"""What the settings for production promise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from axes.helpers import get_client_ip_address

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "made-up-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "shouhou.example",
    "DATABASE_URL": "postgresql://db.example/shouhou",
    "REDIS_URL": "redis://queue.example/0",
}

pytestmark = pytest.mark.rule("QLT-41")


def shown(expression: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What a setting is in a process of its own with exactly this environment."""
    code = f"from django.conf import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL"])
def test_production_does_not_start_without(name):
    refused = shown("settings.DEBUG", {key: value for key, value in COMPLETE.items() if key != name})

    assert refused.returncode != 0
    assert name in refused.stderr.splitlines()[-1]


@pytest.mark.rule("ORG-09")
@pytest.mark.parametrize(
    ("proxies", "sent", "told"),
    [
        (0, "203.0.113.1", "10.0.0.2"),
        (1, "198.51.100.66", "198.51.100.66"),
        (1, "203.0.113.1, 198.51.100.66", "198.51.100.66"),
        (2, "203.0.113.1, 198.51.100.66, 10.0.0.9", "198.51.100.66"),
        (2, "198.51.100.66", "10.0.0.2"),
        (1, "nonsense", "10.0.0.2"),
        (1, "", "10.0.0.2"),
    ],
)
def test_the_lock_out_knows_whose_address_it_is(proxies, sent, told, rf, settings):
    settings.PROXY_COUNT = proxies

    assert get_client_ip_address(rf.get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=sent)) == told


def test_production_stands_behind_one_proxy():
    assert shown("settings.PROXY_COUNT, settings.AXES_CLIENT_IP_CALLABLE", COMPLETE).stdout.split()[0] == "1"


def test_production_is_closed_by_default():
    told = shown(
        "settings.DEBUG, settings.DEMO, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,"
        " settings.SESSION_COOKIE_HTTPONLY, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS,"
        " settings.PASSWORD_HASHERS[0].rsplit('.')[-1]",
        COMPLETE,
    )

    assert told.stdout == "False False True True True True 31536000 Argon2PasswordHasher\n", told.stderr


@pytest.mark.django_db
def test_a_page_lets_no_inline_script_or_style_run(client):
    policy = client.get("/no-such-page/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_a_page_carries_the_headers_that_guard_it(client):
    answer = client.get("/no-such-page/")

    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
