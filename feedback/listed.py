"""The kinds of document this app registers with the ground."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.kinds import DocumentKind
from feedback import policies
from feedback.choices import InfoState, SheetState, SurveyState
from feedback.models import FeedbackSheet, MarketInfo, Survey, TransferSlip
from feedback.selectors.market import infos_visible_to, sheets_visible_to, slips_visible_to
from feedback.selectors.surveys import surveys_visible_to


def kinds() -> tuple[DocumentKind, ...]:
    """Information, slips, feedback, surveys."""
    return (
        DocumentKind(
            code=MarketInfo.kind,
            label=_("Market information"),
            model=MarketInfo,
            prefix="MI",
            visible_to=infos_visible_to,
            url_name="feedback:info_detail",
            url_argument="info_id",
            can_edit=can_edit_info,
            can_attach=can_attach_info,
        ),
        DocumentKind(
            code=TransferSlip.kind,
            label=_("Transfer slip"),
            model=TransferSlip,
            prefix="IT",
            visible_to=slips_visible_to,
            url_name="feedback:slip_detail",
            url_argument="slip_id",
            can_edit=policies.is_writer,
        ),
        DocumentKind(
            code=FeedbackSheet.kind,
            label=_("Feedback sheet"),
            model=FeedbackSheet,
            prefix="IF",
            visible_to=sheets_visible_to,
            url_name="feedback:sheet_detail",
            url_argument="sheet_id",
            can_edit=can_edit_sheet,
            can_attach=policies.can_answer,
        ),
        DocumentKind(
            code=Survey.kind,
            label=_("Survey"),
            model=Survey,
            prefix="",
            visible_to=surveys_visible_to,
            url_name="feedback:survey_detail",
            url_argument="survey_id",
            can_edit=can_edit_survey,
        ),
    )


def can_edit_info(info: Any, actor: Actor) -> bool:
    """Its reporter, until it is screened."""
    return info.state == InfoState.REPORTED and policies.is_reporter(info, actor)


def can_attach_info(info: Any, actor: Actor) -> bool:
    """Its reporter and the information manager add proof as it comes."""
    return policies.is_reporter(info, actor) or policies.can_screen(info, actor)


def can_edit_sheet(sheet: Any, actor: Actor) -> bool:
    """The department, until it has given its feedback."""
    return sheet.state == SheetState.ASKED and policies.can_answer(sheet, actor)


def can_edit_survey(survey: Any, actor: Actor) -> bool:
    """Customer service, until it is answered."""
    return survey.state == SurveyState.OPEN and policies.can_manage_surveys(actor)
