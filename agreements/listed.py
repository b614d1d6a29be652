"""Agreements, reviews, amendments, leads and market research, as the rest of the application knows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements import policies
from agreements.models import Agreement, AgreementReview, Amendment, Lead, ResearchReport
from agreements.selectors.agreements import agreements_visible_to, amendments_visible_to, reviews_visible_to
from agreements.selectors.leads import leads_visible_to
from agreements.selectors.research import research_visible_to
from core.actors import Actor
from core.kinds import DocumentKind


def kinds() -> tuple[DocumentKind, ...]:
    """All five."""
    return (
        DocumentKind(
            code=Agreement.kind, label=_("Agreement"), model=Agreement, prefix="AG", visible_to=agreements_visible_to,
            url_name="agreements:agreement_detail", url_argument="agreement_id", can_edit=policies.can_change_draft,
            can_attach=policies.can_edit,
        ),
        DocumentKind(
            code=AgreementReview.kind, label=_("Agreement review"), model=AgreementReview, prefix="AR",
            visible_to=reviews_visible_to, url_name="agreements:review_detail", url_argument="review_id",
            can_edit=_never, can_attach=can_attach,
        ),
        DocumentKind(
            code=Amendment.kind, label=_("Amendment"), model=Amendment, prefix="AM", visible_to=amendments_visible_to,
            url_name="agreements:amendment_detail", url_argument="amendment_id", can_edit=_never,
            can_attach=policies.can_amend,
        ),
        DocumentKind(
            code=Lead.kind, label=_("Lead"), model=Lead, prefix="LD", visible_to=leads_visible_to,
            url_name="agreements:lead_detail", url_argument="lead_id", can_edit=policies.can_edit_lead,
            can_attach=policies.can_edit_lead,
        ),
        DocumentKind(
            code=ResearchReport.kind, label=_("Market research report"), model=ResearchReport, prefix="MR",
            visible_to=research_visible_to, url_name="agreements:research_detail", url_argument="report_id",
            can_edit=policies.can_change_research, can_attach=policies.can_edit_research,
        ),
    )  # fmt: skip


def can_attach(review: Any, actor: Actor) -> bool:
    """Whoever made the form, answers or concludes adds files while it is answered."""
    if review.state not in {"ASKED", "RUNNING"}:
        return False
    answers = any(policies.can_answer(review, part, actor) for part in policies.ANSWERS)
    return answers or policies.can_review(review, actor) or bool(review.created_by_id == actor.person_id)


def _never(_document: Any, _actor: Actor) -> bool:
    """What was handed in is not changed any more."""
    return False
