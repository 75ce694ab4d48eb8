"""What a dossier is about: a page or snippet, named as the audit trail names it."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import Page

from aktionsplan_pages.approval import gate, records


def find(model: str, object_id: str) -> Any:
    """Raises Http404 for what does not exist or is not approved here."""
    try:
        kind = apps.get_model(model)
        if not issubclass(kind, Page) and not gate.is_gated(kind):
            raise Http404
        obj = kind._base_manager.filter(pk=object_id).first()
    except (LookupError, ValueError, ValidationError):
        raise Http404 from None
    obj = obj.specific if isinstance(obj, Page) else obj
    if obj is None or not gate.is_gated(type(obj)):
        raise Http404
    return obj


def address_of(obj: Any, name: str = "dossier", *rest: str) -> str:
    """The address of a dossier, or of the view ``name`` beside it."""
    return reverse(f"action_plan_{name}", args=[*records.identity(obj).values(), *rest])


def kind_of(obj: Any) -> str:
    return capfirst(str(obj._meta.verbose_name))


def title_of(obj: Any) -> str:
    return str(getattr(obj, "title", None) or obj)
