"""An expense claim as a voucher (费用报销单): as accountants file it, with the amount in capitals (EXP-02, RPT-41)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import attachments, formats
from core.actors import Actor
from core.capitals import capitals
from core.money import ZERO, base_currency
from expenses import flag_words
from expenses.models import Claim, Flag
from expenses.selectors.flags import flags_of
from reports.papers import documents, words
from reports.papers.content import Column, Content, Facts, Row, Section, Table
from reports.papers.registry import DocumentPaper, Parameters


class ClaimPaper(DocumentPaper):
    """One claim: head, lines with their invoices, the sum in figures and capitals, places to sign, decisions."""

    code = "expense_claim"
    kind = Claim.kind
    label = gettext_lazy("Expense voucher")

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        claim = self.document(parameters, actor)
        cases = documents.rounds_of(claim)
        is_invoice = claim.claim_kind == "INVOICE"
        sections: list[Section] = [
            _head(claim),
            _lines(claim),
            _sum(claim),
            *_checks(claim),
            *documents.signatures(
                claim,
                cases,
                maker=_("Made out by") if is_invoice else _("Claimant"),
                otherwise=(_("Department head"), _("Finance check"), _("Approved by")),
                last=(_("Cashier"), _("Received by")),
            ),
            documents.decisions(claim, cases),
            documents.history(claim),
        ]
        return Content(
            title=_("Invoice payment voucher") if is_invoice else _("Expense claim voucher"),
            subtitle=claim.title,
            number=claim.number or _("Draft"),
            state=str(claim.get_state_display()),
            state_of=documents.state_of(claim),
            sections=sections,
            template="papers/voucher.html",
        )


def _head(claim: Claim) -> Facts:
    count = attachments.attachments_of(kind=claim.kind, document_id=claim.pk).count()
    date = claim.submitted_at or claim.created_at
    request = f"{claim.request.number} {claim.request.title}" if claim.request else _("none")
    pairs: list[tuple[str, Any]] = [
        (_("Department"), claim.department.name),
        (_("Claimant"), f"{claim.created_by.name} {claim.created_by.position}".strip()),
        (_("Date"), formats.day(date)),
        (_("Attachments"), _("%(count)s pcs.") % {"count": count}),
        (_("Spend request"), request),
        (_("Subject"), " · ".join(filter(None, (claim.title, claim.purpose, claim.complaint)))),
    ]
    return Facts(pairs, template="papers/voucher_head.html")


def _lines(claim: Claim) -> Table:
    lines = list(claim.lines.select_related("category", "project"))
    rows = [
        Row(
            (
                number,
                line.expense_date,
                line.category.name,
                " · ".join(filter(None, (line.description, line.project.name if line.project else "", line.supplier))),
                " ".join(filter(None, (line.invoice_code, line.invoice_number))) or _("no invoice"),
                formats.rate(line.tax_rate) if line.tax_rate else formats.NOTHING,
                line.tax_amount,
                line.amount,
            )
        )
        for number, line in enumerate(lines, start=1)
    ]
    tax = sum((line.tax_amount for line in lines), ZERO)
    total = Row(
        (None, None, pgettext("voucher", "Total"), "", "", "", tax, claim.total), role="total", sums=range(len(lines))
    )
    return Table(
        columns=[
            Column(pgettext("voucher", "No."), "count", 5),
            Column(_("Date"), "day", 13),
            Column(_("Category"), width=16),
            Column(_("Description"), width=29),
            Column(_("Invoice"), width=26),
            Column(_("Tax rate"), width=7),
            Column(_("Tax"), "money", 12),
            Column(_("Amount (%(currency)s)") % {"currency": claim.currency}, "money", 15),
        ],
        rows=[*rows, total],
        template="papers/voucher_lines.html",
    )


def _checks(claim: Claim) -> list[Section]:
    """What the checks found, with what the claimant said (EXP-05); nothing where nothing was found."""
    found = list(flags_of(claim))
    if not found:
        return []
    rows = [
        Row(
            (
                flag.line or None,
                " ".join(filter(None, (str(flag.get_check_code_display()), *_others(flag)))),
                flag_words.sentence(flag.check_code, flag.facts),
                f"{flag.explained_by.name}: {flag.explanation}" if flag.explained_by else _("Not explained."),
            )
        )
        for flag in found
    ]
    columns = [
        Column(_("Line"), "count", 6),
        Column(pgettext("fact", "Check"), width=20),
        Column(pgettext("check", "Found"), width=44),
        Column(_("Explanation"), width=36),
    ]
    return [Table(columns=columns, rows=rows, title=_("Check hints"))]


def _others(flag: Flag) -> list[str]:
    return [str(one["number"]) for one in flag.facts.get("others", ()) if one.get("number")]


def _sum(claim: Claim) -> Facts:
    """The sum; converted where the claim is in another currency; in capitals in the base currency."""
    is_foreign = claim.currency != base_currency()
    base = Decimal(claim.base_total if is_foreign else claim.total)
    pairs: list[tuple[str, Any]] = []
    if base_currency() == "CNY":
        pairs.append((_("Amount in capitals"), f"{_('RMB')}{capitals(base)}"))
    pairs.append(
        (_("Amount in figures"), f"{'¥' if base_currency() == 'CNY' else base_currency()} {formats.amount(base)}")
    )
    lines = list(claim.lines.all())
    if any(line.tax_rate for line in lines):
        net = sum((line.net_amount for line in lines), ZERO)
        parts = _("net %(net)s · tax %(tax)s") % {
            "net": formats.amount(net), "tax": formats.amount(claim.total - net),
        }  # fmt: skip
        pairs.append((_("Of it"), f"{parts} {claim.currency}" if is_foreign else parts))
    if is_foreign:
        converted = _("%(amount)s %(currency)s × %(rate)s (%(source)s, %(day)s)") % {
            "amount": formats.amount(claim.total),
            "currency": claim.currency,
            "rate": f"{claim.rate.normalize():f}",
            "source": claim.rate_source,
            "day": formats.day(claim.rate_date),
        }
        pairs.append((_("Converted"), converted))
    if claim.posted_at:
        pairs.append((_("Posted"), words.moment(claim.posted_at)))
    return Facts(pairs, template="papers/voucher_sum.html")
