"""The content that an approval is bound to, as plain values, and its digest.

Content is what the public could notice: words, facts, children, address, schedule, and whether
the page is to be published or withdrawn. Not content: keys, the place in the tree, the language
of the row, comments, and what Wagtail notes for itself.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

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
    """Plain values by field name; many-to-many sorted, children in order."""
    model = type(obj)
    content = {field.name: plain(field, obj) for field in content_fields(model)}
    for field in get_all_child_m2m_relations(model):
        content[field.name] = sorted(row.pk for row in getattr(obj, field.name).all())
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in NOT_CONTENT:
            continue
        rows = list(getattr(obj, name).all())
        if "sort_order" in {field.name for field in relation.related_model._meta.fields}:
            rows.sort(key=lambda row: (row.sort_order is None, row.sort_order, row.pk or 0))
        content[name] = [content_of(row) for row in rows]
    return content


def plain(field: models.Field, obj: Any) -> Any:
    """One value, the same whether it comes from a form, a revision or the database."""
    value = getattr(obj, field.attname)
    if value is None or value == "":
        return None
    if field.is_relation:
        return value
    if hasattr(value, "get_prep_value"):
        return without_ids(json.loads(json.dumps(value.get_prep_value(), default=str)))
    value = field.to_python(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | dict | list):
        return value
    return str(value)


def without_ids(value: Any) -> Any:
    """Stream blocks without the keys that editing gives them."""
    if isinstance(value, dict):
        return {k: without_ids(v) for k, v in value.items() if not (k == "id" and "type" in value)}
    if isinstance(value, list):
        return [without_ids(part) for part in value]
    return value


def digest_of(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()}"


def digest(obj: Any) -> str:
    """The digest of an object as loaded: a live row, or ``revision.as_object()``."""
    return digest_of(content_of(obj))
