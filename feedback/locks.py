"""How market information and surveys are locked: the information, then its slip, then a department's sheet."""

from __future__ import annotations

from feedback.models import FeedbackSheet, MarketInfo, Survey, TransferSlip


def lock_info(info_id: int) -> MarketInfo:
    """Lock a piece of information until the transaction ends; freshly read. Raises MarketInfo.DoesNotExist."""
    return MarketInfo.objects.select_for_update(of=("self",), no_key=True).get(pk=info_id)


def lock_slip(slip_id: int) -> TransferSlip:
    """Lock the information of a slip and then the slip; freshly read. Raises TransferSlip.DoesNotExist."""
    info = lock_info(TransferSlip.objects.values_list("information", flat=True).get(pk=slip_id))
    slip = TransferSlip.objects.select_for_update(of=("self",), no_key=True).get(pk=slip_id)
    slip.information = info
    return slip


def lock_sheet(sheet_id: int) -> FeedbackSheet:
    """Lock information, slip and then the sheet; freshly read. Raises FeedbackSheet.DoesNotExist."""
    slip = lock_slip(FeedbackSheet.objects.values_list("slip", flat=True).get(pk=sheet_id))
    sheet = FeedbackSheet.objects.select_for_update(of=("self",), no_key=True).get(pk=sheet_id)
    sheet.slip = slip
    return sheet


def lock_survey(survey_id: int) -> Survey:
    """Lock a survey; freshly read. Raises Survey.DoesNotExist."""
    return Survey.objects.select_related("customer").select_for_update(of=("self",), no_key=True).get(pk=survey_id)
