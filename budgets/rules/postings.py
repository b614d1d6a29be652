"""What is posted and what comes of it: plain frozen values that callers, selectors and pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from budgets.choices import EntryKind
from budgets.rules.control import WITHIN


@dataclass(frozen=True, slots=True)
class Source:
    """The document behind a posting; `label` is its number and title, copied into the entries."""

    kind: str
    document_id: int
    label: str


@dataclass(frozen=True, slots=True)
class Posting:
    """One line to post. `amount` is signed as stored: what it adds to its balance (a RELEASE is negative).

    `source` names another document than the call's: a claim that gives back what a request holds posts the RELEASE
    in the request's name, with the request's line, so that what each document holds stays right.
    """

    department_id: int
    category_id: int
    project_id: int | None
    period_id: int
    kind: EntryKind
    amount: Decimal
    line_id: int
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A document that holds part of a key: its open commitment (LED-09)."""

    label: str
    url: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Granted:
    """An override in force: later approvers see who allowed it, how much, until when and why (LED-05)."""

    amount: Decimal
    granted_by: str
    expires_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class KeyOutcome:
    """How one control key stands towards what is asked (LED-05, LED-09).

    Figures are those of the window up to the month that binds, before the posting; `left` is after it. `asked` is the
    net increase.
    `short` is what is missing beyond tolerance and overrides (`allowance`). `outcome` is WITHIN, WARN, ESCALATE, RECORD
    or STOP. `takes`: approved money is taken away, not spent (BUD-32).
    """

    department_id: int
    category_id: int
    category_label: str
    category_code: str
    period_id: int
    period_label: str
    through_label: str
    scope: str
    action: str
    appropriated: Decimal
    committed: Decimal
    actual: Decimal
    asked: Decimal
    allowance: Decimal
    available: Decimal
    left: Decimal
    short: Decimal
    outcome: str
    held_by: tuple[HeldBy, ...] = ()
    overrides: tuple[Granted, ...] = ()
    takes: bool = False

    @property
    def is_within(self) -> bool:
        """Whether the budget covers it, tolerance and overrides included."""
        return self.outcome == WITHIN


@dataclass(frozen=True, slots=True)
class PostingResult:
    """How many entries were written (0 when all stood already) and how each key stands."""

    posted: int
    outcomes: tuple[KeyOutcome, ...]
