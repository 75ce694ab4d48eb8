"""What fields, goals and measures share: they belong to one plan, their parent."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models.words import ReadThroughPage


class WordsForm(WagtailAdminPageForm):
    """Keeps what a translation was made from when somebody writes it in the page editor."""

    def save(self, commit: bool = True) -> Page:
        page = super().save(commit=False)
        if page.pk and page.locale.language_code != SOURCE:
            source = (
                type(page)
                .objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE)
                .first()
            )
            if source:
                page.note_words(source)
        if commit:
            page.save()
        return page


class PlanChildForm(WordsForm):
    """Offers fields of action and goals of this page's own plan only."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in {"field_of_action", "goals"} & set(self.fields):
            field = self.fields[name]
            field.queryset = field.queryset.child_of(self.parent_page)
            field.error_messages["invalid_choice"] = _(
                "This page belongs to another plan. Please choose one of this plan."
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        number = (cleaned.get("number") or "").strip()
        if number and self.instance.is_source:
            twins = type(self.instance).objects.child_of(self.parent_page).filter(number=number)
            if twin := twins.exclude(pk=self.instance.pk).first():
                self.add_error(
                    "number",
                    _("“%(title)s” already has the number %(number)s. Please choose another one.")
                    % {"title": twin.title, "number": number},
                )
        return cleaned


class PlanChildPage(ReadThroughPage):
    number = models.CharField(
        _("number"),
        max_length=20,
        blank=True,
        help_text=_("As in the plan, for example 3 or 2.1."),
    )
    external_id = models.CharField(
        _("key"),
        max_length=100,
        blank=True,
        help_text=_("By which an imported table finds this page again. Leave it as it is."),
    )

    parent_page_types: ClassVar[list] = ["aktionsplan_pages.ActionPlanPage"]
    subpage_types: ClassVar[list] = []
    base_form_class = PlanChildForm
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def is_source(self) -> bool:
        return self.locale_id is None or self.locale.language_code == SOURCE

    @property
    def plan_path(self) -> str:
        """The tree path of the plan that this page belongs to."""
        return self.path[: -self.steplen]

    def clean(self) -> None:
        super().clean()
        field = getattr(self, "field_of_action", None)
        if field and self.path and field.plan_path != self.plan_path:
            raise ValidationError(
                {
                    "field_of_action": _(
                        "This field of action belongs to another plan. "
                        "Please choose one of this plan."
                    )
                }
            )
