"""The sentences the grid's scripts say, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the names that `static/js/grid/*.js` use; {…} are filled there."""
    return {
        "saved": _("saved {time}"),
        "saving": _("saving"),
        "waiting": _("not saved yet, trying again"),
        "offline": _("no connection; what you type is kept here"),
        "not_a_number": _("“{text}” is not an amount, so the cell keeps {old}."),
        "negative": _("{text} is below zero; budgets have no negative amounts."),
        "too_large": _("{text} is more than a cell can hold."),
        "too_exact": _("“{text}” has more than two decimals, so the cell keeps {old}. Write it to the cent."),
        "rounded": _("{count} of the pasted amounts had more than two decimals and were rounded to the cent."),
        "conflict": _("{who} made {cell} {theirs} at {time}; you typed {mine}."),
        "conflict_gone": _("{who} removed the line of {cell} meanwhile; you typed {mine}."),
        "conflict_more": _(
            "{count} cells were changed by others meanwhile; they keep the others' values until you choose."
        ),
        "mine": _("Use mine"),
        "theirs": _("Use {who}'s"),
        "all_mine": _("Use all of mine"),
        "all_theirs": _("Use all of theirs"),
        "editing": _("{who} is editing “{line}”"),
        "here": _("{who} is here"),
        "selected": _("Selected"),
        "count": _("Count"),
        "average": _("Average"),
        "sum": _("Sum"),
        "last_year": _("same month last year {amount}"),
        "last_version": _("last version {amount}"),
        "why": _("rationale: {text}"),
        "changed": _("changed cells: {count}"),
        "loss": _("loss"),
        "within": _("within bounds"),
        "below": _("below the bounds"),
        "above": _("above the bounds"),
        "copied": _("{count} cells copied"),
        "pasted": _("{count} cells pasted"),
        "filled": _("{count} cells filled"),
        "cleared": _("{count} cells set to 0"),
        "undone": _("undone: {what}"),
        "redone": _("done again: {what}"),
        "typed": _("1 cell"),
        "cells": _("{count} cells"),
        "skipped": _("{count} cells others changed meanwhile were left alone"),
        "cut_off": _("the paste was larger than the grid; {count} cells had no place"),
        "paste_refused": _("Nothing was pasted: “{text}” is not an amount a budget can have."),
        "removed": _("“{line}” was removed."),
        "undo": _("Undo"),
        "frozen": _("This budget is {state} now and can no longer be edited."),
        "stale": _("Others added or removed lines; the grid was drawn anew."),
        "lost": _("The grid could not be saved: {detail}"),
        "close": _("Close"),
        "spread": _("spread over the months"),
        "leave": _("Some cells are not saved yet."),
    }
