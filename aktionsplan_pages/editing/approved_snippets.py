"""Snippets that are approved, in the admin: a way to the dossier, no *publish* button."""

from django.utils.functional import cached_property
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from aktionsplan_pages.approval.permissions import NobodyPublishes
from aktionsplan_pages.editing import menus


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
