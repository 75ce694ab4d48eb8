"""Ways to the dossier in Wagtail's menus, and no button there that leads past it."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem as PageItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import ActionMenuItem as SnippetItem

from aktionsplan_pages.approval import gate, permissions, records
from aktionsplan_pages.editing import localize_views, plan_translation, subject
from aktionsplan_pages.editing.withdrawal import may_propose

PAST_THE_DOSSIER = {
    "action-publish", "action-unpublish", "action-restart-workflow", "action-cancel-workflow",
    "approve", "reject",
}  # fmt: skip
OF_SEGMENTS = {"localize-restart-translation", "localize-convert-to-alias"}


class OpenDossier:
    """While in review it is the only thing to do here; so it comes first."""

    name = "action-dossier"
    label = _("Show the approval")
    icon_name = "clipboard-list"

    def get_url(self, context: dict[str, Any]) -> str:
        return subject.address_of(context.get("page") or context["instance"])


class OpenPageDossier(OpenDossier, PageItem):
    pass


class OpenSnippetDossier(OpenDossier, SnippetItem):
    pass


def construct_action_menu(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Hook of the editor of pages and snippets: *submit for approval* is the only way on."""
    obj = context.get("page") or context.get("instance")
    model = type(obj) if obj is not None else context.get("model")
    is_page = "model" not in context
    if model is not None and not gate.is_gated(model):
        return
    if getattr(obj, "is_retold", False):
        items[:] = [item for item in items if item.name not in OF_SEGMENTS]
    items[:] = [item for item in items if item.name not in PAST_THE_DOSSIER]
    for place, item in enumerate(items):
        if item.name == "action-submit":
            items[place] = SubmitPage(item.order) if is_page else SubmitSnippet(item.order)
    if obj is not None and obj.pk and obj.workflow_in_progress:
        items[:] = [OpenPageDossier(order=0) if is_page else OpenSnippetDossier(order=0)]


class SubmitForApproval:
    name = "action-submit"
    label = _("Submit for approval")
    icon_name = "resubmit"


class SubmitPage(SubmitForApproval, PageItem):
    pass


class SubmitSnippet(SubmitForApproval, SnippetItem):
    pass


def buttons(obj: Any, user: Any) -> Iterator[Button]:
    """For the *more* menus of explorer, editor and lists."""
    if not gate.is_gated(type(obj)):
        return
    if permissions.may_read(user, obj):
        yield Button(
            _("Approval"), subject.address_of(obj), icon_name="clipboard-list", priority=3
        )
    if may_propose(user, obj):
        yield Button(
            _("Propose withdrawal"), subject.address_of(obj, "withdrawal"), icon_name="no-view",
            priority=45,
        )  # fmt: skip
    if plan_translation.languages_for(user, obj):
        yield Button(
            _("Translate into languages …"), plan_translation.address(obj),
            icon_name="wagtail-localize-language", priority=46,
        )  # fmt: skip


def construct_listing_buttons(
    buttons: list[Any], page: Any, user: Any, context: Any = None
) -> None:
    """Hook of the explorer: nothing in a page's menu that its view would refuse."""
    if not gate.is_gated(type(page)):
        return
    hidden = set()
    if not page.permissions_for_user(user).can_edit():  # they read the dossier
        hidden.add(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    if not permissions.has_to_translate(user, page):
        hidden.add(reverse("wagtail_localize:submit_page_translation", args=[page.pk]))
    for menu in buttons:
        more = getattr(menu, "dropdown_buttons", [])
        more[:] = [button for button in more if button.url not in hidden]


def is_kept(obj: Any) -> bool:
    """What is or was public is not deleted but withdrawn."""
    return gate.is_gated(type(obj)) and (obj.live or records.was_published(obj))


def construct_snippet_buttons(buttons: list[Any], snippet: Any, user: Any) -> None:
    """Hook of the lists of snippets."""
    if localize_views.is_ours(type(snippet)):  # not translated string by string
        buttons[:] = [button for button in buttons if "/localize/" not in (button.url or "")]
    if any(button.icon_name == "bin" for button in buttons) and is_kept(snippet):
        buttons[:] = [button for button in buttons if button.icon_name != "bin"]
