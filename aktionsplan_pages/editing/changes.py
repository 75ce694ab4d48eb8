"""What a revision changes, in words that an approver reads: facts before and after, texts marked.

Covers whatever the digest covers, so that nobody approves a change that was not shown.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from bs4 import BeautifulSoup
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext
from modelcluster.models import get_all_child_m2m_relations
from wagtail.admin import compare as wagtail_compare
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Revision
from wagtail.rich_text import expand_db_html

from aktionsplan_pages.approval.digest import (
    FILES,
    child_names,
    content_fields,
    content_of,
    digest,
    in_order,
    plain,
)
from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.public import formats
from aktionsplan_pages.translation import sections

Names = Mapping[tuple[type, Any], str]
KEPT = (
    "pk", "path", "depth", "numchild", "url_path", "content_type_id", "owner_id", "live",
    "draft_title", "latest_revision_id", "first_published_at", "last_published_at",
    "has_unpublished_changes", "translation_key", "locale",
)  # fmt: skip
LABELS = {
    "made_from": gettext_lazy("translated sections"), "slug": gettext_lazy("address"),
    "machine": gettext_lazy("sections translated by a machine"),
}  # fmt: skip
TOLD_ELSEWHERE = {"intent", "intent_reason"}
LONG, KEPT_AROUND = 400, 150
MOST_COMPARED = 10**7  # pairs of words; beyond, two texts are shown side by side


@dataclass(frozen=True)
class Fact:
    """One value before and after; empty where nothing was or is stated."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Text:
    """One section: ``marked`` shows what went and what came; ``original`` is its German text."""

    label: str
    marked: SafeString
    original: str = ""


@dataclass
class Changes:
    """Of a page, a snippet or one of their children; ``state`` is new, changed or removed."""

    title: str
    state: str
    facts: list[Fact] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)

    @property
    def lists(self) -> str:
        return ", ".join(group.label for group in self.groups)

    def __bool__(self) -> bool:
        return self.state != "changed" or bool(self.facts or self.texts or self.groups)


@dataclass(frozen=True)
class Group:
    """The children of one kind that change."""

    label: str
    rows: list[Changes]
    is_reordered: bool


# Loading


def loaded(obj: Any, revision: Revision) -> Any:
    """The content of ``revision``; asks once, not row by row, whether related rows still exist."""
    found = type(obj).from_serializable_data(revision.content, check_fks=False)
    for name in KEPT:
        if hasattr(obj, name):
            setattr(found, name, getattr(obj, name))
    names = names_of(found)
    for row, column in relations(found):
        if (column.related_model, getattr(row, column.attname)) not in names:
            setattr(row, column.attname, None)
    return found


def with_children(obj: Any) -> Any:
    """The stored row with all that is content of it; one query for each kind of child."""
    prefetch_related_objects([obj], *paths(type(obj)))
    return obj


def paths(model: type[models.Model], before: str = "") -> Iterator[str]:
    for column in get_all_child_m2m_relations(model):
        yield before + column.name
    for name in child_names(model):
        yield before + name
        yield from paths(getattr(model, name).rel.related_model, f"{before}{name}__")


def relations(obj: Any) -> Iterator[tuple[Any, Any]]:
    """Every filled foreign key of ``obj`` and its children: row and column."""
    for column in content_fields(type(obj)):
        if column.is_relation and getattr(obj, column.attname) is not None:
            yield obj, column
    for name in child_names(type(obj)):
        for child in getattr(obj, name).all():
            yield from relations(child)


def names_of(*objects: Any) -> dict[tuple[type, Any], str]:
    """What the foreign keys of ``objects`` and their children name; one query for each model."""
    wanted: dict[Any, set] = defaultdict(set)
    for obj in objects:
        for row, column in relations(obj) if obj is not None else ():
            wanted[column.related_model].add(getattr(row, column.attname))
    return {
        (model, row.pk): str(row)
        for model, keys in wanted.items()
        for row in model._base_manager.filter(pk__in=keys)
    }


# Comparing


