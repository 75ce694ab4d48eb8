"""What the admin offers to everybody is offered to who may do it; in place of Wagtail's tags."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.models import Page, get_page_models

from aktionsplan_pages.approval.gated import is_gated
from aktionsplan_pages.approval.permissions import bulk_acts

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/buttons.html", takes_context=True)
def offered_bulk_actions(
    context: Mapping[str, Any], app_label: str, model_name: str
) -> dict[str, Any]:
    """As Wagtail's; of pages only what this person may do, where all pages are approved."""
    found: dict[str, Any] = wagtailadmin_tags.bulk_action_choices(context, app_label, model_name)
    kinds = [model for model in get_page_models() if model is not Page]
    if (app_label, model_name) == ("wagtailcore", "page") and all(map(is_gated, kinds)):
        acts = bulk_acts(context["request"].user)
        shown = {address_of(act) for act in acts}
        hidden = {address_of(act) for act in ("move", "delete", "publish", "unpublish")} - shown
        found["buttons"] = [one for one in found["buttons"] if one.url not in hidden]
    return found


def address_of(act: str) -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
