"""Wagtail's public addresses, served in every language; include it inside ``i18n_patterns``."""

from django.urls import re_path
from wagtail import urls as wagtail_urls

from aktionsplan_pages.translation.routing import serve

urlpatterns = [
    *(entry for entry in wagtail_urls.urlpatterns if entry.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
]
