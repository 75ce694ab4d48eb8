"""Organisations, their consents and target groups in the admin."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from aktionsplan_pages.approval.permissions import NobodyPublishes
from aktionsplan_pages.editing import menus
from aktionsplan_pages.editing.listings import GoalListing, MeasureListing, PlanListing
from aktionsplan_pages.models import Consent, Organisation, ReaderCheck, TargetGroup


class ApprovedEditView(EditView):
    @property
    def can_delete(self) -> bool:
        return super().can_delete and not menus.is_kept(self.object)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *menus.buttons(self.object, self.request.user)]


class ApprovedViewSet(SnippetViewSet):
    """A snippet that is approved: nobody has a *publish* button."""

    edit_view_class = ApprovedEditView

    @cached_property
    def permission_policy(self) -> NobodyPublishes:
        return NobodyPublishes(self.model)


class OrganisationViewSet(ApprovedViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "website", "email"]


class ConsentViewSet(SnippetViewSet):
    model = Consent
    icon = "check"
    list_display = ["organisation", "measure", "role", "state", "date"]
    list_filter = ["state", "role", "organisation"]


class ReaderCheckViewSet(SnippetViewSet):
    model = ReaderCheck
    icon = "glasses"
    list_display = ["page", "group", "date", "recorded_by"]


class TargetGroupViewSet(ApprovedViewSet):
    model = TargetGroup
    icon = "user"
    list_display = ["name"]


class ActionPlanViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Action plan")
    menu_icon = "list-ul"
    menu_order = 150
    items = (
        PlanListing, GoalListing, MeasureListing, OrganisationViewSet, ConsentViewSet,
        TargetGroupViewSet, ReaderCheckViewSet,
    )  # fmt: skip
