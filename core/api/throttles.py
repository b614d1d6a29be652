"""So many calls a minute for each token or person (429 beyond). Without a cache nobody is held up (QLT-30)."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

log = logging.getLogger(__name__)

WINDOW = 60


class PerCaller(BaseThrottle):
    """Counts in windows of a minute, by token where there is one, else by person, else by address."""

    scope = "api"

    def limit(self) -> int:
        """Calls a minute."""
        return int(settings.API_CALLS_PER_MINUTE)

    def allow_request(self, request: Request, view: Any) -> bool:
        window, self._passed = divmod(int(time.time()), WINDOW)
        key = f"throttle:{self.scope}:{self.caller(request)}:{window}"
        try:
            cache.add(key, 0, 2 * WINDOW)
            return bool(cache.incr(key) <= self.limit())
        except ValueError:  # the entry was dropped between the two calls
            return True
        except (RedisError, OSError):
            log.warning("calls are not counted: the cache does not answer")
            return True

    def caller(self, request: Request) -> str:
        """Who is counted."""
        token_id = getattr(request.auth, "pk", None)
        if token_id is not None:
            return f"token:{token_id}"
        if request.user.is_authenticated:
            return f"person:{request.user.pk}"
        return f"address:{self.get_ident(request)}"

    def wait(self) -> float | None:
        return float(WINDOW - self._passed)
