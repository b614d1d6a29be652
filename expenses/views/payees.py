"""Bank accounts: one's own, and the suppliers' for those who pay (EXP-07)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import lists as shared
from core.web import Request, page_or_part
from expenses import exports, policies
from expenses.forms.payments import AccountForm, SupplierAccountForm
from expenses.models import PayeeAccount
from expenses.selectors import payments as selectors
from expenses.services import payees
from organization.views.access import needs
from organization.views.acting import Action, act

ROWS = 50


@shared.list_page
@require_GET
@needs(policies.can_open_payments)
def payee_list(request: Request) -> HttpResponse:
    """The suppliers' accounts, and who is owed something without one; numbers in full for who pays."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    can_pay = policies.can_record_payments(request.actor)
    rows = selectors.accounts_of_suppliers(words=words, sort=request.GET.get("sort", ""))
    if shared.wants_file(request):
        sheet, filters = exports.accounts_sheet(rows, in_full=can_pay), [(_("Search"), words)]
        return shared.file_of(request, sheet, name="supplier-accounts", title=_("Suppliers' accounts"), filters=filters)
    context = {
        "can_pay": can_pay,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "words": words,
        "missing": selectors.suppliers_without_account(request.actor),
    }
    return page_or_part(request, "expenses/payee_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_record_payments)
def payee_create(request: Request) -> HttpResponse:
    """The account of a supplier; `?supplier=` fills the name in."""
    form = SupplierAccountForm(request.POST or None, initial={"supplier": request.GET.get("supplier", "")[:120]})
    return act(request, _action(_("New bank account of a supplier")), form, lambda: _keep(request, form))


@require_http_methods(["GET", "POST"])
@needs(policies.can_record_payments)
def payee_edit(request: Request, account_id: int) -> HttpResponse:
    """Correct a supplier's account; payments made keep the one they went to."""
    kept = get_object_or_404(selectors.accounts_of_suppliers(words=""), pk=account_id)
    form = SupplierAccountForm(request.POST or None, initial={**_initial(kept), "supplier": kept.supplier})
    form.fields["supplier"].disabled = True
    title = _("Bank account of %(supplier)s") % {"supplier": kept.supplier}
    return act(request, _action(title), form, lambda: _keep(request, form))


@require_http_methods(["GET", "POST"])
@needs(policies.can_keep_own_account)
def own_account(request: Request) -> HttpResponse:
    """Where one is paid oneself: nobody else enters or changes it."""
    kept = PayeeAccount.objects.filter(person=request.actor.person_id).first()
    form = AccountForm(request.POST or None, initial=_initial(kept) if kept else {"holder": request.actor.name})

    def work() -> str:
        payees.keep_own_account(account=form.account(), actor=request.actor, at=timezone.now())
        return _("Your bank account was kept.")

    back = reverse("expenses:claim_list")
    action = Action(
        title=_("My bank account"),
        verb=_("Save"),
        back=back,
        section=_("Spend"),
        crumbs=((_("Claims"), back),),
        says=(_("Your claims are paid to this account. You and those who pay see it in full, nobody else."),),
    )
    return act(request, action, form, work)


def _keep(request: Request, form: SupplierAccountForm) -> str:
    supplier = form.cleaned_data["supplier"]
    payees.keep_supplier_account(supplier=supplier, account=form.account(), actor=request.actor, at=timezone.now())
    return _("The bank account of %(supplier)s was kept.") % {"supplier": supplier}


def _initial(kept: PayeeAccount) -> dict[str, object]:
    return {
        "holder": kept.holder, "account_number": kept.account_number, "bank": kept.bank, "version": kept.version,
    }  # fmt: skip


def _action(title: str) -> Action:
    back = reverse("expenses:payee_list")
    return Action(
        title=title, verb=_("Save"), back=back, section=_("Spend"), crumbs=((_("Suppliers' accounts"), back),)
    )
