from django.urls import path

from budgets.api.adjustments import AdjustmentResource
from budgets.api.budgets import BudgetResource
from budgets.api.categories import CategoryResource
from budgets.api.ceilings import CeilingResource
from budgets.api.company import company_budget
from budgets.api.controls import ControlOverrideResource, ControlPolicyResource
from budgets.api.ledger import BalanceResource, LedgerEntryResource
from budgets.api.projects import ProjectResource
from budgets.api.rates import ExchangeRateResource
from budgets.api.years import FiscalYearResource, PeriodResource
from core.api import Router

router = Router()
router.register("fiscal-years", FiscalYearResource, basename="fiscal-years")
router.register("periods", PeriodResource, basename="periods")
router.register("categories", CategoryResource, basename="categories")
router.register("control-policies", ControlPolicyResource, basename="control-policies")
router.register("control-overrides", ControlOverrideResource, basename="control-overrides")
router.register("projects", ProjectResource, basename="projects")
router.register("exchange-rates", ExchangeRateResource, basename="exchange-rates")
router.register("ceilings", CeilingResource, basename="ceilings")
router.register("budgets", BudgetResource, basename="budgets")
router.register("adjustments", AdjustmentResource, basename="adjustments")
router.register("balances", BalanceResource, basename="balances")
router.register("ledger-entries", LedgerEntryResource, basename="ledger-entries")
urlpatterns = [*router.urls, path("company-budget/", company_budget, name="company-budget")]
