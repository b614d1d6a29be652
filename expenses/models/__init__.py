from expenses.models.advances import Advance, AdvanceReturn, AdvanceUse
from expenses.models.claims import Claim, ClaimLine, EstimateUse
from expenses.models.corrections import Correction, CorrectionLine
from expenses.models.flags import Flag
from expenses.models.imports import ExpenseImport, ImportRow, ImportSource, ImportValue
from expenses.models.payments import Payable, PayeeAccount, Payment, PaymentLine
from expenses.models.requests import RequestChange, SpendRequest, SpendRequestLine

__all__ = [
    "Advance",
    "AdvanceReturn",
    "AdvanceUse",
    "Claim",
    "ClaimLine",
    "Correction",
    "CorrectionLine",
    "EstimateUse",
    "ExpenseImport",
    "Flag",
    "ImportRow",
    "ImportSource",
    "ImportValue",
    "Payable",
    "PayeeAccount",
    "Payment",
    "PaymentLine",
    "RequestChange",
    "SpendRequest",
    "SpendRequestLine",
]
