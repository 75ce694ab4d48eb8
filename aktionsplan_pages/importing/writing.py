"""Writes rows as draft pages and draft revisions; a live row is never touched."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.signal_handlers import disable_reference_index_auto_update

from aktionsplan_pages.importing.changes import Changer, put_all
from aktionsplan_pages.importing.matching import (
    existing_goal,
    existing_measure,
    goal_by_title,
)
from aktionsplan_pages.importing.report import Outcome, Problem, RowResult
from aktionsplan_pages.importing.rows import GOAL_FIELDS, MEASURE_FIELDS, Row
from aktionsplan_pages.importing.shelf import Shelf, Unclear
from aktionsplan_pages.importing.table import Table
from aktionsplan_pages.models import ActionPlanPage, FieldOfActionPage, GoalPage, MeasurePage


class Writer:
    """Raises nothing for a wrong row: it lands in ``problems``, and the caller rolls back."""

    def __init__(self, plan: ActionPlanPage, user: Any, table: Table) -> None:
        self.plan, self.user, self.table = plan, user, table
        self.shelves = {m: Shelf(plan, m) for m in (FieldOfActionPage, GoalPage, MeasurePage)}
        self.changer = Changer(user)
        self.problems: list[Problem] = []
        self.meant: dict[int, int] = {}

    def write(self, row: Row) -> RowResult | None:
        try:
            return self._write(row)
        except Unclear as unclear:
            self._add(row, unclear.column, unclear.value, unclear.message)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                column = self._column(row, name)
                self._add(row, column, str(row.fields.get(name, "")), " ".join(messages))
        return None

    def _write(self, row: Row) -> RowResult:
        messages = list(row.messages)
        field = self._field(row, messages)
        if row.model is GoalPage:
            goal, draft = None, existing_goal(self.shelves[GoalPage], row, field)
        else:
            goal = self._goal(row, field, messages)
            draft = existing_measure(self.shelves[MeasurePage], row, field, goal)
        is_new = draft is None
        draft = draft or self.shelves[row.model].new(title=row.title)
        self._claim(draft, row)
        changed = self._relate(draft, field, goal)
        changed = self.changer.apply(draft, row, messages) or changed
        if is_new:
            self._create(draft)
            self.meant[draft.pk] = row.number
        elif changed:
            self._revise(draft, row)
        outcome: Outcome = "created" if is_new else "updated" if changed else "unchanged"
        return RowResult(row.number, row.title, outcome, messages)

    def _field(self, row: Row, messages: list[str]) -> Any | None:
        if not (title := row.names.get("field_of_action")):
            return None
        shelf = self.shelves[FieldOfActionPage]
        found = shelf.one(shelf.find("title", title), "field_of_action", title)
        return found or self._create_named(shelf, messages, title=title)

    def _goal(self, row: Row, field: Any | None, messages: list[str]) -> Any | None:
        if not (title := row.names.get("goal")):
            return None
        found = goal_by_title(self.shelves[GoalPage], title, field)
        field_id = field.pk if field else None
        shelf = self.shelves[GoalPage]
        return found or self._create_named(
            shelf, messages, title=title, field_of_action_id=field_id
        )

    def _relate(self, draft: Any, field: Any, goal: Any) -> bool:
        """A goal that the measure serves already leaves its other goals alone."""
        changed = bool(field and draft.field_of_action_id != field.pk)
        if changed:
            draft.field_of_action_id = field.pk
        if goal and goal.pk not in {served.pk for served in draft.goals.all()}:
            changed = put_all(draft.goals, [goal])
        return changed

    def _claim(self, draft: Any, row: Row) -> None:
        first = self.meant.setdefault(draft.pk, row.number) if draft.pk else row.number
        if first != row.number:
            message = _("Row %(first)s means the same page. Please keep one row for each page.")
            raise Unclear(self._column(row, "title"), row.title, message % {"first": first})

    def _create_named(self, shelf: Shelf, messages: list[str], **fields: Any) -> Any:
        page = shelf.new(**fields)
        self._create(page)
        values = {"kind": page._meta.verbose_name, "name": page.title}
        messages.append(_("New %(kind)s: “%(name)s”.") % values)
        return page

    def _create(self, page: Any) -> None:
        page.owner = self.user
        with disable_reference_index_auto_update():  # once, with the revision, is enough
            self.plan.add_child(instance=page)
        page.save_revision(user=self.user, log_action=True)
        self.shelves[type(page)].add(page)

    def _revise(self, draft: Any, row: Row) -> None:
        if draft.locked or draft.workflow_in_progress:
            message = _("“%(title)s” is locked or under review. Please withdraw it first.")
            raise Unclear(self._column(row, "title"), row.title, message % {"title": draft.title})
        draft.save_revision(user=self.user, log_action=True)

    def _column(self, row: Row, name: str) -> str:
        fields = MEASURE_FIELDS if row.model is MeasurePage else GOAL_FIELDS
        return next((column for column, field in fields.items() if field == name), "measure")

    def _add(self, row: Row, column: str, value: str, message: str) -> None:
        self.problems.append(Problem(row.number, self.table.name(column), value, message))
