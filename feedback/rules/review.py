"""Who reviews a transfer slip (MKT-02)."""

from __future__ import annotations

from feedback.choices import Importance

REVIEW, DECIDE = "market_review", "market_decide"


def steps_needed(importance: int, *, by_reviewer: bool) -> frozenset[str]:
    """The flags of a slip, which choose the steps of its route. `by_reviewer`: who wrote it is an information manager.

    | importance | written by | information manager | vice general manager |
    | --- | --- | --- | --- |
    | ordinary (3) | anybody else | reviews | – |
    | important (2), critical (1) | anybody else | reviews | decides |
    | any | an information manager | – | decides |

    Nobody reviews their own slip (ORG-06); a company with one information manager would wait for ever otherwise.
    """
    if by_reviewer:
        return frozenset({DECIDE})
    return frozenset({REVIEW, DECIDE}) if importance <= Importance.IMPORTANT else frozenset({REVIEW})
