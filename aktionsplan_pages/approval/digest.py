"""The content that an approval is bound to, as plain values, and its digest.

Content is what the public could notice: words, facts, children, files, address, schedule, and
whether the page is to be published or withdrawn. Not content: keys, the place in the tree, the
language of the row, comments, and what Wagtail notes for itself.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField
from wagtail.images import get_image_model
from wagtail.models import Page

from aktionsplan_pages import keys

VERSION = 1
OF_THE_PAGE = (
    "title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at",
)  # fmt: skip
BOOKKEEPING = {
    "id", "page_ptr", "locale", "translation_key", "sort_order", "live", "expired", "locked",
    "locked_at", "locked_by", "has_unpublished_changes", "first_published_at",
    "last_published_at", "live_revision", "latest_revision", "latest_revision_created_at",
    "draft_title",
}  # fmt: skip
NOT_CONTENT = {"comments", "wagtail_admin_comments"}
FILES = "files"


def content_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns of ``model`` that are content, in order of their names."""
    of_base = {field.name for field in Page._meta.concrete_fields}
    is_page = issubclass(model, Page)
    left_out = BOOKKEEPING | getattr(model, "not_content", set())
    for field in sorted(model._meta.concrete_fields, key=lambda field: field.name):
        if field.name in left_out or isinstance(field, ParentalKey):
            continue
        if is_page and field.name in of_base and field.name not in OF_THE_PAGE:
            continue
        yield field


def content_of(obj: Any) -> dict[str, Any]:
    """Plain values by field name; many-to-many sorted, children in order, files by what is in."""
    rows: list[Any] = []
    content = content_of_row(obj, rows)
    used = {key for row in rows for key in files_in(row)}
    return content | ({FILES: marks_of(used)} if used else {})


def content_of_row(row: Any, seen: list[Any]) -> dict[str, Any]:
    """Of ``row`` and its children, which are all added to ``seen``."""
    seen.append(row)
    model = type(row)
    content = {field.name: plain(field, row) for field in content_fields(model)}
    for field in get_all_child_m2m_relations(model):
        content[field.name] = sorted(other.pk for other in getattr(row, field.name).all())
    for name in child_names(model):
        content[name] = [content_of_row(c, seen) for c in in_order(getattr(row, name).all())]
    return content


def child_names(model: type[models.Model]) -> list[str]:
    found = (relation.get_accessor_name() for relation in get_all_child_relations(model))
    return [name for name in found if name not in NOT_CONTENT]


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Children as the public sees them; what has no key yet comes after what has."""
    found = list(rows)
    if found and hasattr(found[0], "sort_order"):
        found.sort(key=lambda row: (row.sort_order is None, row.sort_order, row.pk or 10**18))
    return found


def files_in(row: Any) -> Iterator[tuple[type[models.Model], str]]:
    """The documents and images that one row shows or links to."""
    kinds = (get_document_model(), get_image_model())
    for field in content_fields(type(row)):
        value = getattr(row, field.attname)
        if field.is_relation and field.related_model in kinds and value:
            yield field.related_model, str(value)  # type: ignore[misc]
        elif value and hasattr(field, "extract_references"):
            fresh = field.to_python(field.get_prep_value(value))
            for model, key, *_path in field.extract_references(fresh):
                if model in kinds:
                    yield model, str(key)


def marks_of(used: set[tuple[Any, str]]) -> list[list[Any]]:
    """What each file holds and is called, so that another one under the same key is noticed."""
    return sorted(
        [model._meta.label_lower, row.pk, row.title, getattr(row, "description", ""), hash_of(row)]
        for model in {model for model, _key in used}
        for row in model._base_manager.filter(pk__in=[k for m, k in used if m is model])
    )


def hash_of(file: Any) -> str:
    try:
        return file.get_file_hash()
    except OSError:  # the file itself is missing
        return file.file.name


def plain(field: models.Field, obj: Any) -> Any:
    """One value, the same whether it comes from a form, a revision or the database."""
    value = getattr(obj, field.attname)
    if value is None or value == "":
        return None
    if field.is_relation:
        return value
    if isinstance(value, StreamValue):
        return json.loads(json.dumps(keys.stream(value), default=str))
    value = field.to_python(value)
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")  # never -0
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | dict | list):
        return value
    return keys.rich_text(str(value)) if isinstance(field, RichTextField) else str(value)


def digest_of(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()}"


def digest(obj: Any) -> str:
    """The digest of an object as loaded: a live row, or ``revision.as_object()``."""
    return digest_of(content_of(obj))
