from core.api import Router
from expenses.api.advances import AdvanceResource
from expenses.api.claims import ExpenseClaimResource
from expenses.api.corrections import CorrectionResource
from expenses.api.import_rows import ImportedRowResource
from expenses.api.import_sources import ImportSourceResource
from expenses.api.imports import ExpenseImportResource
from expenses.api.payees import PayeeAccountResource
from expenses.api.payments import PayableResource, PaymentResource
from expenses.api.requests import SpendRequestResource

router = Router()
router.register("spend-requests", SpendRequestResource, basename="spend-requests")
router.register("expense-claims", ExpenseClaimResource, basename="expense-claims")
router.register("expense-imports", ExpenseImportResource, basename="expense-imports")
router.register("imported-rows", ImportedRowResource, basename="imported-rows")
router.register("import-sources", ImportSourceResource, basename="import-sources")
router.register("expense-corrections", CorrectionResource, basename="expense-corrections")
router.register("advances", AdvanceResource, basename="advances")
router.register("payables", PayableResource, basename="payables")
router.register("payee-accounts", PayeeAccountResource, basename="payee-accounts")
router.register("payments", PaymentResource, basename="payments")
urlpatterns = router.urls
