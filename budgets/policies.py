"""Who may do what with budgets: pure functions over an actor and a row."""

from __future__ import annotations

from typing import Any

from core.actors import Actor

MAKE = "budgets.make"
REVIEW = "budgets.review"
APPROVE = "budgets.approve"
VIEW = "budgets.view"
RUN_YEARS = "budgets.run_years"
CLOSE_PERIODS = "budgets.close_periods"
REOPEN_PERIODS = "budgets.reopen_periods"
EDIT_CATEGORIES = "budgets.edit_categories"
GRANT_OVERRIDE = "budgets.grant_override"
VERIFY_LEDGER = "budgets.verify_ledger"
KEEP_RATES = "budgets.keep_rates"
SET_CEILINGS = "budgets.set_ceilings"


def can_run_years(_year: Any, actor: Actor) -> bool:
    """Finance opens and closes fiscal years (BUD-01)."""
    return actor.can(RUN_YEARS)


def can_close_periods(_period: Any, actor: Actor) -> bool:
    """Finance closes months one by one (BUD-01)."""
    return actor.can(CLOSE_PERIODS)


def can_reopen_periods(_period: Any, actor: Actor) -> bool:
    """Reopening a month needs the finance manager (BUD-01)."""
    return actor.can(REOPEN_PERIODS)


def can_edit(budget: Any, actor: Actor) -> bool:
    """Whoever makes budgets for the department edits its drafts (BUD-10)."""
    return budget.is_editable and actor.can(MAKE, budget.department_id)


def can_submit(budget: Any, actor: Actor) -> bool:
    """The people who may edit a draft may submit it."""
    return actor.can(MAKE, budget.department_id)


def can_withdraw(budget: Any, actor: Actor) -> bool:
    """The one who submitted takes it back (APR-09)."""
    return actor.is_system or budget.submitted_by_id == actor.person_id


def can_ask(budget: Any, actor: Actor) -> bool:
    """Reviewers question single lines while a budget is in review; never the people who made it (BUD-30, ORG-06)."""
    if not budget.is_in_review or actor.person_id in {budget.created_by_id, budget.submitted_by_id}:
        return False
    return actor.can(REVIEW, budget.department_id) or actor.can(APPROVE, budget.department_id)


def can_answer(budget: Any, actor: Actor) -> bool:
    """Whoever makes budgets for the department answers for its lines, in review and after a return (BUD-30)."""
    return budget.is_alive and actor.can(MAKE, budget.department_id)


def can_open_budgets(actor: Actor) -> bool:
    """Who works with budgets finds them in the navigation; what one sees there is another matter (GEN-10)."""
    return any(actor.can_somewhere(permission) for permission in (MAKE, REVIEW, APPROVE, VIEW))


def can_make_budgets(actor: Actor) -> bool:
    """Who may begin a draft somewhere."""
    return actor.can_somewhere(MAKE)


def can_submit_adjustment(adjustment: Any, actor: Actor) -> bool:
    """Whoever makes budgets for the department that asks makes its adjustments (BUD-32)."""
    return actor.can(MAKE, adjustment.department_id)


def can_edit_adjustment(adjustment: Any, actor: Actor) -> bool:
    """The same people change it while it is a draft or returned."""
    return adjustment.is_editable and can_submit_adjustment(adjustment, actor)


def by_approval(_budget: Any, actor: Actor) -> bool:
    """Moves that only the end of an approval makes; the approvals engine acts as the decider."""
    return True


def can_see_control(actor: Actor) -> bool:
    """Who sees budgets somewhere sees how they are controlled: years, categories, policies (BUD-03, LED-05)."""
    return actor.can_somewhere(VIEW)


def can_edit_control(actor: Actor) -> bool:
    """Finance keeps categories, projects and policies."""
    return actor.can(EDIT_CATEGORIES)


def can_keep_rates(actor: Actor) -> bool:
    """Finance keeps the table of exchange rates (GEN-02b)."""
    return actor.can(KEEP_RATES)


def can_set_ceilings(actor: Actor) -> bool:
    """Finance gives each department its ceiling (BUD-23)."""
    return actor.can(SET_CEILINGS)


def can_set_up_years(actor: Actor) -> bool:
    """The finance manager sets fiscal years up."""
    return actor.can(RUN_YEARS)


def can_verify(actor: Actor) -> bool:
    """Finance and auditors verify the ledger (LED-02)."""
    return actor.can(VERIFY_LEDGER)
