"""For the type checker alone, which reads settings and models but never connects."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql://localhost/typing")
os.environ.setdefault("REDIS_URL", "redis://localhost/0")

from config.settings.dev import *  # noqa: F403
