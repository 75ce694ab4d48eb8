"""Organisations, their consents, target groups and the glossary in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from aktionsplan_pages.editing.listings import GoalListing, MeasureListing, PlanListing
from aktionsplan_pages.editing.renderings import (
    GlossaryViewSet,
    OrganisationViewSet,
    TargetGroupViewSet,
)
from aktionsplan_pages.models import Consent, ReaderCheck


class ConsentViewSet(SnippetViewSet):
    model = Consent
    icon = "check"
    list_display = ["organisation", "measure", "role", "state", "date"]
    list_filter = ["state", "role", "organisation"]


class ReaderCheckViewSet(SnippetViewSet):
    model = ReaderCheck
    icon = "glasses"
    list_display = ["page", "group", "date", "recorded_by"]


class ActionPlanViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Action plan")
    menu_icon = "list-ul"
    menu_order = 150
    items = (
        PlanListing, GoalListing, MeasureListing, OrganisationViewSet, ConsentViewSet,
        TargetGroupViewSet, GlossaryViewSet, ReaderCheckViewSet,
    )  # fmt: skip
