"""Form fields and panels that page classes name."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel, MultiFieldPanel, Panel, TitleFieldPanel

from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.languages import SOURCE

DATE_HINT = _("As precise as you know it: 2024, 2024-10 or 2024-10-31.")


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


def is_source(obj: object) -> bool:
    """German, or not yet of any language."""
    locale = getattr(obj, "locale", None)
    return locale is None or locale.language_code == SOURCE


class FactsPanel(MultiFieldPanel):
    """Shown on German pages only: facts exist once (law 1)."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        @cached_property
        def children(self) -> list:
            return super().children if self.instance is None or is_source(self.instance) else []


class RetellingPanel(Panel):
    """Shown where words are written freely: what the form's checklist found, and the German."""

    def get_form_options(self) -> dict[str, list[str]]:
        form = getattr(self.model, "base_form_class", None)
        known = getattr(form, "base_fields", {})
        return {"fields": ["still_true"]} if "still_true" in known else {}

    class BoundPanel(Panel.BoundPanel):
        template_name = "aktionsplan_pages/admin/plain_language/panel.html"

        class Media:
            js = ("aktionsplan_pages/admin/plain_language.js",)
            css: ClassVar[dict] = {"all": ("aktionsplan_pages/admin/plain_language.css",)}

        def is_shown(self) -> bool:
            return getattr(self.form, "retelling", None) is not None

        def get_context_data(self, parent_context: Any = None) -> dict:
            field = self.form["still_true"]
            return super().get_context_data(parent_context) | {
                "retelling": self.form.retelling, "page": self.instance,
                "still_true": {"name": field.html_name, "values": field.value() or ()},
            }  # fmt: skip


class WordsInlinePanel(InlinePanel):
    """Children with words: on a translated page an added one shows no facts either."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: object) -> None:
            super().__init__(**kwargs)
            if self.form is not None:
                self.empty_child.instance.locale = self.instance.locale


class TitlePanel(TitleFieldPanel):
    """Writes the address along while it is typed, where the form has one."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, Any]:
            has_target = any(name in self.form.fields for name in self.panel.targets)
            return super().get_attrs() if has_target else {}
