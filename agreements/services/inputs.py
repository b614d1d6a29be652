"""What is typed about agreements, reviews, amendments and leads, checked for its form already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LineInput:
    """One thing agreed on, at a tax-inclusive unit price."""

    product: str
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal
    unit: str = ""
    technical: str = ""
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class VersionInput:
    """What an agreement says, or would say."""

    subject: str
    start_date: date
    end_date: date
    lines: Sequence[LineInput] = field(default_factory=tuple)
    terms: str = ""
    special_technical: str = ""
    special_contract: str = ""


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """A draft: whom with, who looks after it, and its first version. Owner and department left out are the maker's."""

    customer_id: int
    says: VersionInput
    currency: str = ""
    owner_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """When it was signed, and by whom on both sides."""

    signed_on: date
    for_us: str
    for_customer: str


@dataclass(frozen=True, slots=True)
class RequirementInput:
    """The requirement form (CUS-10)."""

    product: str
    quantities: str
    dates: str
    technical_requirements: str = ""
    special_terms: str = ""


@dataclass(frozen=True, slots=True)
class CostInput:
    """One cost of the order, without tax (CUS-11)."""

    cost_kind: str
    amount: Decimal
    text: str = ""


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """What a part answers; risk and costs are finance's."""

    answer: str
    reason: str
    condition: str = ""
    points: Mapping[str, str] = field(default_factory=dict)
    risk: str = ""
    costs: Sequence[CostInput] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class TellingInput:
    """How a customer is told of a refusal: by a letter to this address, in this language, or as `how` says."""

    explanation: str = ""
    alternative: str = ""
    address: str = ""
    language: str = "zh"
    how: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentInput:
    """A change somebody asks for, and what the agreement would say from `says.start_date` on (CUS-20)."""

    asked_by: str
    reason: str
    change: str
    parts: Sequence[str]
    says: VersionInput


@dataclass(frozen=True, slots=True)
class LeadInput:
    """Somebody who may become a customer. Owner and department left out are the maker's."""

    name: str
    need: str
    customer_id: int | None = None
    contact: str = ""
    phone: str = ""
    email: str = ""
    source: str = ""
    product: str = ""
    amount: Decimal | None = None
    next_step: str = ""
    next_on: date | None = None
    owner_id: int | None = None
    department_id: int | None = None
    delivered_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class ContactInput:
    """One entry of the sales log, and what comes next."""

    on: date
    way: str
    text: str
    person: str = ""
    next_step: str = ""
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class StageInput:
    """What the next stage of a lead needs to know; each stage takes its own."""

    product: str = ""
    customer_id: int | None = None
    agreement_id: int | None = None
    on: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ResearchInput:
    """What was found out about a market (CUS-02). The department left out is the maker's."""

    title: str
    market: str
    since: date
    until: date
    method: str
    demand: str
    advice: str
    rivals: str = ""
    lead_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlanInput:
    """One line of a service plan (CUS-03)."""

    text: str
    department_id: int
    start_date: date
    due_date: date
    person_id: int | None = None
