"""What is typed about market information and surveys, checked for its form already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class InfoInput:
    """A piece of information as it is reported (MKT-01)."""

    title: str
    content: str
    info_kind: str
    origin: str
    source: str
    reliability: str
    customer_id: int | None = None
    complaint_number: str = ""


@dataclass(frozen=True, slots=True)
class ScreenInput:
    """What screening says: kind and reliability, put right where needed, and how important it is."""

    info_kind: str
    reliability: str
    importance: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class SlipInput:
    """A transfer slip; `answer_days` None is the usual number of working days."""

    summary: str
    request: str
    department_ids: Sequence[int]
    answer_days: int | None = None


@dataclass(frozen=True, slots=True)
class SheetInput:
    """A department's feedback."""

    answer: str
    measures: str = ""


@dataclass(frozen=True, slots=True)
class RewardInput:
    """What the reporter gets and why."""

    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class SurveyInput:
    """A customer to be asked. With an address the link is sent there."""

    customer_id: int
    survey_kind: str
    about: str = ""
    contact: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """An answer."""

    score: int
    recommend: int | None = None
    comment: str = ""
