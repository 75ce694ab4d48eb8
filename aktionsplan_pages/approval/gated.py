"""Which rows are content that is approved."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page, get_page_models


def is_gated(model: type[models.Model] | None) -> bool:
    return bool(model and getattr(model, "is_gated", False))


def gated_class(obj: Any) -> type[models.Model] | None:
    """The class whose content is guarded, also behind a plain ``Page``; None if it is not ours."""
    model = obj.specific_class if isinstance(obj, Page) else type(obj)
    return model if is_gated(model) else None


def parental_key(model: type[models.Model]) -> ParentalKey | None:
    return next((f for f in model._meta.concrete_fields if isinstance(f, ParentalKey)), None)


def is_child(model: type[models.Model]) -> bool:
    """Whether rows of ``model`` are content of a page or snippet of ours."""
    key = parental_key(model)
    above = key.remote_field.model if key else None
    return bool(above and (is_gated(above) or is_child(above)))


def owner_key(child: Any) -> tuple[type[models.Model], Any] | None:
    """Class and key of the page or snippet that a child belongs to, through all parental keys."""
    key = parental_key(type(child))
    above = getattr(child, key.attname) if key else None
    if key is None or above is None:
        return None
    model = key.remote_field.model
    if is_gated(model):
        return model, above
    known = getattr(child, key.name) if key.is_cached(child) else None
    parent = known if known is not None and known.pk == above else stored_row(model, above)
    return owner_key(parent) if parent is not None else None


def owner_of(row: Any) -> Any:
    """The page or snippet that a row is or belongs to, as it is stored; None if none."""
    found = (type(row), row.pk) if is_gated(type(row)) else owner_key(row)
    return stored_row(*found) if found else None


def stored_row(model: type[models.Model], pk: Any) -> Any:
    """The row as it is in the database, with the columns of ``model``."""
    return model._base_manager.filter(pk=pk).first() if pk else None


def is_public_below(page: Page) -> bool:
    """Whether ``page`` or a page below it is public and ours."""
    kinds = ContentType.objects.get_for_models(*filter(is_gated, get_page_models()))
    pages = page.get_descendants(inclusive=True).live()
    return pages.filter(content_type__in=kinds.values()).exists()


def named(obj: Any) -> dict[str, str]:
    return {"title": str(getattr(obj, "title", None) or obj)}
