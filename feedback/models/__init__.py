from feedback.models.market import MarketInfo, Reward
from feedback.models.slips import FeedbackSheet, SlipDepartment, TransferSlip
from feedback.models.surveys import Survey, SurveyWish

__all__ = ["FeedbackSheet", "MarketInfo", "Reward", "SlipDepartment", "Survey", "SurveyWish", "TransferSlip"]
