"""Every job has somebody to do it in every process, as soon as Django is set up: a worker reads no pages (QLT-30)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TELL = """
import json
import django
django.setup()
from core import jobs
known = set(jobs._handlers)
import importlib, pkgutil
from django.apps import apps
for app in apps.get_app_configs():
    if app.path.startswith({root!r}) and ".venv" not in app.path:
        for found in pkgutil.walk_packages([app.path], app.name + "."):
            if ".migrations." not in found.name and not found.name.endswith(".wsgi"):
                importlib.import_module(found.name)
print(json.dumps(sorted(set(jobs._handlers) - known)))
"""


@pytest.mark.rule("QLT-30")
def test_no_job_waits_for_a_module_that_only_pages_read():
    told = subprocess.run(
        [sys.executable, "-c", TELL.format(root=str(ROOT))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout.splitlines()[-1]) == []
