"""Who may open what: the table of person × URL name × status (QLT-40).

Each area keeps its rows in `rows_<area>.py` as `ROWS`. `test_walk.py` walks every URL name of the resolver with everybody
and compares. It fails for a URL without a row, for a row without a URL, and for any status that is not the one written.

The simple form is a URL name and a status for each person:

    ROWS = {
        "core:palette": {"*": 200},
        "budgets:category_list": {"*": 403, "finance_officer": 200, "finance_manager": 200, "gm": 200},
    }

Persons: `employee` (of department "service"; makes the documents), `outsider` (employee of another department), `manager` (of
"service"), `division_manager`, `finance_officer`, `finance_manager`, `finance_supervisor`, `gm`, `anonymous`. `"*"` stands for
everyone signed in who is not named. `anonymous` not named must be sent to sign in: 302 on pages, 401 in the API.
A set such as `{200, 204}` allows either.

What a row may say besides, under keys that are no persons:

    "kwargs"   the URL's arguments, from the world: `lambda world: {"budget_id": world.budget.pk}`; needed where the URL has any
    "foreign"  arguments of a thing of another department: everybody in "blind" must get 404 for it
    "blind"    who does not see the foreign thing; `("employee", "manager")` where not given
    "data"     what is sent (dict, or `lambda world: dict`); pages send it as a form, the API as JSON
    "query"    the query string, such as "?format=xlsx"

A row of a plain name is sent by GET, or by POST where the view takes nothing else. Another method has a row of its own,
with the method behind the name:

    "api:budgets-list": {"*": 200},
    "api:budgets-list POST": {"*": 403, "employee": 400, "manager": 400},

An API action needs a row for each of its methods. A page that takes GET and POST may leave the POST row out; then POST with no
data must refuse (302 to sign-in, 403, 404) exactly whom GET refuses.

`world` (`world.py`) is built once for the walk, through the services; every request of the walk is rolled back, so rows do
not influence each other and may change things. Add to the world what your rows need.
"""
