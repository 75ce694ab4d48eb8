"""The sections of a page's words: their paths, their text, and what they were made from."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue

from aktionsplan_pages import keys

UNSEEN = {"seo_title", "search_description"}  # for search engines; they may stay German
ORIGINS = ("made_from", "machine")  # of the words, themselves no text


def digest(text: object) -> str:
    """Short and stable; two texts that differ in blanks at their ends are the same."""
    return hashlib.sha256(str(text).strip().encode()).hexdigest()[:16]


def word_fields(obj: Any) -> list[str]:
    """The columns of ``obj`` that hold words, in order, without child relations."""
    names = [field.field_name for field in obj.translatable_fields]
    columns = {field.name for field in obj._meta.concrete_fields}
    return [name for name in names if name in columns and name not in ORIGINS]


def child_relations(obj: Any) -> list[str]:
    """The child relations of ``obj`` that hold words."""
    names = [field.field_name for field in obj.translatable_fields]
    columns = {field.name for field in obj._meta.concrete_fields}
    return [name for name in names if name not in columns]


def texts(obj: Any) -> Iterator[tuple[str, Any]]:
    """Every section of ``obj`` that holds text: path and value."""
    for name in word_fields(obj):
        if value := getattr(obj, name):
            yield name, value
    for relation in child_relations(obj):
        for child in getattr(obj, relation).all():
            for name in word_fields(child):
                if value := getattr(child, name):
                    yield f"{relation}.{child.translation_key}.{name}", value


def prepared(value: Any) -> str:
    """A section's value as text, a StreamField's as its stored blocks; the same once edited."""
    if isinstance(value, StreamValue):
        return json.dumps(keys.stream(value), default=str, sort_keys=True)
    return keys.rich_text(str(value))


def digests(obj: Any) -> dict[str, str]:
    """Of every section that holds text, by path."""
    return {path: digest(prepared(value)) for path, value in texts(obj)}


def section_of(path: str, obj: Any) -> str:
    """The section that a segment's path lies in: a whole field of the page or of one child."""
    parts = path.split(".")
    return ".".join(parts[:3]) if parts[0] in child_relations(obj) else parts[0]


def words_digest(obj: Any) -> str:
    """Of all words of one page or revision together; facts and what they retell are no part."""
    return digest(json.dumps(digests(obj), sort_keys=True))


def made_from(translation: Any, source: Any) -> dict[str, str]:
    """For words written freely: each section with text retells the German words of now."""
    german = digests(source)
    return {path: german.get(path, "") for path, _ in texts(translation)}
