"""The shape of what people type: requests, claims, reasons, filters."""

from core.forms import VersionForm
from expenses.forms.claims import ClaimForm, ClaimLineForm, claim_lines
from expenses.forms.filters import ListForm
from expenses.forms.imports import ImportFile, ImportPost
from expenses.forms.moves import AmountsForm, ExplainForm, GrantForm, ReasonForm
from expenses.forms.requests import RequestForm, RequestLineForm, request_lines

__all__ = [
    "AmountsForm",
    "ClaimForm",
    "ClaimLineForm",
    "ExplainForm",
    "GrantForm",
    "ImportFile",
    "ImportPost",
    "ListForm",
    "ReasonForm",
    "RequestForm",
    "RequestLineForm",
    "VersionForm",
    "claim_lines",
    "request_lines",
]
