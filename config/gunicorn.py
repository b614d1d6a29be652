"""How gunicorn serves the application; the address is given on its command line."""

import ctypes
import gc
import os
import sys
from typing import Any

from core import readings

wsgi_app = "config.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
# Loaded once, shared by the processes: they start sooner and need less memory (QLT-12).
preload_app = True
# A worker is replaced now and then, so that memory it does not give back stays bounded (QLT-12).
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
ONE_ARENA, ARENA_MAX = 1, -8
"""glibc's name for how many heaps the threads of a process share."""
SWITCH_SECONDS = 0.0005
"""How long a thread computes while another waits for its turn. A submission asks the database fifty times, and each
answer waits that long behind whoever computes: with Python's 5 ms four callers were slower than one (QLT-03b)."""


def on_starting(server: Any) -> None:
    """Keep memory together: one heap for all threads, as what they take at the same time is little (QLT-12)."""
    allocator = ctypes.CDLL(None)
    if hasattr(allocator, "mallopt"):
        allocator.mallopt(ARENA_MAX, ONE_ARENA)


def pre_fork(server: Any, worker: Any) -> None:
    """What was loaded is never collected: looking through it would copy its pages into each worker (QLT-12). What all
    of them will need is loaded here, once.
    """
    readings.warm()
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """Threads take turns often: most of what they wait for is short."""
    sys.setswitchinterval(SWITCH_SECONDS)


# Its own lines join the application's, one JSON object each.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
