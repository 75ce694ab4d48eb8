"""Which page of the plan a row means."""

from typing import Any

from aktionsplan_pages.importing.rows import Row
from aktionsplan_pages.importing.shelf import Shelf


def goal_by_title(shelf: Shelf, title: str, field: Any | None) -> Any | None:
    """The same words are the same goal, unless several fields have one of that title."""
    found = shelf.find("title", title)
    wanted = field.pk if field else None
    in_field = [goal for goal in found if goal.field_of_action_id == wanted]
    return shelf.one(in_field or found, "goal", title)


def existing_goal(shelf: Shelf, row: Row, field: Any | None) -> Any | None:
    return shelf.by_mark(row.fields) or goal_by_title(shelf, row.title, field)


def existing_measure(shelf: Shelf, row: Row, field: Any | None, goal: Any | None) -> Any | None:
    """By number or key, else by field, goal and title; a missing field or goal fits all."""
    if found := shelf.by_mark(row.fields):
        return found
    pages = [
        page
        for page in shelf.find("title", row.title)
        if (not field or page.field_of_action_id == field.pk)
        and (not goal or goal.pk in {g.pk for g in page.goals.all()})
    ]
    exact = [
        page
        for page in pages
        if (field or not page.field_of_action_id) and (goal or not page.goals.all())
    ]
    return shelf.one(exact or pages, "measure", row.title)
