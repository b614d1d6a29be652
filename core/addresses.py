"""Whose address a request comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks, as the outermost of our own proxies saw it (ORG-09).

    Each of the PROXY_COUNT proxies in front adds the address it was called from at the end of X-Forwarded-For; what
    stands before those is the caller's own word and is not believed. Without proxies it is the connection's address.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    count = settings.PROXY_COUNT
    if not count:
        return direct
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if len(told) < count:
        return direct
    try:
        return str(ipaddress.ip_address(told[-count]))
    except ValueError:
        return direct
