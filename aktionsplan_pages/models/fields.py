"""Model fields of our own: a date that keeps its precision."""

from typing import Any

from django.db import models
from wagtail.admin.compare import FieldComparison, register_comparison_class

from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.panels import DATE_HINT, PartialDateFormField, to_partial_date

GERMAN_ROWS = {"locale__language_code": SOURCE}  # facts name the row that holds facts


class PartialDateField(models.CharField):
    """Stores ``2024``, ``2024-10`` or ``2024-10-31`` as text, which sorts as it should."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("help_text", DATE_HINT)
        super().__init__(*args, **{"blank": True, **kwargs})

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "blank": self.blank}

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


class PartialDateComparison(FieldComparison):
    """Two versions of a page side by side: dates as they were written."""

    def __init__(self, field: models.Field, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = field.value_to_string(obj_a), field.value_to_string(obj_b)


register_comparison_class(PartialDateField, comparison_class=PartialDateComparison)
