"""Who takes part: organisations, and their consent to their part in a measure."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from aktionsplan_pages.approval.permissions import is_in_charge
from aktionsplan_pages.choices import ConsentState, Role
from aktionsplan_pages.models.approved import ApprovedModel
from aktionsplan_pages.models.fields import GERMAN_ROWS
from aktionsplan_pages.models.rendering import Rendered, RenderingForm
from aktionsplan_pages.models.words import WordsModel, words
from aktionsplan_pages.panels import FactsPanel


class OrganisationForm(RenderingForm):
    """Who speaks for it is no content: those in charge say so, and it holds at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.for_user and is_in_charge(self.for_user)):
            self.fields.pop("accounts", None)

    def save(self, commit: bool = True) -> "Organisation":
        organisation = super().save(commit)
        if organisation.pk and "accounts" in self.changed_data:
            organisation.accounts.set(self.cleaned_data["accounts"])
        return organisation


class Organisation(
    Rendered,
    ApprovedModel,
    WordsModel,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """Named in public only where its consent to a commitment is confirmed."""

    name = models.CharField(
        _("name"), max_length=255, help_text=_("The official name; it is not translated.")
    )
    explanation = models.TextField(
        _("explanation"),
        blank=True,
        help_text=_("One or two sentences: what this organisation does."),
    )
    website = models.URLField(_("web site"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    accounts = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="organisations",
        verbose_name=_("accounts"),
        help_text=_("Who speaks for this organisation in approvals."),
    )

    base_form_class = OrganisationForm
    translatable_fields: ClassVar[list] = words("explanation")
    panels: ClassVar[list] = [
        FactsPanel([FieldPanel("name", required_on_save=True)]),
        FieldPanel("explanation"),
        FactsPanel(
            [FieldPanel(name) for name in ("website", "email", "phone", "accounts")],
            heading=_("Contact and accounts"),
        ),
    ]
    search_fields: ClassVar[list] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar[list] = ["name"]

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """An organisation's yes to one part in one measure; beside the page, outside its revisions."""

    measure = models.ForeignKey(
        "aktionsplan_pages.MeasurePage",
        on_delete=models.CASCADE,
        related_name="consents",
        verbose_name=_("measure"),
        limit_choices_to=GERMAN_ROWS,
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="consents",
        verbose_name=_("organisation"),
        limit_choices_to=GERMAN_ROWS,
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    state = models.CharField(
        _("state"), max_length=20, choices=ConsentState.choices, default=ConsentState.ASKED
    )
    date = models.DateField(_("date"), null=True, blank=True)
    who = models.CharField(
        _("who said so"),
        max_length=255,
        blank=True,
        help_text=_("Who spoke for the organisation, for example: the management."),
    )
    how = models.TextField(
        _("how"), blank=True, help_text=_("For example: by letter, by e-mail, at a meeting.")
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(
                fields=["measure", "organisation", "role"], name="one_consent_per_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.measure}: {self.get_state_display()}"
