"""Controlled vocabularies: value, label and a one-sentence definition that visitors can read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy


class Vocabulary(TextChoices):
    """Choices whose members carry a ``definition``: ``NAME = value, definition, label``."""

    definition: str

    def __new__(cls, value: str, definition: str = "") -> "Vocabulary":
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member


class Status(Vocabulary):
    PLANNED = "planned", _("It is intended; work has not begun yet."), _("planned")
    BEING_AGREED = (
        "being_agreed",
        _("Those involved are still discussing it."),
        _("being agreed"),
    )
    PREPARATION = (
        "preparation",
        _("It has been decided on and is being prepared, but has not begun yet."),
        _("in preparation"),
    )
    RUNNING = "running", _("It is being carried out now."), _("running")
    PERMANENT = (
        "permanent",
        _("It has become a permanent task with no end date."),
        _("permanent task"),
    )
    DONE = "done", _("It has been carried out and is finished."), _("done")
    PAUSED = "paused", _("It has been interrupted and is to be resumed."), _("paused")
    DROPPED = "dropped", _("It will not be carried out."), _("dropped")


class Maturity(Vocabulary):
    EXISTS = "exists", _("The measure already exists."), _("exists already")
    SHORTLY_BEFORE = (
        "shortly_before",
        _("Planning or implementation is about to begin."),
        _("shortly before planning or implementation"),
    )
    TO_BE_PREPLANNED = (
        "to_be_preplanned",
        _("It must first be outlined and agreed; then it is decided on separately."),
        _("still to be pre-planned"),
    )


class GoalLevel(Vocabulary):
    GUIDING = "guiding", _("It says what the county wants in the long run."), _("guiding goal")
    STRATEGIC = (
        "strategic",
        _("It says what is to be reached in the period of the plan."),
        _("strategic goal"),
    )
    OPERATIONAL = (
        "operational",
        _("It says what is to be done, in a way that can be checked."),
        _("operational goal"),
    )


class Grade(Vocabulary):
    BEYOND_PLAN = "beyond_plan", _("More was achieved than planned."), _("beyond plan")
    FULLY = "fully", _("What was planned was achieved."), _("fully reached")
    MOSTLY = "mostly", _("Most of what was planned was achieved."), _("mostly reached")
    PARTLY = "partly", _("Some of what was planned was achieved."), _("partly reached")
    NOT_REACHED = "not_reached", _("What was planned was not achieved."), _("not reached")
    NO_ASSESSMENT = (
        "no_assessment",
        _("It cannot be said how much was achieved."),
        _("no assessment"),
    )


class Role(Vocabulary):
    LEAD = "lead", _("It makes sure that the measure is carried out."), _("lead")
    PARTNER = "partner", _("It helps to carry out the measure."), _("partner")


class ConsentState(Vocabulary):
    ASKED = "asked", _("The organisation was asked and has not answered yet."), _("asked")
    CONFIRMED = "confirmed", _("The organisation has agreed to its part."), _("confirmed")
    WITHDRAWN = "withdrawn", _("The organisation no longer takes part."), _("withdrawn")


class Priority(Vocabulary):
    HIGH = "high", _("It comes first."), _("high")
    MEDIUM = "medium", _("It comes after what has priority."), _("medium")
    LOW = "low", _("It can wait."), _("low")


class FundingKind(Vocabulary):
    OPEN = "open", _("How it will be paid for has not been settled yet."), _("open")
    OWN = "own", _("It is paid for from the budget of those who carry it out."), _("own funds")
    GRANT = (
        "grant",
        _(
            "It is paid for with money from the Land (federal state), the federal government or the EU."
        ),
        _("grant"),
    )
    MIXED = "mixed", _("It is paid for from own funds and grants."), _("own funds and grants")
    NONE = "none", _("It needs no money of its own."), _("no extra cost")


class Participation(Vocabulary):
    NOT_NEEDED = (
        "not_needed",
        _("No separate participation procedure is planned."),
        _("not needed"),
    )
    PLANNED = (
        "planned",
        _("A separate participation procedure is to follow."),
        _("procedure planned"),
    )
    RUNNING = "running", _("The participation procedure is open now."), _("procedure open")
    FINISHED = "finished", _("The participation procedure is finished."), _("procedure finished")


class PaperKind(Vocabulary):
    PROPOSAL = "proposal", _("A paper on which a body decides."), _("proposal for a decision")
    INFORMATION = "information", _("A paper that informs a body."), _("information paper")


class Outcome(Vocabulary):
    ADVISED = "advised", _("The body has discussed the paper."), _("discussed")
    DECIDED = "decided", _("The body has agreed."), _("decided")
    DECIDED_UNCHANGED = (
        "decided_unchanged",
        _("The body has agreed without a change."),
        _("decided unchanged"),
    )
    DECIDED_CHANGED = (
        "decided_changed",
        _("The body has agreed with changes."),
        _("decided with changes"),
    )
    NOTED = "noted", _("The body has taken note."), _("taken note of")
    REJECTED = "rejected", _("The body has not agreed."), _("rejected")


class Direction(Vocabulary):
    UP = "up", _("A higher value is better."), _("more is better")
    DOWN = "down", _("A lower value is better."), _("less is better")


class Unit(Vocabulary):
    """What is counted. Percent and euro are written by CLDR, the others by ``UNIT_FORMS``."""

    PERSON = "person", "", _("people")
    COURSE = "course", "", _("courses")
    EVENT = "event", "", _("events")
    MEETING = "meeting", "", _("meetings")
    ORGANISATION = "organisation", "", _("organisations")
    MUNICIPALITY = "municipality", "", _("municipalities")
    REPORT = "report", "", _("reports")
    PLACE = "place", "", _("places")
    HOUR = "hour", "", _("hours")
    PERCENT = "percent", "", _("percent")
    EURO = "euro", "", _("euro")


# Per unit the forms for whole numbers (plural rules of the catalogue) and the one for fractions.
UNIT_FORMS = {
    Unit.PERSON: (ngettext_lazy("%(number)s person", "%(number)s people", "count"), pgettext_lazy("fraction", "%(number)s people")),
    Unit.COURSE: (ngettext_lazy("%(number)s course", "%(number)s courses", "count"), pgettext_lazy("fraction", "%(number)s courses")),
    Unit.EVENT: (ngettext_lazy("%(number)s event", "%(number)s events", "count"), pgettext_lazy("fraction", "%(number)s events")),
    Unit.MEETING: (ngettext_lazy("%(number)s meeting", "%(number)s meetings", "count"), pgettext_lazy("fraction", "%(number)s meetings")),
    Unit.ORGANISATION: (ngettext_lazy("%(number)s organisation", "%(number)s organisations", "count"), pgettext_lazy("fraction", "%(number)s organisations")),
    Unit.MUNICIPALITY: (ngettext_lazy("%(number)s municipality", "%(number)s municipalities", "count"), pgettext_lazy("fraction", "%(number)s municipalities")),
    Unit.REPORT: (ngettext_lazy("%(number)s report", "%(number)s reports", "count"), pgettext_lazy("fraction", "%(number)s reports")),
    Unit.PLACE: (ngettext_lazy("%(number)s place", "%(number)s places", "count"), pgettext_lazy("fraction", "%(number)s places")),
    Unit.HOUR: (ngettext_lazy("%(number)s hour", "%(number)s hours", "count"), pgettext_lazy("fraction", "%(number)s hours")),
}  # fmt: skip
