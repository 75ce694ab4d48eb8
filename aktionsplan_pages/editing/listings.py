"""Plans, goals and measures as lists with the columns and filters that editors ask for."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from aktionsplan_pages.choices import GoalLevel, Maturity, Status
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models import ActionPlanPage, FieldOfActionPage, GoalPage, MeasurePage

TITLE = PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title")
NUMBER = Column("number", label=_("number"), sort_key="number", width="6%")
FIELD = Column("field_of_action", label=_("field of action"), sort_key="field_of_action__title")
PLAN = ParentPageColumn("parent", label=_("action plan"))
UPDATED = DateColumn(
    "latest_revision_created_at", label=_("changed"), sort_key="latest_revision_created_at"
)
STATE = PageStatusColumn("state", label=_("approval"), sort_key="live", width="12%")


class GermanIndexView(IndexView):
    """Translations are rows of their own; here each page is listed once."""

    related: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet:
        pages = super().get_base_queryset().filter(locale__language_code=SOURCE)
        return pages.select_related(*self.related) if self.related else pages


class OfFieldIndexView(GermanIndexView):
    related = ("field_of_action",)


def german_fields(request: Any) -> QuerySet:
    return FieldOfActionPage.objects.filter(locale__language_code=SOURCE).order_by("path")


class FieldFilterSet(PageFilterSet):
    field_of_action = django_filters.ModelChoiceFilter(
        label=_("field of action"), queryset=german_fields
    )


class GoalFilterSet(FieldFilterSet):
    level = django_filters.ChoiceFilter(label=_("level"), choices=GoalLevel.choices)

    class Meta:
        model = GoalPage
        fields: tuple = ()


class MeasureFilterSet(FieldFilterSet):
    status = django_filters.ChoiceFilter(label=_("status"), choices=Status.choices)
    maturity = django_filters.ChoiceFilter(label=_("maturity"), choices=Maturity.choices)

    class Meta:
        model = MeasurePage
        fields: tuple = ()


class PlanListing(PageListingViewSet):
    name = "action_plans"
    model = ActionPlanPage
    icon = "doc-full"
    menu_label = _("Action plans")
    index_view_class = GermanIndexView
    columns = [BulkActionsColumn("bulk_actions"), TITLE, UPDATED, STATE]


class GoalListing(PageListingViewSet):
    name = "goals"
    model = GoalPage
    icon = "tick"
    menu_label = _("Goals")
    index_view_class = OfFieldIndexView
    filterset_class = GoalFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"), TITLE, NUMBER,
        Column("level", label=_("level"), accessor="get_level_display", sort_key="level"),
        FIELD, PLAN, UPDATED, STATE,
    ]  # fmt: skip


class MeasureListing(PageListingViewSet):
    name = "measures"
    model = MeasurePage
    icon = "list-ul"
    menu_label = _("Measures")
    index_view_class = OfFieldIndexView
    filterset_class = MeasureFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"), TITLE, NUMBER,
        Column("status", label=_("status"), accessor="get_status_display", sort_key="status"),
        FIELD, PLAN, UPDATED, STATE,
    ]  # fmt: skip
