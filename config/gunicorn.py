"""How gunicorn serves the application; the address is given on its command line."""

import os

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
