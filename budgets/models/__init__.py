from budgets.models.adjustments import Adjustment, AdjustmentLine
from budgets.models.budgets import Budget, BudgetLine, BudgetVersion, CellChange, ControlMethod, LineQuestion
from budgets.models.categories import Category, ControlPolicy, Project
from budgets.models.ceilings import Ceiling
from budgets.models.imports import BudgetImport
from budgets.models.ledger import BalanceSnapshot, BudgetBalance, ControlKey, ControlOverride, LedgerEntry
from budgets.models.rates import ExchangeRate
from budgets.models.years import FiscalYear, Period

__all__ = [
    "Adjustment",
    "AdjustmentLine",
    "BalanceSnapshot",
    "Budget",
    "BudgetBalance",
    "BudgetImport",
    "BudgetLine",
    "BudgetVersion",
    "Category",
    "Ceiling",
    "CellChange",
    "ControlKey",
    "ControlMethod",
    "ControlOverride",
    "ControlPolicy",
    "ExchangeRate",
    "FiscalYear",
    "LedgerEntry",
    "LineQuestion",
    "Period",
    "Project",
]
