"""Puts on record what organisations say to being named: no part of what is approved."""

from typing import Any

from django.apps import apps

from aktionsplan_pages.approval.records import label_of, latest, record
from aktionsplan_pages.approval.vocabulary import Act

GONE = "gone"
SAID = ("state", "date", "who", "how")


def note_consent(consent: Any) -> None:
    """After it was saved: only what has changed."""
    said = of_part(consent) | {name: str(getattr(consent, name) or "") for name in SAID}
    last = latest(consent.measure, Act.CONSENT, data__part=said["part"])
    if last is None or last.data != said:
        record(consent.measure, Act.CONSENT, data=said)


def note_consent_gone(consent: Any) -> None:
    """After it was deleted, perhaps along with its measure."""
    measure = (
        apps.get_model("aktionsplan_pages", "MeasurePage")
        .objects.filter(pk=consent.measure_id)
        .first()
    )
    if measure is not None:
        record(measure, Act.CONSENT, data=of_part(consent) | {"state": GONE})


def of_part(consent: Any) -> dict[str, str]:
    return {
        "part": f"{label_of(type(consent))}:{consent.organisation_id}:{consent.role}",
        "organisation": str(consent.organisation), "role": consent.role,
    }  # fmt: skip
