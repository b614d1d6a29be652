from expenses.models.claims import Claim, ClaimLine, EstimateUse
from expenses.models.requests import RequestChange, SpendRequest, SpendRequestLine

__all__ = ["Claim", "ClaimLine", "EstimateUse", "RequestChange", "SpendRequest", "SpendRequestLine"]
