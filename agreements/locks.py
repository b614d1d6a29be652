"""How agreements are locked: the agreement first, then what belongs to it (review or amendment)."""

from __future__ import annotations

from agreements.models import Agreement, AgreementReview, Amendment, Lead, ResearchReport


def lock_agreement(agreement_id: int) -> Agreement:
    """Lock an agreement until the transaction ends; freshly read. Raises Agreement.DoesNotExist."""
    return Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement_id)


def lock_review(review_id: int) -> AgreementReview:
    """Lock the agreement of a review and then the review; freshly read. Raises AgreementReview.DoesNotExist."""
    lock_agreement(AgreementReview.objects.values_list("agreement", flat=True).get(pk=review_id))
    rows = AgreementReview.objects.select_related("agreement", "of")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=review_id)


def lock_amendment(amendment_id: int) -> Amendment:
    """Lock the agreement of an amendment and then the amendment; freshly read. Raises Amendment.DoesNotExist."""
    lock_agreement(Amendment.objects.values_list("agreement", flat=True).get(pk=amendment_id))
    rows = Amendment.objects.select_related("agreement", "proposed")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=amendment_id)


def lock_lead(lead_id: int) -> Lead:
    """Lock a lead until the transaction ends; freshly read. Raises Lead.DoesNotExist."""
    return Lead.objects.select_for_update(of=("self",), no_key=True).get(pk=lead_id)


def lock_research(report_id: int) -> ResearchReport:
    """Lock a market research report until the transaction ends; freshly read. Raises ResearchReport.DoesNotExist."""
    return ResearchReport.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
