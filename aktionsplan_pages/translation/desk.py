"""What a translator has on the desk: the approved German beside the words of one language."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.translation import german, glossary, machine, memory, sections, typists
from aktionsplan_pages.translation.glossary import Term
from aktionsplan_pages.translation.markup import BrokenMarkup, check, is_sound
from aktionsplan_pages.translation.memory import Suggestion
from aktionsplan_pages.translation.segments import source_of
from aktionsplan_pages.translation.vocabulary import State

MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL
MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE


KEPT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|https?://[^\s<>\"]+|(?<![A-Z])[A-Z]{2,9}/\d{4}/\d+"
)  # e-mail addresses, links, numbers of council papers
LONGER, ROOM = 4, 1000  # a translation is at most so many times as long as German, and some more


def problems(german: str, translation: str) -> list[str]:
    """What a translation breaks that is no matter of language; both as they are stored."""
    if not translation:
        return []
    if len(translation) > (longest := LONGER * len(german) + ROOM):
        return [_("The text is longer than %(max)s characters.") % {"max": longest}]
    found = []
    try:
        check(german, translation)
    except BrokenMarkup as error:
        found.append(str(error))
    if lost := Counter(KEPT.findall(german)) - Counter(KEPT.findall(translation)):
        found.append(
            _("This must stand in the translation as it is: %(what)s")
            % {"what": ", ".join(sorted(lost))}
        )
    return found


def as_typed(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@dataclass
class Line:
    """One string: ``german`` and ``text`` as people write them, with marks only in rich text."""

    segment: StringSegment
    stored: StringTranslation | None
    is_rich: bool
    text: str = ""  # as stored, or as it was typed
    errors: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names this German text at this place, whatever comes before it or after it."""
        return f"{self.segment.context_id}-{self.segment.string_id}"

    @property
    def name(self) -> str:
        return f"line-{self.key}"

    @property
    def was(self) -> str:
        """The name of the field that tells what was stored when the form was shown."""
        return f"was-{self.key}"

    @property
    def seen(self) -> str:
        """The name of the tick by which somebody says to have read a machine's words."""
        return f"seen-{self.key}"

    @property
    def stored_text(self) -> str:
        if self.stored is None:
            return ""
        data = self.stored.data
        return data if self.is_rich else StringValue(data).render_text()

    @property
    def version(self) -> str:
        return sections.digest(self.stored_text)

    @property
    def is_unseen(self) -> bool:
        return bool(self.stored and machine.is_unseen(self.stored))

    @cached_property
    def german(self) -> str:
        data = self.segment.string.data
        return data if self.is_rich else StringValue(data).render_text()

    @property
    def is_machine(self) -> bool:
        return bool(self.stored and self.stored.translation_type == MACHINE)

    def as_stored(self, text: str) -> str:
        return text if self.is_rich else StringValue.from_plaintext(text).data


@dataclass
class Part:
    """One section; for a changed one also the German that its translation was made of."""

    path: str
    label: str
    state: State
    lines: list[Line]
    german: str = ""
    german_before: str = ""
    made_of: datetime | None = None
    changed_at: datetime | None = None


