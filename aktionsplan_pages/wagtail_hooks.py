"""Registration only; no rule lives here."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from aktionsplan_pages.editing import copies, refusals, snippets
from aktionsplan_pages.translation.addresses import VisitorLinkHandler
from aktionsplan_pages.translation.routing import mark_dressed_pages


@hooks.register("register_rich_text_features", order=100)
def links_in_the_visitors_language(features: FeatureRegistry) -> None:
    features.register_link_type(VisitorLinkHandler)


hooks.register("on_serve_page", mark_dressed_pages)
hooks.register("before_delete_snippet", refusals.refuse_deletion)
hooks.register("before_create_page", refusals.refuse_start_elsewhere)
hooks.register("before_move_page", refusals.refuse_move)
hooks.register("after_copy_page", copies.settle_copy)
register_snippet(snippets.ActionPlanViewSetGroup)
