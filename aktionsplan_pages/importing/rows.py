"""Reads each row of a table into checked values; what is wrong is collected, not raised."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField
from django.utils.translation import gettext as _

from aktionsplan_pages.importing.columns import same
from aktionsplan_pages.importing.report import Problem
from aktionsplan_pages.importing.table import Table
from aktionsplan_pages.importing.vocabulary import VOCABULARIES, known_words, meaning
from aktionsplan_pages.models import GoalPage, MeasurePage

NAMES = ("field_of_action", "goal")
LISTS = ("target_group", "lead", "partners", "indicator")
PARAGRAPHS = ("description", "starting_point")
MEASURE_FIELDS = {
    "number": "number", "key": "external_id", "measure": "title", "summary": "summary",
    "description": "description", "starting_point": "starting_point", "start": "planned_start",
    "end": "planned_end", "status": "status", "status_note": "status_note",
    "maturity": "maturity", "funding": "funding_note", "source": "source",
    "source_url": "source_url", "area": "area", "priority": "priority",
}  # fmt: skip
GOAL_FIELDS = {"number": "number", "key": "external_id", "goal": "title", "description": "text"}
_LINE = CharField(max_length=255)


@dataclass
class Row:
    """``fields`` are model fields, ``names`` and ``lists`` columns; only filled cells are here."""

    number: int
    model: type[Any]
    fields: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.fields["title"]


def read_rows(table: Table) -> tuple[list[Row], list[Problem]]:
    rows, problems = [], list(table.problems)
    for number, cells in table.rows:
        places = table.columns.items()
        filled = {name: cells[at] for name, at in places if at < len(cells) and cells[at]}
        if not {"measure", "goal"} & set(filled):
            column = table.name("measure" if "measure" in table.columns else "goal")
            message = _("This row has no title. Please fill in a measure or a goal.")
            problems.append(Problem(number, column, "", message))
            continue
        row, found = _read(number, filled, table)
        problems += found
        if not found:
            rows.append(row)
    return rows, problems + _twins(rows, table)


def _read(number: int, filled: dict[str, str], table: Table) -> tuple[Row, list[Problem]]:
    row = Row(number, MeasurePage if "measure" in filled else GoalPage)
    problems = []
    if row.model is MeasurePage:
        _read_words(row, filled, table)
    for column, text in filled.items():
        try:
            _read_cell(row, column, text, table)
        except ValidationError as error:
            problems.append(Problem(number, table.name(column), text, " ".join(error.messages)))
    return row, problems


def _read_words(row: Row, filled: dict[str, str], table: Table) -> None:
    """Replaces words of a vocabulary by their value; an unknown status becomes its note."""
    for column in set(VOCABULARIES) & set(filled):
        word = filled.pop(column)
        if value := meaning(column, word):
            filled[column] = value
            continue
        message = _("“%(word)s” is not known in column “%(column)s” (known: %(known)s):")
        message %= {"word": word, "column": table.name(column), "known": known_words(column)}
        if column == "status":
            notes = [word, filled.get("status_note", "")]
            filled["status_note"] = "\n".join(note for note in notes if note)
        kept = _("kept as a note on the status.") if column == "status" else _("not stored.")
        row.messages.append(f"{message} {kept}")


def _read_cell(row: Row, column: str, text: str, table: Table) -> None:
    fields = MEASURE_FIELDS if row.model is MeasurePage else GOAL_FIELDS
    if column in fields:
        stored = row.model._meta.get_field(fields[column])
        text = paragraphs(text) if column in PARAGRAPHS else text
        text = " ".join(text.split()) if isinstance(stored, CharField) else text
        row.fields[fields[column]] = stored.clean(text, None)
    elif column in NAMES:
        row.names[column] = _LINE.clean(" ".join(text.split()), None)
    elif column in LISTS and (row.model is MeasurePage or column == "indicator"):
        row.lists[column] = [_LINE.clean(item, None) for item in items(text)]
    else:
        message = _("Column “%(column)s” is not read for a goal.")
        row.messages.append(message % {"column": table.name(column)})


def paragraphs(text: str) -> str:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "".join(
        "<p>{}</p>".format(html.escape(block, quote=False).replace("\n", "<br/>"))
        for block in blocks
    )


def items(text: str) -> list[str]:
    """Separated by semicolons or lines, never by commas; each once."""
    found = (" ".join(item.split()) for item in re.split(r"[;\n]", text))
    return list({same(item): item for item in reversed(list(found)) if item}.values())[::-1]


def _twins(rows: list[Row], table: Table) -> list[Problem]:
    """Rows of one file that claim the same number, key or title."""
    problems: list[Problem] = []
    seen: dict[tuple, int] = {}
    for row in rows:
        title = "measure" if row.model is MeasurePage else "goal"
        place = [same(row.names.get(name, "")) for name in NAMES]
        claims = {
            "number": row.fields.get("number"),
            "key": row.fields.get("external_id"),
            title: (same(row.title), *place),
        }
        for column, value in claims.items():
            first = seen.setdefault((row.model, column, value), row.number) if value else None
            if first not in (None, row.number):
                shown = row.title if column == title else str(value)
                message = _("Row %(first)s has the same. Please keep one row for each page.")
                problems.append(
                    Problem(row.number, table.name(column), shown, message % {"first": first})
                )
    return problems