class Desk:
    """One page in one language. 7 queries, and one for each kind of child."""

    def __init__(self, translation: Translation, target: Any) -> None:
        """``target`` is the translated row as it is stored."""
        self.translation = translation
        self.target = target
        self.language = str(translation.target_locale.language_code)

    @cached_property
    def source(self) -> Any:
        """The German page as it is public, else as it is drafted."""
        rows = type(self.target)._base_manager.filter(
            translation_key=self.target.translation_key, locale__language_code=SOURCE
        )
        found = rows.select_related("locale").get()
        source_of(found)
        return found

    @cached_property
    def lines(self) -> dict[str, list[Line]]:
        """By section, in the order of the page; what stands twice in a section is there once."""
        source = self.source
        segments = list(
            StringSegment.objects.filter(source=self.translation.source_id)
            .select_related("string", "context").order_by("order")
        )  # fmt: skip
        rows = StringTranslation.objects.filter(
            translation_of__in=[row.string_id for row in segments],
            locale=self.translation.target_locale_id,
        ).select_related("last_translated_by", "seen")
        stored = {(row.translation_of_id, row.context_id): row for row in rows}
        found: dict[str, dict[str, Line]] = {}
        for row in segments:
            path = sections.section_of(row.context.path, source)
            line = Line(row, stored.get((row.string_id, row.context_id)), self.is_rich(path))
            line.text = line.stored_text
            if line.stored and not is_sound(line.stored.data):
                line.errors = problems(row.string.data, line.stored.data)
            found.setdefault(path, {}).setdefault(line.key, line)
        return {path: list(lines.values()) for path, lines in found.items()}

    @cached_property
    def parts(self) -> list[Part]:
        key = self.source.translation_key
        history = german.histories([key])[key]
        made = dict(self.target.made_from) if self.target.live else {}
        texts = {path: sections.prepared(text) for path, text in sections.texts(self.source)}
        states = {path: history.state(path, made.get(path)) for path in self.lines}
        older = {
            path: made[path] for path, state in states.items()
            if state in {State.CHANGED, State.CORRECTED}
        }  # fmt: skip
        before = german.texts_of(key, older)
        return [
            Part(
                path, self.label(path), states[path], lines, texts.get(path, ""),
                before.get(path, ""), history.since(path, made.get(path, "")),
                history.changed_at(path),
            )
            for path, lines in self.lines.items()
        ]  # fmt: skip

    def column(self, path: str) -> models.Field:
        parts = path.split(".")
        model: Any = type(self.source)
        if len(parts) == 3:
            model = getattr(model, parts[0]).rel.related_model
        return model._meta.get_field(parts[-1])

    def is_rich(self, path: str) -> bool:
        return isinstance(self.column(path), RichTextField | StreamField)

    @cached_property
    def children(self) -> dict[str, tuple[int, Any]]:
        """By relation and key the children of the German page and their places."""
        return {
            f"{relation}.{child.translation_key}": (place, child)
            for relation in sections.child_relations(self.source)
            for place, child in enumerate(getattr(self.source, relation).all(), 1)
        }

    def label(self, path: str) -> str:
        label = capfirst(str(self.column(path).verbose_name))
        place, child = self.children.get(path.rpartition(".")[0], (0, None))
        if child is None:
            return label
        return f"{capfirst(str(child._meta.verbose_name))} {place}: {label}"

    def find_help(self) -> None:
        """The terms and earlier translations for each line; nothing is filled in. 5 queries."""
        lines = [line for lines in self.lines.values() for line in lines]
        known = glossary.terms(self.language)
        found = memory.suggestions([line.segment.string.data for line in lines], self.language)
        for line in lines:
            data = line.segment.string.data
            line.terms = [term for term in known.in_text(data) if term.translation]
            own = line.stored.data if line.stored else ""
            line.suggestions = [one for one in found.get(data, ()) if one.text != own]

    @property
    def progress(self) -> tuple[int, int]:
        """How many lines are translated, of how many."""
        lines = [line for lines in self.lines.values() for line in lines]
        return sum(bool(line.stored_text) for line in lines), len(lines)

    @transaction.atomic
    def save(self, posted: Mapping[str, str], user: Any) -> int:
        """Stores the lines that ``posted`` changes, by name; how many those were.

        A machine's words are confirmed by their tick. A line with an error is not stored: it
        keeps what was typed and says what is wrong. An emptied line is forgotten. What was not
        touched here is left as somebody else may have written it meanwhile.
        """
        changed = 0
        for line in (line for lines in self.lines.values() for line in lines):
            if line.name not in posted:
                continue
            text = as_typed(posted[line.name])
            if sections.digest(text) == line.version:
                if line.is_unseen and line.seen in posted:
                    machine.confirm(line.stored, user)
                    changed += 1
                continue
            was = posted.get(line.was, line.version)
            if was == sections.digest(text):
                continue
            line.text = text
            line.errors = problems(line.segment.string.data, line.as_stored(text))
            if was != line.version:
                said = _(
                    "Somebody else wrote here meanwhile: “%(text)s”. Save again to keep yours."
                )
                line.errors.append(said % {"text": line.stored_text})
            if not line.errors:
                self.store(line, text, user)
                changed += 1
        return changed

    def homeless(self, posted: Mapping[str, str]) -> list[str]:
        """What was typed beside German texts that the page has no more."""
        known = {line.name for lines in self.lines.values() for line in lines}
        names = [name for name in posted if name.startswith("line-") and name not in known]
        texts = {name: as_typed(posted[name]) for name in names}
        return [
            text for name, text in texts.items()
            if text and sections.digest(text) != posted.get(name.replace("line", "was", 1))
        ]  # fmt: skip

    def store(self, line: Line, text: str, user: Any) -> None:
        of = {
            "translation_of_id": line.segment.string_id, "context_id": line.segment.context_id,
            "locale_id": self.translation.target_locale_id,
        }  # fmt: skip
        if not text:
            StringTranslation.objects.filter(**of).delete()
            typists.note(user.pk, of["locale_id"], [of["context_id"]])
            line.stored = None
            return
        line.stored, _made = StringTranslation.objects.update_or_create(
            **of,
            defaults={
                "data": line.as_stored(text), "translation_type": MANUAL, "tool_name": "",
                "last_translated_by": user, "has_error": False, "field_error": "",
            },
        )  # fmt: skip
