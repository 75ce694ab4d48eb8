"""Guards rows that are written or deleted beside the acts of the gate, from any code."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from aktionsplan_pages.approval import gate, records
from aktionsplan_pages.approval.digest import content_fields, plain
from aktionsplan_pages.approval.door import open_for, touch
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.gated import (
    gated_class,
    is_child,
    is_gated,
    named,
    owner_key,
    owner_of,
    stored_row,
)

# Not content, but they decide which words stand where.
IDENTITY = {"alias_of", "content_type", "locale", "translation_key"}


def check_save(obj: Any, update_fields: Iterable[str] | None) -> None:
    """Before a page or snippet is saved, also as a plain ``Page``."""
    if gate.is_row_open(obj):
        return
    stored = stored_row(type(obj), obj.pk)
    if gated_class(stored or obj) is None:
        return
    writes = writer(update_fields)
    was_live = bool(stored and stored.live)
    is_live = obj.live if writes("live") else was_live
    if open_for():
        if was_live or is_live:
            touch(obj)
        return
    if isinstance(obj, Page) and obj.alias_of_id and not (stored and stored.alias_of_id):
        gate.refuse_alias()
    if is_live and not was_live:
        raise NotApproved(
            _("“%(title)s” cannot become public without approval. Please submit it.") % named(obj)
        )
    if was_live and not is_live:
        raise gate.still_public(obj)
    if was_live and any(
        writes(field.name, field.attname) and plain(field, obj) != plain(field, stored)
        for field in (*content_fields(type(obj)), *identity_fields(type(obj)))
    ):
        raise gate.changed_live(stored)


def writer(update_fields: Iterable[str] | None) -> Callable[..., bool]:
    """Whether one of some columns is written by this save."""
    written = None if update_fields is None else set(update_fields)
    return lambda *columns: written is None or not written.isdisjoint(columns)


def identity_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if field.name in IDENTITY]


def check_child(child: Any) -> None:
    """Before a child is saved: the live row's children are its content."""
    stored = stored_row(type(child), child.pk)
    if stored is None or columns(stored) != columns(child):
        refuse({owner_key(child), stored and owner_key(stored)}, gate.changed_live)


def check_child_deletion(child: Any, origin: Any) -> None:
    """Before a child is deleted, alone or along with ``origin``."""
    model = getattr(origin, "model", type(origin))
    along = model is not type(child) and (is_gated(model) or issubclass(model, Page))
    refuse({owner_key(child)}, kept if along else gate.changed_live)


def columns(row: Any) -> dict[str, Any]:
    return {field.name: plain(field, row) for field in row._meta.concrete_fields}


def refuse(keys: Iterable[Any], error: Callable[[Any], NotApproved]) -> None:
    """Raises ``error`` if one of these pages and snippets, whose content changes, is live."""
    for key in keys:
        owner = stored_row(*key) if key and not gate.is_open(*key) else None
        if owner is None or not owner.live:
            continue
        if not open_for():
            raise error(owner)
        touch(owner)


def check_relation(
    through: type[models.Model], instance: Any, action: str, reverse: bool, model: Any, pks: Any
) -> None:
    """Before a many-to-many table of a live page changes, from either side."""
    if not action.startswith("pre_"):
        return
    rows: Iterable[Any] = [instance]
    if reverse and pks is not None:
        rows = model._base_manager.filter(pk__in=pks)
    elif reverse:  # everything is cleared
        field = next(f for f in model._meta.many_to_many if f.remote_field.through is through)
        rows = model._base_manager.filter(**{field.name: instance})
    refuse({(type(row), row.pk) for row in rows}, gate.changed_live)


def check_locale(locale: Locale) -> None:
    """Before a language is saved: what is public in it does not become another one."""
    stored = stored_row(Locale, locale.pk)
    if not stored or stored.language_code == locale.language_code or open_for():
        return
    if Page.objects.filter(locale=stored).live().exists():
        raise NotApproved(
            _("Pages are public in this language. It cannot be turned into another one.")
        )


# Deleting


def check_delete(obj: Any) -> None:
    """Only what was never public is deleted, and only if nothing public names it."""
    if gated_class(obj) is None or gate.is_row_open(obj):
        return
    if open_for():
        for changed in (obj, *public_users_of(obj)):
            touch(changed)
        return
    stored = stored_row(type(obj), obj.pk)
    if (stored and stored.live) or records.was_published(obj):
        raise kept(obj)
    user = next(public_users_of(obj), None)
    if user is not None:
        raise NotApproved(
            _("“%(title)s” is named in “%(page)s”. Please take it out there first.")
            % {**named(obj), "page": named(user)["title"]}
        )


def kept(obj: Any) -> NotApproved:
    return NotApproved(
        _("“%(title)s” is or was public and is kept. Please propose its withdrawal instead.")
        % named(obj)
    )


def public_users_of(obj: Any) -> Iterator[Any]:
    """What is public and names ``obj``; without it, its content would be another one."""
    for relation in obj._meta.related_objects:
        model = relation.related_model
        if is_gated(model) or is_child(model):
            for row in model._base_manager.filter(**{relation.field.name: obj.pk}):
                owner = owner_of(row)
                if owner is not None and owner.live:
                    yield owner
