"""Puts on record what organisations say to being named: no part of what is approved."""

from typing import Any

from django.apps import apps
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from aktionsplan_pages.approval.records import latest, record
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.languages import SOURCE

GONE = "gone"


def note_consent(consent: Any) -> None:
    """After it was saved: only what has changed."""
    said = of_part(consent) | {
        name: str(getattr(consent, name) or "") for name in ("state", "date", "who", "how")
    }
    last = latest(consent.measure, Act.CONSENT, data__part=said["part"])
    if last is None or last.data != said:
        record(consent.measure, Act.CONSENT, comment=in_words(consent), data=said)


def note_consent_gone(consent: Any) -> None:
    """After it was deleted; along with its measure there is nothing left to say."""
    measures = apps.get_model("aktionsplan_pages", "MeasurePage").objects
    if (measure := measures.filter(pk=consent.measure_id).first()) is not None:
        with override(SOURCE):
            comment = f"{named(consent)}: {gettext('deleted')}"
        record(measure, Act.CONSENT, comment=comment, data=of_part(consent) | {"state": GONE})


def of_part(consent: Any) -> dict[str, str]:
    return {
        "part": f"{consent.organisation_id}:{consent.role}",
        "organisation": str(consent.organisation), "role": consent.role,
    }  # fmt: skip


def in_words(consent: Any) -> str:
    """In German, as the record is read in the house."""
    with override(SOURCE):
        date = date_format(consent.date, "SHORT_DATE_FORMAT") if consent.date else ""
        said = [str(consent.get_state_display()), date, consent.who, consent.how]
        return f"{named(consent)}: {', '.join(filter(None, said))}"


def named(consent: Any) -> str:
    return f"{consent.organisation} ({consent.get_role_display()})"
