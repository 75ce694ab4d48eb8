"""Registration only; no rule lives here."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from aktionsplan_pages.approval import files, middleware
from aktionsplan_pages.editing import snippets
from aktionsplan_pages.translation.addresses import VisitorLinkHandler
from aktionsplan_pages.translation.routing import mark_dressed_pages


@hooks.register("register_rich_text_features", order=100)
def links_in_the_visitors_language(features: FeatureRegistry) -> None:
    features.register_link_type(VisitorLinkHandler)


hooks.register("on_serve_page", mark_dressed_pages)
for place in ("edit_page", "create_page", "edit_snippet", "create_snippet"):
    hooks.register(f"after_{place}", middleware.say_draft)
hooks.register("before_serve_document", files.hide_unpublished)
register_snippet(snippets.ActionPlanViewSetGroup)
