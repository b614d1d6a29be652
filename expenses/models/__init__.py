from expenses.models.claims import Claim, ClaimLine
from expenses.models.requests import RequestChange, SpendRequest, SpendRequestLine

__all__ = ["Claim", "ClaimLine", "RequestChange", "SpendRequest", "SpendRequestLine"]