def compare(
    before: Any, after: Any, names: Names, originals: Mapping[str, str] | None = None,
    path: str = "",
) -> Changes:  # fmt: skip
    """``before`` is None for what is new, ``after`` for what is removed."""
    row = after if after is not None else before
    state = "new" if before is None else "removed" if after is None else "changed"
    changes = Changes(name_of(row, names), state)
    words = set(sections.word_fields(row)) if hasattr(row, "translatable_fields") else set()
    for column in shown_fields(type(row)):
        if not has_changed(column, before, after):
            continue
        label = label_of(column)
        if column.name in words:
            original = (originals or {}).get(path + column.name, "")
            changes.texts.append(Text(label, marked(column, before, after), original))
        else:
            values = (value_of(column, obj, names) for obj in (before, after))
            changes.facts.append(fact(label, *values))
    for column in get_all_child_m2m_relations(type(row)):
        old, new = related(column, before), related(column, after)
        if old.keys() != new.keys():
            changes.facts.append(fact(label_of(column), *map(listed, (old, new))))
    changes.facts += compare_files(before, after) if not path else ()
    for name in child_names(type(row)):
        if group := compare_children(name, before, after, names, originals):
            changes.groups.append(group)
    return changes


def compare_files(before: Any, after: Any) -> Iterator[Fact]:
    """Documents and images that come, go, or hold something else than before."""
    old, new = (
        content_of(obj).get(FILES, []) if obj is not None else [] for obj in (before, after)
    )
    if old != new:
        titles = [", ".join(title for _model, _pk, title, *_ in marks) for marks in (old, new)]
        yield fact(gettext("Files"), *titles)


def fact(label: str, before: str, after: str) -> Fact:
    """Never silent about a change that both values happen to look the same for."""
    return Fact(label, before, after if before != after else f"{after} ({gettext('changed')})")


def shown_fields(model: type[models.Model]) -> list[models.Field]:
    """The content columns in the order in which the model declares them."""
    content = set(content_fields(model))
    return [
        f for f in model._meta.concrete_fields if f in content and f.name not in TOLD_ELSEWHERE
    ]


def has_changed(column: models.Field, before: Any, after: Any) -> bool:
    old = plain(column, before) if before is not None else None
    new = plain(column, after) if after is not None else None
    return (old or None) != (new or None) if None in (before, after) else old != new


def compare_children(
    name: str, before: Any, after: Any, names: Names, originals: Mapping[str, str] | None
) -> Group | None:
    old = in_order(getattr(before, name).all()) if before is not None else []
    new = in_order(getattr(after, name).all()) if after is not None else []
    pairs = matched(old, new)
    rows = []
    for was, is_now in pairs:
        key = getattr(is_now or was, "translation_key", "")
        rows.append(compare(was, is_now, names, originals, f"{name}.{key}."))
    kept = [old.index(was) for was, is_now in pairs if was is not None and is_now is not None]
    is_reordered = kept != sorted(kept)
    changed = [row for row in rows if row]
    if not changed and not is_reordered:
        return None
    model = type((new or old)[0])
    return Group(capfirst(str(model._meta.verbose_name_plural)), changed, is_reordered)


def matched(old: list[Any], new: list[Any]) -> list[tuple[Any, Any]]:
    """Which child is which: by its keys, else by equal content; the removed ones come last."""
    free = {id(row): row for row in old}
    partner: dict[int, Any] = {}
    for key in (lambda row: row.pk, lambda row: getattr(row, "translation_key", None), digest):
        waiting = defaultdict(list)
        for row in free.values():
            waiting[key(row)].append(row)
        for row in new:
            if id(row) not in partner and key(row) and waiting[key(row)]:
                partner[id(row)] = free.pop(id(waiting[key(row)].pop(0)))
    pairs = [(partner.get(id(row)), row) for row in new]
    return [*pairs, *((row, None) for row in free.values())]


# Saying it


def label_of(column: Any) -> str:
    return capfirst(str(LABELS.get(column.name, column.verbose_name)))


