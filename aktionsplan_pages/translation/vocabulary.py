"""The words of translation: how German changed, and what a language has of a page."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Change(TextChoices):
    """What an approver says of changed German words."""

    MEANING = "meaning", _("the meaning changes: translations need to be looked at")
    TYPO = "typo", _("only a correction: translations stay valid")


class State(TextChoices):
    """What a language has of a page; the first five are what visitors read."""

    MISSING = "missing", _("missing")
    PARTLY = "partly", _("partly translated")
    CHANGED = "changed", _("German changed since (meaning)")
    CORRECTED = "corrected", _("German changed since (typo)")
    CURRENT = "current", _("up to date")
    TRANSLATING = "translating", _("in translation")
    IN_REVIEW = "in_review", _("in review")


WORK = (State.TRANSLATING, State.IN_REVIEW)
PUBLIC = tuple(state for state in State if state not in WORK)
