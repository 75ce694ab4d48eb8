"""Checks that a host lets the gate work: what Wagtail asks its settings for."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

FINISH = "aktionsplan_pages.finish.finish"
MIDDLEWARE = "aktionsplan_pages.approval.middleware.NotApprovedMiddleware"
FORMS = {
    "WAGTAILDOCS_DOCUMENT_FORM_BASE": "aktionsplan_pages.editing.file_forms.DocumentForm",
    "WAGTAILIMAGES_IMAGE_FORM_BASE": "aktionsplan_pages.editing.file_forms.ImageForm",
}


@register()
def check_host(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", "") != FINISH:
        hint = f'Set WAGTAIL_FINISH_WORKFLOW_ACTION = "{FINISH}".'
        found.append(Error("Approved pages would never go live.", hint, id="action_plan.E001"))
    if MIDDLEWARE not in settings.MIDDLEWARE:
        hint = f'Add "{MIDDLEWARE}" to MIDDLEWARE, after the one for messages.'
        found.append(Error("Stopped acts would be server errors.", hint, id="action_plan.E002"))
    names = [config.name for config in apps.get_app_configs()]
    if names.index("aktionsplan_pages") > names.index("wagtail"):
        hint = 'Put "aktionsplan_pages" before "wagtail" in INSTALLED_APPS.'
        found.append(Error("Its publish_scheduled would not run.", hint, id="action_plan.E003"))
    for name, form in FORMS.items():
        if getattr(settings, name, "") != form:
            hint = f'Set {name} = "{form}".'
            found.append(Warning("Published files could be lost.", hint, id="action_plan.W001"))
    return found