def name_of(row: Any, names: Names) -> str:
    """What a row is called, without a query: its title or name, else its first value."""
    own = getattr(row, "title", "") or getattr(row, "name", "") or getattr(row, "reference", "")
    if own:
        return str(own)
    values = (value_of(column, row, names) for column in shown_fields(type(row)))
    return next((value for value in values if value), "")


def related(column: Any, row: Any) -> dict[Any, str]:
    """What a many-to-many field names, by its keys."""
    rows = getattr(row, column.name).all() if row is not None else ()
    return {one.pk: str(one) for one in rows}


def listed(names: Mapping[Any, str]) -> str:
    return ", ".join(sorted(names.values()))


def value_of(column: Any, row: Any, names: Names) -> str:
    value = getattr(row, column.attname) if row is not None else None
    if value is None or value == "":
        return ""
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if column.is_relation:
        return names.get((column.related_model, value), gettext("no longer there"))
    return said(value)


def said(value: Any) -> str:
    """A plain value as people write it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, PartialDate):
        return formats.partial_date(value)
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, Decimal | int):
        return formats.number(value)
    if isinstance(value, dict):  # made_from, machine
        return ngettext("%(count)d section", "%(count)d sections", len(value)) % {
            "count": len(value)
        }
    return str(value)


def marked(column: Any, before: Any, after: Any) -> SafeString:
    if isinstance(column, StreamField):
        return marked_blocks(column, before, after)
    old, new = (text_of(column, row) for row in (before, after))
    if old == new:
        return format_html(
            "{} <em>({})</em>", shortened(new), gettext("only the formatting changes")
        )
    if before is None or not old:
        return format_html("<ins>{}</ins>", new) if before is not None else format_html("{}", new)
    if not new:
        return format_html("<del>{}</del>", old)
    return marked_text(old, new)


def text_of(column: Any, row: Any) -> str:
    value = getattr(row, column.attname) if row is not None else ""
    return readable(value) if isinstance(column, RichTextField) else str(value or "").strip()


def readable(html: str) -> str:
    """Rich text as lines; a link shows where it leads, since that is approved too."""
    soup = BeautifulSoup(expand_db_html(html or ""), "html.parser")
    for link in soup.find_all("a"):
        link.append(f" [{link.get('href', '')}]")
    for item in soup.find_all("li"):
        item.insert(0, "• ")
    for block in soup.find_all(["p", "li", "h2", "h3", "br"]):
        block.append("\n")
    return re.sub(r"\n{2,}", "\n", soup.get_text()).strip()


def marked_text(old: str, new: str) -> SafeString:
    """One text in which what went is struck out and what came is underlined.

    By words; Wagtail's own comparison passes over words of up to four letters.
    """
    before, after = (re.findall(r"\s*\w+|\s*[^\w\s]|\s+", text) for text in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) * len(after) > MOST_COMPARED or matcher.ratio() < 1 / 3:
        return format_html("<del>{}</del> <ins>{}</ins>", old, new)
    parts = []
    for kind, a, b, c, d in matcher.get_opcodes():
        gone, came = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            parts.append(format_html("{}", shortened(gone)))
            continue
        parts += [format_html("<del>{}</del>", gone)] if gone else []
        parts += [format_html("<ins>{}</ins>", came)] if came else []
    return format_html_join("", "{}", ((part,) for part in parts))


def shortened(text: str) -> str:
    """What stays as it is, in the middle of a long text, is left out."""
    if len(text) <= LONG:
        return text
    return f"{text[:KEPT_AROUND]} […] {text[-KEPT_AROUND:]}"


def marked_blocks(column: StreamField, before: Any, after: Any) -> SafeString:
    if before is None or after is None:
        value = getattr(after if after is not None else before, column.name)
        block = wagtail_compare.StreamBlockComparison(
            column.stream_block, True, True, value, value
        )
        return block.htmlvalue(value)
    html = str(
        wagtail_compare.comparison_class_registry.get(column)(column, before, after).htmldiff()
    )
    for name, tag in (("addition", "ins"), ("deletion", "del")):
        html = re.sub(
            rf'<span class="{name}">(.*?)</span>', rf"<{tag}>\1</{tag}>", html, flags=re.S
        )
    return mark_safe(html)
