from expenses.models.claims import Claim, ClaimLine, EstimateUse
from expenses.models.imports import ExpenseImport, ImportRow, ImportSource, ImportStop, ImportValue
from expenses.models.requests import RequestChange, SpendRequest, SpendRequestLine

__all__ = [
    "Claim",
    "ClaimLine",
    "EstimateUse",
    "ExpenseImport",
    "ImportRow",
    "ImportSource",
    "ImportStop",
    "ImportValue",
    "RequestChange",
    "SpendRequest",
    "SpendRequestLine",
]
