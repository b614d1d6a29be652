"""Calling machines outside: over TLS alone, never into private networks, whatever a name resolves to (GEN-17)."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
"""How long one call may take altogether, however slowly the other side answers."""
READ_BYTES = 500
LONGEST = 500
TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
"""IPv6 networks that stand for IPv4 addresses, private ones among them."""


class AddressRefused(DomainError):
    """An address that is not called."""

    code = "address_refused"
    text = _("The address must begin with https:// and name a host on the public internet: %(problem)s")
    status = 400


class AddressUnknown(AddressRefused):
    """An address whose name nobody knows: a slip of the keyboard, or a name of the inner network alone."""

    text = _("No host on the public internet is called %(host)s. Check the address.")


class CallFailed(Exception):
    """The other side could not be reached, or said nothing one can read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A checked address: host, port and path as asked for, and the IP address that is connected to."""

    host: str
    port: int
    path: str
    ip: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said: status and the beginning of its words."""

    status: int
    text: str


def place_of(address: str) -> Place:
    """Where an address leads right now. Every IP address its name has must be public. Raises AddressRefused."""
    host, port, path = _parts(address)
    try:
        ips = look_up(host, port)
    except (OSError, UnicodeError) as error:
        raise AddressUnknown(host=host) from error
    for ip in ips:
        if not is_public(ip):
            raise AddressRefused(problem=f"{host} → {ip}")
    if not ips:
        raise AddressRefused(problem=host)
    return Place(host=host, port=port, path=path, ip=ips[0])


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a name. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]).partition("%")[0] for each in found]


def _parts(address: str) -> tuple[str, int, str]:
    if (
        len(address) > LONGEST
        or not address.isascii()
        or any(sign.isspace() or not sign.isprintable() for sign in address)
    ):
        raise AddressRefused(problem=address[:80])
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or 443
    except ValueError as error:
        raise AddressRefused(problem=str(error)) from error
    if (
        parts.scheme != "https"
        or not host
        or parts.username is not None
        or parts.password is not None
        or parts.fragment
    ):
        raise AddressRefused(problem=address[:80])
    return host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the public internet: no private, local, shared, multicast or reserved one, and
    none that stands for such an IPv4 address.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def post(address: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body by POST, without following redirects. The name is resolved and checked anew, and the connection goes
    to the checked IP address, so that no second answer of the name's server can lead elsewhere.

    Raises AddressRefused, CallFailed.
    """
    place = place_of(address)
    connection = _Pinned(place)
    closing = threading.Timer(TOTAL_SECONDS, connection.cut)
    closing.daemon = True
    closing.start()
    try:
        connection.request("POST", place.path, body=body, headers=dict(headers))
        response = connection.getresponse()
        text = response.read(READ_BYTES).decode("utf-8", "replace")
        return Answer(status=response.status, text=text)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CallFailed(f"{type(error).__name__}: {error}") from error
    finally:
        closing.cancel()
        connection.close()


class _Pinned(http.client.HTTPSConnection):
    """A TLS connection to one IP address that must prove to be the host that was asked for."""

    def __init__(self, place: Place) -> None:
        self._tls = tls_context()
        super().__init__(place.host, place.port, timeout=CONNECT_SECONDS, context=self._tls)
        self._ip = place.ip

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, self.port), CONNECT_SECONDS)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except (OSError, ValueError):
            plain.close()
            raise

    def cut(self) -> None:
        """End a call that takes too long."""
        if (sock := self.sock) is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def tls_context() -> ssl.SSLContext:
    """How the other side must prove itself: a certificate for its name, by an authority this machine trusts."""
    return ssl.create_default_context()
