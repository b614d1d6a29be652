from parts_sales.models.applications import PriceApplication, PriceApplicationLine
from parts_sales.models.credit import CreditReview, CreditTerm, DunningEntry
from parts_sales.models.guarantees import DeductionMonth, Guarantee
from parts_sales.models.inquiries import Inquiry, Violation
from parts_sales.models.notes import DeliveryNote, DeliveryNoteLine
from parts_sales.models.orders import SalesOrder, SalesOrderLine
from parts_sales.models.parts import Part
from parts_sales.models.price_lists import PriceList, PriceListLine
from parts_sales.models.prices import BankDetails, DiscountTier, PartCost, PartPrice, PriceFigure
from parts_sales.models.quotes import Quote, QuoteLine
from parts_sales.models.receipts import OrderInvoice, Receipt, ReceiptMatch
from parts_sales.models.results import ResultLine, ResultPosting
from parts_sales.models.returns import SalesReturn, SalesReturnLine
from parts_sales.models.statements import Statement, StatementLine
from parts_sales.models.stock import StockBalance, StockMovement

__all__ = [
    "BankDetails",
    "CreditReview",
    "CreditTerm",
    "DeductionMonth",
    "DeliveryNote",
    "DeliveryNoteLine",
    "DiscountTier",
    "DunningEntry",
    "Guarantee",
    "Inquiry",
    "OrderInvoice",
    "Part",
    "PartCost",
    "PartPrice",
    "PriceApplication",
    "PriceApplicationLine",
    "PriceFigure",
    "PriceList",
    "PriceListLine",
    "Quote",
    "QuoteLine",
    "Receipt",
    "ReceiptMatch",
    "ResultLine",
    "ResultPosting",
    "SalesOrder",
    "SalesOrderLine",
    "SalesReturn",
    "SalesReturnLine",
    "Statement",
    "StatementLine",
    "StockBalance",
    "StockMovement",
    "Violation",
]
