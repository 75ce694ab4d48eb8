"""What an import tells: a result per row, or all problems of the file at once."""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

Outcome = Literal["created", "updated", "unchanged"]
SHOWN = 100


@dataclass(frozen=True)
class Problem:
    """``row`` counts as the spreadsheet does (header = 1); ``message`` says what is right."""

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        value = self.value if len(self.value) <= 80 else f"{self.value[:80]}…"
        where = _("Row %(row)s, column “%(column)s”") % {"row": self.row, "column": self.column}
        where += ", " + _("“%(value)s”") % {"value": value} if value else ""
        return f"{where}: {self.message}"


@dataclass
class RowResult:
    row: int
    title: str
    outcome: Outcome
    messages: list[str] = field(default_factory=list)


@dataclass
class Report:
    """``notes`` concern the whole file, such as unknown columns."""

    rows: list[RowResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome == outcome for row in self.rows)


class TableError(Exception):
    """The file cannot be read as a table of measures."""


class ImportFailed(Exception):
    """Rows are wrong; nothing was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.row)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [_("Nothing was imported. Please correct the table:")]
        lines += [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(_("and %(count)s more.") % {"count": len(self.problems) - SHOWN})
        return "\n".join(lines)
