"""Addresses of the county's site: admin and files, then every language under its own code."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from aktionsplan_pages.public.sitemap import site_map
from aktionsplan_pages.translation.middleware import root_redirect
from cms.views import search

handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"

urlpatterns = [
    path("", root_redirect),
    path("sitemap.xml", site_map, name="sitemap"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("suche/", search, name="search"),
        path("", include("aktionsplan_pages.urls")),
        prefix_default_language=True,
    ),
]
