"""Pages that anybody may open without signing in: how often one address may knock (QLT-42, CMP-20).

if public_door.limited(request, name="survey", per_hour=60):
    return render(request, "429.html", status=429)
"""

from __future__ import annotations

import hashlib
import logging
from time import time

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from core.addresses import client_address

log = logging.getLogger(__name__)
HOUR = 3600


def limited(request: HttpRequest, *, name: str, per_hour: int) -> bool:
    """Count one knock of this address at this door; whether it were too many within the clock's hour.

    Addresses are kept as digests and for an hour only. While the cache is away nobody is turned away: the door stays
    open rather than shut to customers.
    """
    digest = hashlib.sha256(client_address(request).encode()).hexdigest()[:32]
    key = f"public_door:{name}:{int(time() // HOUR)}:{digest}"
    try:
        cache.add(key, 0, timeout=HOUR)
        return int(cache.incr(key)) > per_hour
    except (RedisError, OSError, ValueError):  # away, or the key went between the two
        log.warning("the cache is away; the public door %s counts nobody", name)
        return False
