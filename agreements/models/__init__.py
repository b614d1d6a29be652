"""The tables of leads, agreements, their reviews and amendments."""

from agreements.models.agreements import Agreement, AgreementLine, AgreementVersion
from agreements.models.amendments import Amendment
from agreements.models.leads import Lead, LeadContact, PlanItem
from agreements.models.research import ResearchReport
from agreements.models.reviews import AgreementReview, ReviewAnswer, ReviewCost

__all__ = [
    "Agreement",
    "AgreementLine",
    "AgreementReview",
    "AgreementVersion",
    "Amendment",
    "Lead",
    "LeadContact",
    "PlanItem",
    "ResearchReport",
    "ReviewAnswer",
    "ReviewCost",
]
