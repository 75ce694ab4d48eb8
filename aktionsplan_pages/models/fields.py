"""Model fields of our own: a date that keeps its precision."""

from typing import Any

from django.db import models

from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.panels import DATE_HINT, PartialDateFormField, to_partial_date


class PartialDateField(models.CharField):
    """Stores ``2024``, ``2024-10`` or ``2024-10-31`` as text, which sorts as it should."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("help_text", DATE_HINT)
        super().__init__(*args, **{"blank": True, **kwargs})

    def from_db_value(self, value: str | None, *args: object) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: object) -> PartialDate | None:
        return to_partial_date(value)

    def get_prep_value(self, value: object) -> str:
        return str(self.to_python(value) or "")

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})

    def clean(self, value: object, model_instance: models.Model | None) -> PartialDate | None:
        return self.to_python(value)
