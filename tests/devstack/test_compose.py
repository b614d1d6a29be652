"""docker-compose.yml, read by Compose itself; no engine is needed for that."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = shutil.which("docker-compose", path=str(Path(sys.executable).parent))
SECRETS = {"POSTGRES_PASSWORD": "made-up", "SECRET_KEY": "made-up", "ALLOWED_HOSTS": "shouhou.example"}


def read_by_compose(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    path = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    command = [COMPOSE, "--env-file", os.devnull, "config", "--format", "json"]
    return subprocess.run(command, cwd=ROOT, env=path | environment, capture_output=True, text=True, check=False)


def test_compose_accepts_the_file():
    read = read_by_compose(SECRETS)

    assert read.returncode == 0, read.stderr
    for service in ("web", "worker", "beat", "db", "redis"):
        assert f'"{service}"' in read.stdout


@pytest.mark.parametrize("secret", sorted(SECRETS))
@pytest.mark.rule("QLT-41")
def test_nothing_starts_without_a_secret(secret):
    read = read_by_compose({name: value for name, value in SECRETS.items() if name != secret})

    assert read.returncode != 0
    assert secret in read.stderr
