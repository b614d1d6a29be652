"""Where customers in service are asked how content they are: surveys belong to an app above this one (CUS-02).

surveying.register(survey_address)      # in the owning app's `ready`; "" for who makes no surveys
"""

from __future__ import annotations

from collections.abc import Callable

from core.actors import Actor

_address: list[Callable[[int, Actor], str]] = []


def register(address: Callable[[int, Actor], str]) -> None:
    """Say at which address somebody makes a survey of a customer."""
    _address[:] = [address]


def address_of(customer_id: int | None, actor: Actor) -> str:
    """The address, for whoever makes surveys; empty for others."""
    return _address[0](customer_id, actor) if _address and customer_id is not None else ""
