"""Pages that need no log-in: how often one address may send something."""

from __future__ import annotations

import hashlib
import logging
import time

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

WINDOW = 3600


def limited(request: HttpRequest, *, name: str, per_hour: int) -> bool:
    """Count one sending by this address; whether it was one too many in this hour. Without a cache nobody is held up
    (QLT-30).
    """
    address = hashlib.sha256(str(request.META.get("REMOTE_ADDR", "")).encode()).hexdigest()[:32]
    key = f"public:{name}:{address}:{int(time.time()) // WINDOW}"
    try:
        cache.add(key, 0, 2 * WINDOW)
        return bool(cache.incr(key) > per_hour)
    except ValueError:  # the entry was dropped between the two calls
        return False
    except (RedisError, OSError):
        log.warning("sendings by the public are not counted: the cache does not answer")
        return False
