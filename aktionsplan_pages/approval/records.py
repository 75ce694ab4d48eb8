"""Writes and reads the audit trail; what is written there is what the gate goes by."""

from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from aktionsplan_pages.approval.vocabulary import Act

ENDS = (Act.PUBLISHED, Act.WITHDRAWN, Act.EXPIRED)  # whether it should be public now


def trail() -> Any:
    return apps.get_model("aktionsplan_pages", "AuditEntry").objects


def label_of(model: type[Model]) -> str:
    """A page is a page, whatever its type."""
    return (Page if issubclass(model, Page) else model)._meta.label_lower


def identity(obj: Any) -> dict[str, str]:
    """By which records know an object."""
    return {"model": label_of(type(obj)), "object_id": str(obj.pk)}


def person(user: Any) -> dict[str, Any]:
    """Whoever it was; in the admin, if nobody is named, whoever is logged in."""
    user = user or get_active_log_context().user
    known = user is not None and user.pk
    name = (user.get_full_name() or user.get_username()) if known else ""
    return {"person_id": user.pk if known else None, "person_name": name}


def record(obj: Any, act: Act, user: Any = None, **details: Any) -> Any:
    """One entry; ``details`` are further columns of ``AuditEntry``."""
    title = getattr(obj, "title", None) or str(obj)
    locale = getattr(obj, "locale", None)
    return trail().create(
        act=act,
        title=str(title)[:255],
        language=locale.language_code if locale else "",
        translation_key=getattr(obj, "translation_key", None),
        **identity(obj),
        **person(user),
        **details,
    )


def object_of(entry: Any) -> Any:
    """The page or snippet that an entry is about, as it is stored; None if it is gone."""
    model = apps.get_model(entry.model)
    obj = model._base_manager.filter(pk=entry.object_id).first()
    return obj.specific if isinstance(obj, Page) else obj


def latest(obj: Any, *acts: Act, **conditions: Any) -> Any:
    """The newest entry of one of ``acts`` about ``obj``, or None."""
    return trail().filter(**identity(obj), act__in=acts, **conditions).order_by("-pk").first()


def was_published(obj: Any) -> bool:
    return trail().filter(**identity(obj), act=Act.PUBLISHED).exists()


def release_for(obj: Any, digest: str) -> Any:
    """The release that allows exactly this content once: the newest one, not used yet.

    A withdrawal or a later release ends all earlier ones.
    """
    found = latest(obj, Act.RELEASED, Act.WITHDRAWN, Act.EXPIRED)
    fits = found and found.act == Act.RELEASED and found.digest == digest
    return found if fits and not trail().filter(basis=found).exists() else None
