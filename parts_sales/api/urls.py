from core.api import Router
from parts_sales.api.credit import CreditTermResource
from parts_sales.api.debts import DebtResource
from parts_sales.api.guarantees import GuaranteeResource
from parts_sales.api.inquiries import InquiryResource, ViolationResource
from parts_sales.api.new_price_lists import NewPriceListResource
from parts_sales.api.notes import DeliveryNoteResource
from parts_sales.api.orders import SalesOrderResource
from parts_sales.api.parts import PartResource
from parts_sales.api.price_figures import (
    BankDetailsResource,
    DiscountAuthorityResource,
    DiscountTableResource,
    PriceFigureResource,
)
from parts_sales.api.price_lists import PriceListResource
from parts_sales.api.quotes import PriceApplicationResource, QuoteResource
from parts_sales.api.receipts import ReceiptResource
from parts_sales.api.results import ResultResource
from parts_sales.api.returns import SalesReturnResource
from parts_sales.api.statements import StatementResource

router = Router()
router.register("parts", PartResource, basename="parts")
router.register("price-lists", PriceListResource, basename="price-lists")
router.register("price-figures", PriceFigureResource, basename="price-figures")
router.register("discount-authority", DiscountAuthorityResource, basename="discount-authority")
router.register("discount-tables", DiscountTableResource, basename="discount-tables")
router.register("bank-details", BankDetailsResource, basename="bank-details")
router.register("delivery-notes", DeliveryNoteResource, basename="delivery-notes")
router.register("sales-returns", SalesReturnResource, basename="sales-returns")
router.register("quotes", QuoteResource, basename="quotes")
router.register("price-applications", PriceApplicationResource, basename="price-applications")
router.register("inquiries", InquiryResource, basename="inquiries")
router.register("violations", ViolationResource, basename="violations")
router.register("sales-orders", SalesOrderResource, basename="sales-orders")
router.register("receipts", ReceiptResource, basename="receipts")
router.register("statements", StatementResource, basename="statements")
router.register("debts", DebtResource, basename="debts")
router.register("guarantees", GuaranteeResource, basename="guarantees")
router.register("credit-terms", CreditTermResource, basename="credit-terms")
router.register("sales-results", ResultResource, basename="sales-results")
router.register("new-price-lists", NewPriceListResource, basename="new-price-lists")
urlpatterns = router.urls
