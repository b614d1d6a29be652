"""The reports that come with the application, and where they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from reports.papers import registry
from reports.papers.adjustments import AdjustmentPaper
from reports.papers.agreement_reviews import AgreementReviewPaper
from reports.papers.budgets import BudgetPaper
from reports.papers.claims import ClaimPaper
from reports.papers.complaint_costs import ComplaintCostPaper
from reports.papers.complaints import EffectPaper, FollowUpPaper, LiabilityPaper, NonConformancePaper, PlanPaper
from reports.papers.contracts import ContractPaper
from reports.papers.deliveries import DeliveryNotePaper, LabelPaper, PackingListPaper
from reports.papers.duties import DutiesPaper
from reports.papers.entries import EntriesPaper
from reports.papers.invoices import CommercialInvoicePaper
from reports.papers.market import FeedbackSheetPaper, TransferSlipPaper
from reports.papers.quotes import QuotePaper
from reports.papers.research import ResearchPaper
from reports.papers.standard import StandardPaper
from reports.papers.statements import ReceiptVoucherPaper, StatementPaper
from reports.papers.variance import VariancePaper

PAPERS = (
    ClaimPaper,
    BudgetPaper,
    AdjustmentPaper,
    VariancePaper,
    StandardPaper,
    DutiesPaper,
    EntriesPaper,
    ComplaintCostPaper,
    QuotePaper,
    ContractPaper,
    DeliveryNotePaper,
    PackingListPaper,
    LabelPaper,
    CommercialInvoicePaper,
    StatementPaper,
    ReceiptVoucherPaper,
    LiabilityPaper,
    NonConformancePaper,
    PlanPaper,
    FollowUpPaper,
    EffectPaper,
    AgreementReviewPaper,
    ResearchPaper,
    TransferSlipPaper,
    FeedbackSheetPaper,
)


def register() -> None:
    """Make them known."""
    for paper in PAPERS:
        registry.register(paper())


def address(code: str, form: str, parameters: Mapping[str, str]) -> str:
    """Where a page posts to ask for a report."""
    query = {**parameters, "paper": code, "form": form}
    return f"{reverse('reports:run_ask')}?{urlencode(query)}"


def page_of(run_id: int) -> str:
    """The page of a report somebody asked for."""
    return reverse("reports:run_detail", args=[run_id])
