"""Registers the module with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AktionsplanPagesConfig(AppConfig):
    name = "aktionsplan_pages"
    label = "aktionsplan_pages"
    verbose_name = _("Action plan")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from aktionsplan_pages import receivers
        from aktionsplan_pages.approval import host  # noqa: F401  (registers its checks)

        receivers.connect()
