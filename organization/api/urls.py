from core.api import Router
from organization.api import assignments, departments, people, tokens

router = Router()
tokens.register(router)
departments.register(router)
people.register(router)
assignments.register(router)
urlpatterns = router.urls
