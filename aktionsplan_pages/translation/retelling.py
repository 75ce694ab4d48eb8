"""Words written freely beside the German ones: what they retell, and what the checklist finds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

from django.utils.text import capfirst
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField

from aktionsplan_pages.translation.plain_language import (
    Finding,
    Readability,
    findings,
    readability,
)
from aktionsplan_pages.translation.sections import (
    child_relations,
    digest,
    prepared,
    texts,
    word_fields,
)

LINES = {
    "p",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "hr",
    "blockquote",
}


class Lines(HTMLParser):
    """Rich text as lines: each paragraph, item and break is one."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in LINES:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, None)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(value: Any, field: Any) -> str:
    """The text of a section as a reader sees it, line by line."""
    if isinstance(value, StreamValue):
        return "\n".join(field.get_searchable_content(value))
    text = str(value or "")
    if not isinstance(field, RichTextField):
        return text
    lines = Lines()
    lines.feed(text)
    lines.close()
    found = (line.strip() for line in "".join(lines.parts).splitlines())
    return "\n".join(line for line in found if line)


@dataclass(frozen=True)
class Written:
    """A section in the form: its path, how editors call it, its field and its value."""

    path: str
    label: str
    field: Any
    value: Any


@dataclass(frozen=True)
class Section:
    path: str
    label: str
    text: str
    german: str
    is_stale: bool = False  # its German words are not those that it was made from

    @cached_property
    def findings(self) -> list[Finding]:
        return findings(self.text)


@dataclass(frozen=True)
class Retelling:
    """A page in a retold language beside the German one."""

    source: Any
    sections: list[Section]

    @cached_property
    def number_of_findings(self) -> int:
        return sum(len(section.findings) for section in self.sections)

    @cached_property
    def own(self) -> Readability | None:
        return readability("\n".join(section.text for section in self.sections))

    @cached_property
    def german(self) -> Readability | None:
        return readability("\n".join(section.german for section in self.sections))

    @property
    def stale(self) -> list[tuple[str, str]]:
        """Path and label of what somebody might confirm."""
        return [(one.path, one.label) for one in self.sections if one.is_stale]


def field_names(obj: Any) -> Iterator[tuple[Any, str]]:
    """The fields of ``obj`` that hold words, and what editors call them."""
    for name in word_fields(obj):
        field = obj._meta.get_field(name)
        yield field, capfirst(str(field.verbose_name))


def of_child(child: Any, number: int, label: str) -> str:
    return f"{capfirst(str(child._meta.verbose_name))} {number}: {label}"


def in_form(form: Any) -> Iterator[Written]:
    """The words as they stand in an editor's form, be it sent or not."""
    for field, label in field_names(form.instance):
        if field.name in form.fields:
            yield Written(field.name, label, field, form[field.name].value())
    for relation in child_relations(form.instance):
        rows = form.formsets[relation].forms if relation in form.formsets else ()
        for number, row in enumerate(rows, start=1):
            if "DELETE" in row.fields and row["DELETE"].value():
                continue
            for field, label in field_names(row.instance):
                path = f"{relation}.{row.instance.translation_key}.{field.name}"
                value = row[field.name].value()
                yield Written(path, of_child(row.instance, number, label), field, value)


def on_page(page: Any) -> Iterator[Written]:
    for field, label in field_names(page):
        yield Written(field.name, label, field, getattr(page, field.name))
    for relation in child_relations(page):
        for number, child in enumerate(getattr(page, relation).all(), start=1):
            for field, label in field_names(child):
                path = f"{relation}.{child.translation_key}.{field.name}"
                value = getattr(child, field.name)
                yield Written(path, of_child(child, number, label), field, value)


def retelling_in(form: Any, source: Any) -> Retelling:
    """What stands in ``form`` beside the words of the German ``source``; one list, one order."""
    made: Mapping[str, str] = form.instance.made_from
    original = {one.path: one for one in on_page(source)}
    found = []
    for one in in_form(form):
        twin = original.pop(one.path, None)
        now = digest(prepared(twin.value)) if twin and twin.value else ""
        text = plain(one.value, one.field)
        is_stale = bool(text.strip()) and made.get(one.path) != now
        of_german = plain(twin.value, twin.field) if twin else ""
        found.append(Section(one.path, one.label, text, of_german, is_stale))
    found += [
        Section(one.path, one.label, "", plain(one.value, one.field)) for one in original.values()
    ]
    return Retelling(source, [one for one in found if one.text.strip() or one.german.strip()])


def follow(page: Any, german: Any) -> None:
    """In memory: ``page`` gets the children that its German page has by now, in that order.

    Words that are there stay; new children are empty. Without effect where nothing differs.
    """
    words = dict(texts(page))
    for relation in child_relations(german):
        keys = [child.translation_key for child in getattr(german, relation).all()]
        if keys == [child.translation_key for child in getattr(page, relation).all()]:
            continue
        german.copy_child_relation(relation, page)
        for child in getattr(page, relation).all():
            child.locale = page.locale
            for name in word_fields(child):
                setattr(child, name, words.get(f"{relation}.{child.translation_key}.{name}", ""))
