from core.api import Router
from organization.api import assignments, break_glass, departments, people, roles, staff_imports, tokens

router = Router()
tokens.register(router)
departments.register(router)
people.register(router)
assignments.register(router)
break_glass.register(router)
roles.register(router)
staff_imports.register(router)
urlpatterns = router.urls
