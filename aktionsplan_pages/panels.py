"""Form fields and panels that page classes name."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel

from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.languages import SOURCE

DATE_HINT = _("A year, a month or a day, as precise as you know it: 2024, 2024-10 or 2024-10-31.")


def to_partial_date(value: object) -> PartialDate | None:
    """A stored or typed value as a date; raises ValidationError that says what would be right."""
    if value in (None, ""):
        return None
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(str(value))
    except ValueError as error:
        raise ValidationError(
            _("“%(value)s” is not a date. Please write 2024, 2024-10 or 2024-10-31."),
            code="invalid",
            params={"value": value},
        ) from error


class PartialDateFormField(forms.CharField):
    def to_python(self, value: object) -> PartialDate | None:  # type: ignore[override]
        return to_partial_date(super().to_python(value))

    def has_changed(self, initial: object, data: object) -> bool:
        return str(initial or "") != str(data or "").strip()


class FactsPanel(MultiFieldPanel):
    """Shown on German pages only: facts exist once (law 1)."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            locale = getattr(self.instance, "locale", None)
            return super().is_shown() and (locale is None or locale.language_code == SOURCE)
