"""What the house tells itself about a measure: outside revision, approval and public."""

from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class InternalNote(models.Model):
    """Kept by the measure's translation key, which exists before its first save."""

    measure_key = models.UUIDField(_("measure"), unique=True, editable=False)
    text = models.TextField(_("internal note"), blank=True)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")

    def __str__(self) -> str:
        return self.text[:60]


def note_text(measure_key: UUID) -> str:
    return (
        InternalNote.objects.filter(measure_key=measure_key).values_list("text", flat=True).first()
        or ""
    )


def write_note(measure_key: UUID, text: str) -> None:
    InternalNote.objects.update_or_create(measure_key=measure_key, defaults={"text": text})


def delete_note_of(measure: Any) -> None:
    """A translated row that goes leaves the note alone; the German page takes it along."""
    others = type(measure).objects.filter(translation_key=measure.translation_key)
    if not others.exists():
        InternalNote.objects.filter(measure_key=measure.translation_key).delete()
