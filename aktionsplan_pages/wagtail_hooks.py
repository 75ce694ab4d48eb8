"""Registration only; no rule lives here."""

from typing import Any

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from aktionsplan_pages.approval import files, middleware
from aktionsplan_pages.editing import (
    copies,
    dashboard,
    desk_view,
    menus,
    refusals,
    renderings,
    snippets,
)
from aktionsplan_pages.editing.addresses import admin_urls
from aktionsplan_pages.editing.audit_report import audit_menu_item
from aktionsplan_pages.editing.translation_jobs import jobs_menu_item
from aktionsplan_pages.editing.translation_report import translation_menu_item
from aktionsplan_pages.translation.addresses import VisitorLinkHandler
from aktionsplan_pages.translation.routing import mark_dressed_pages


@hooks.register("register_rich_text_features", order=100)
def links_in_the_visitors_language(features: FeatureRegistry) -> None:
    features.register_link_type(VisitorLinkHandler)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def approval_buttons(page: Any, user: Any, next_url: Any = None, view_name: str = "") -> Any:
    return menus.buttons(page, user)


@hooks.register("register_snippet_listing_buttons")
def approval_buttons_of_snippets(snippet: Any, user: Any, next_url: Any = None) -> Any:
    return menus.buttons(snippet, user)


hooks.register("on_serve_page", mark_dressed_pages)
hooks.register("register_admin_urls", admin_urls, order=-1)  # before wagtail-localize
hooks.register("register_reports_menu_item", audit_menu_item)
hooks.register("register_reports_menu_item", translation_menu_item)
hooks.register("register_reports_menu_item", jobs_menu_item)
for item in renderings.menu_items():
    hooks.register("register_reports_menu_item", item)
hooks.register("construct_homepage_panels", dashboard.construct_homepage_panels)
hooks.register("construct_page_action_menu", menus.construct_action_menu)
hooks.register("construct_page_listing_buttons", menus.construct_listing_buttons)
hooks.register("construct_snippet_action_menu", menus.construct_action_menu)
hooks.register("construct_snippet_listing_buttons", menus.construct_snippet_buttons)
for place in ("edit_page", "create_page", "edit_snippet", "create_snippet"):
    hooks.register(f"after_{place}", middleware.say_draft)
hooks.register("before_edit_page", desk_view.show_desk, order=-10)
hooks.register("before_serve_document", files.hide_unpublished)
hooks.register("before_delete_snippet", refusals.refuse_deletion)
hooks.register("before_create_page", refusals.refuse_start_elsewhere)
hooks.register("before_move_page", refusals.refuse_move)
hooks.register("after_copy_page", copies.settle_copy)
register_snippet(snippets.ActionPlanViewSetGroup)
