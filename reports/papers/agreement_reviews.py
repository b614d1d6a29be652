"""The record of an agreement's review (协议评审): the requirement form, what each part answered, the margin, the
conclusion, places to sign (CUS-10, CUS-11, RPT-41)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.choices import Ground, ReviewState
from agreements.models import AgreementReview
from agreements.selectors.reviews import ReviewPage, review_page
from core import formats
from core.actors import Actor
from core.money import base_currency
from reports.papers import documents, words
from reports.papers.content import Box, Column, Content, Facts, Row, Section, Signatures, Table
from reports.papers.registry import DocumentPaper, Parameters


class AgreementReviewPaper(DocumentPaper):
    """One review."""

    code = "agreement_review"
    kind = AgreementReview.kind
    label = gettext_lazy("Agreement review record")
    forms = ("pdf",)

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        review = self.document(parameters, actor)
        page = review_page(review, actor)
        sections: list[Section] = [_head(review, page), _answers(page)]
        if page.costs:
            sections += [_costs(review, page), _margin(review, page)]
        sections += [_conclusion(review), _signatures(review, page), documents.history(review)]
        return Content(
            title=_("Agreement review record"),
            subtitle=review.of.subject,
            number=review.number,
            state=str(review.get_state_display()),
            state_of=documents.state_of(review),
            sections=sections,
            template="papers/voucher.html",
        )


def _head(review: AgreementReview, page: ReviewPage) -> Facts:
    agreement = review.agreement
    grounds = _(", ").join(str(Ground(one).label) for one in review.grounds)
    pairs: list[tuple[str, Any]] = [
        (_("Customer"), agreement.customer.name),
        (_("Agreement"), " · ".join(filter(None, (agreement.number, str(page.amendment or ""))))),
        (_("Amount"), f"{agreement.currency} {formats.amount(review.of.amount)}"),
        (_("Handed in by"), f"{review.created_by.name} · {formats.day(review.created_at)}"),
        (_("Reviewed because of"), grounds),
        (_("Product"), review.product),
        (_("Quantities"), review.quantities),
        (_("Dates"), review.dates),
        (_("Technical requirements"), review.technical_requirements or formats.NOTHING),
        (_("Special terms"), review.special_terms or formats.NOTHING),
    ]
    return Facts(pairs, template="papers/voucher_head.html")


def _answers(page: ReviewPage) -> Table:
    rows = []
    for one in page.answers:
        said = [one.row.reason]
        if one.row.condition:
            said.append(_("Conditions: %(text)s") % {"text": one.row.condition})
        said += [_("%(label)s: %(text)s") % {"label": label, "text": text} for label, text in one.points]
        who = one.row.answered_by.name if one.row.answered_by else formats.NOTHING
        rows.append(
            Row(
                (
                    str(one.row.get_part_display()),
                    str(one.row.get_answer_display()) if one.row.answer else _("Missing"),
                    " · ".join(filter(None, said)),
                    who,
                    one.row.answered_at,
                )
            )
        )
    return Table(
        title=_("Answers of the parts"),
        columns=[
            Column(pgettext("agreement review", "Part"), width=14),
            Column(_("Answer"), width=11),
            Column(_("Reasons"), width=46),
            Column(_("Answered by"), width=12),
            Column(_("When"), "moment", 17),
        ],
        rows=rows,
        empty=_("The review has not been started yet."),
    )


def _costs(review: AgreementReview, page: ReviewPage) -> Table:
    rows = [Row((str(one.get_cost_kind_display()), one.text, one.amount)) for one in page.costs]
    total = sum((one.amount for one in page.costs), page.costs[0].amount * 0)
    return Table(
        title=_("Costs of the order"),
        columns=[
            Column(_("Kind of cost"), width=20),
            Column(_("What for"), width=50),
            Column(_("Amount without tax (%(currency)s)") % {"currency": base_currency()}, "money", 20),
        ],
        rows=[*rows, Row((_("Total"), "", total), role="total", sums=range(len(rows)))],
    )


def _margin(review: AgreementReview, page: ReviewPage) -> Facts:
    return Facts(
        [
            (_("Net price"), formats.amount(review.net_price)),
            (_("Margin"), f"{formats.amount(page.left)} ({formats.percent(page.share, places=2)})"),
            (_("Margin required"), formats.percent(review.required_margin, places=2)),
            (_("Order risk"), str(review.get_risk_display()) if review.risk else formats.NOTHING),
        ],
        template="papers/voucher_head.html",
    )


def _conclusion(review: AgreementReview) -> Facts:
    pairs: list[tuple[str, Any]] = [
        (_("Conclusion"), str(review.get_state_display())),
        (_("Concluded on"), words.moment(review.concluded_at) if review.concluded_at else formats.NOTHING),
    ]
    if review.overruled_by:
        pairs.append((_("Finance overruled by"), f"{review.overruled_by.name}: {review.overruling}"))
    else:
        pairs.append((_("Finance overruled by"), formats.NOTHING))
    pairs.append((_("Concluded by"), review.concluded_by.name if review.concluded_by else formats.NOTHING))
    pairs.append((_("Why"), review.conclusion or formats.NOTHING))
    if review.state == ReviewState.DECLINE:
        pairs += [
            (_("Explanation to the customer"), review.explanation),
            (_("Alternative proposed"), review.alternative),
            (_("How the customer was told"), review.told_how),
        ]
    return Facts(pairs, template="papers/voucher_head.html")


def _signatures(review: AgreementReview, page: ReviewPage) -> Signatures:
    boxes = [
        Box(
            str(one.row.get_part_display()),
            one.row.answered_by.name if one.row.answered_by else "",
            formats.day(one.row.answered_at) if one.row.answered_at else "",
        )
        for one in page.answers
    ]
    boxes.append(
        Box(
            _("Division manager"),
            review.concluded_by.name if review.concluded_by else "",
            formats.day(review.concluded_at) if review.concluded_at else "",
        )
    )
    return Signatures(boxes)
