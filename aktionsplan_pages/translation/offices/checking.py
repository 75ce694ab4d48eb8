"""What a file would change, segment by segment, and why some of it is refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.translation import markup
from aktionsplan_pages.translation.offices.selection import label, refresh
from aktionsplan_pages.translation.offices.units import Incoming, Key, key_of
from aktionsplan_pages.translation.sections import digest

AT_ONCE = 500


class Outcome(TextChoices):
    REJECTED = "rejected", gettext_lazy("rejected")
    CONFLICT = "conflict", gettext_lazy("conflict")
    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("unchanged")
    EMPTY = "empty", gettext_lazy("not translated")


@dataclass(frozen=True)
class Finding:
    """What becomes of one segment of a file; ``target`` is in the form in which it is stored."""

    key: str
    place: str
    outcome: Outcome
    reason: str = ""
    page: str = ""
    section: str = ""
    german: str = ""
    stored: str = ""
    target: str = ""
    slot: tuple[int, int] | None = None  # string and context
    page_key: UUID | None = None


def chunks(units: Iterable[Incoming], size: int = AT_ONCE) -> Iterator[list[Incoming]]:
    chunk = []
    for unit in units:
        chunk.append(unit)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class Checker:
    """Compares a file with what is stored; a fixed number of queries for each chunk.

    ``sent`` maps the keys of the job to the digests of the translations it was exported with or
    has brought in; ``keys`` are all keys of the file, as often as they occur; ``lock`` keeps
    others from writing until the transaction ends.
    """

    def __init__(
        self,
        language: str,
        keys: Iterable[str],
        sent: Mapping[str, str] | None = None,
        lock: bool = False,
    ) -> None:
        self.lock = lock
        self.locale = Locale.objects.get(language_code=language)
        self.sent = sent or {}
        self.keys: set[str] = set()
        self.twice: set[str] = set()
        for key in keys:
            (self.twice if key in self.keys else self.keys).add(key)

    def check(self, chunk: list[Incoming]) -> list[Finding]:
        """In the order of ``chunk``."""
        known = Known({key.page for unit in chunk if (key := key_of(unit.key))}, self, chunk)
        return [self.one(unit, known) for unit in chunk]

    def one(self, unit: Incoming, known: "Known") -> Finding:
        finding = Finding(unit.key[:600], unit.place, Outcome.REJECTED, german=unit.source)
        key = key_of(unit.key)
        if key is None:
            return replace(finding, reason=_("This key is not one of ours."))
        if unit.key in self.twice:
            return replace(finding, reason=_("The key occurs more than once in the file."))
        page = known.pages.get(key.page)
        if page is None:
            return replace(finding, reason=_("The page no longer exists."))
        finding = replace(finding, page=page.title, section=known.label_of(page, key.path))
        if not page.live:
            return replace(finding, reason=_("The German page is no longer public."))
        if key.page in known.closed:
            return replace(finding, reason=known.closed[key.page])
        segment, was_moved = known.segment(key)
        if segment is None:
            return replace(finding, reason=known.gone(key))
        if was_moved:
            finding = replace(finding, section=known.label_of(page, segment.context.path))
        finding = replace(
            finding, german=segment.string.data, page_key=key.page,
            slot=(segment.string_id, segment.context_id),
        )  # fmt: skip
        stored = known.stored.get((segment.string_id, segment.context_id))
        return self.compared(unit, finding, stored, known.limit(segment))

    def compared(
        self, unit: Incoming, finding: Finding, stored: str | None, limit: int | None
    ) -> Finding:
        if unit.problem:
            return replace(finding, reason=unit.problem)
        if not unit.target.strip():
            return replace(finding, outcome=Outcome.EMPTY)
        if unit.is_unfinished:
            return replace(finding, reason=_("The file marks it as unfinished."))
        try:
            target = markup.check(finding.german, unit.target)
        except markup.BrokenMarkup as error:
            return replace(finding, reason=str(error), target=unit.target)
        if limit is not None and len(markup.bare(target)) > limit:
            reason = _("The text is longer than %(max)s characters.") % {"max": limit}
            return replace(finding, reason=reason, target=target)
        finding = replace(finding, target=target, stored=stored or "")
        if stored is None:
            return replace(finding, outcome=Outcome.NEW)
        if markup.stored_form(stored) == target:
            return replace(finding, outcome=Outcome.SAME)
        if self.sent.get(unit.key) == digest(markup.stored_form(stored)):
            return replace(finding, outcome=Outcome.CHANGED)
        reason = _("The translation was changed here after the file was exported.")
        return replace(finding, outcome=Outcome.CONFLICT, reason=reason)


class Known:
    """What is stored about the pages that a chunk names."""

    def __init__(self, pages: set[UUID], checker: Checker, chunk: list[Incoming]) -> None:
        self.checker = checker
        rows = Page.objects.filter(
            translation_key__in=pages, locale__language_code=SOURCE
        ).select_related("content_type")
        self.pages = {row.translation_key: row for row in rows}
        self.closed = self.closed_pages()
        self.refresh()
        found = StringSegment.objects.filter(
            source__object_id__in=pages, source__locale__language_code=SOURCE
        )
        keys = [key for unit in chunk if (key := key_of(unit.key))]
        exact = found.filter(string__data_hash__in={key.german for key in keys})
        self.segments: dict[tuple[UUID, UUID], dict[str, StringSegment]] = {}
        for row in exact.select_related("context", "string"):
            place = row.context.object_id, row.string.data_hash
            self.segments.setdefault(place, {})[row.context.path] = row
        self.paths = set()
        if lost := {key.page for key in keys if self.segment(key)[0] is None}:
            paths = found.filter(source__object_id__in=lost)
            self.paths = set(paths.values_list("context__object_id", "context__path").distinct())
        slots = [row for rows in self.segments.values() for row in rows.values()]
        stored = StringTranslation.objects.filter(
            locale=checker.locale,
            translation_of_id__in={row.string_id for row in slots},
            context_id__in={row.context_id for row in slots},
        )
        if checker.lock:
            stored = stored.select_for_update()
        self.stored = {
            (string, context): data
            for string, context, data in stored.values_list(
                "translation_of_id", "context_id", "data"
            )
        }

    def closed_pages(self) -> dict[UUID, str]:
        """Why nobody may write on a translation now, by page key."""
        rows = Page.objects.filter(
            translation_key__in=self.pages, locale=self.checker.locale
        ).values_list("pk", "translation_key", "locked")
        keys = {str(pk): key for pk, key, _locked in rows}
        closed = {key: _("The translation is locked.") for _pk, key, locked in rows if locked}
        running = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS, object_id__in=keys,
            base_content_type=ContentType.objects.get_for_model(Page),
        )  # fmt: skip
        for pk in running.values_list("object_id", flat=True):
            closed[keys[pk]] = _("The translation is under review.")
        return closed

    def refresh(self) -> None:
        """The segments of pages that were published since are brought up to date first."""
        live = [row.pk for row in self.pages.values() if row.live]
        if live:
            refresh(Page.objects.filter(pk__in=live), self.checker.locale)

    def segment(self, key: Key) -> tuple[StringSegment | None, bool]:
        """The segment a key means, and whether its German words moved within their page."""
        rows = self.segments.get((key.page, key.german), {})
        if key.path in rows:
            return rows[key.path], False
        others = [
            row for path, row in rows.items()
            if str(Key(key.page, path, key.german)) not in self.checker.keys
        ]  # fmt: skip
        return (others[0], True) if len(others) == 1 else (None, False)

    def gone(self, key: Key) -> str:
        if (key.page, key.path) in self.paths:
            return _("Stale: the German text has changed since the file was exported.")
        return _("Stale: the German text is no longer on the page.")

    def model_of(self, page: Page) -> type[Model]:
        return page.specific_class or Page

    def label_of(self, page: Page, path: str) -> str:
        try:
            return label(self.model_of(page), section_path(self.model_of(page), path))
        except (FieldDoesNotExist, AttributeError):  # what a file made up
            return path

    def limit(self, segment: StringSegment) -> int | None:
        """How long the text may be where a column says so."""
        page = self.pages[segment.context.object_id]
        field: Any = self.model_of(page)._meta
        for name in section_path(self.model_of(page), segment.context.path).split(".")[::2]:
            field = field.get_field(name)
            field = field.related_model._meta if field.one_to_many else field
        return field.max_length if isinstance(field, CharField) else None


def section_path(model: Any, path: str) -> str:
    parts = path.split(".")
    is_column = parts[0] in {field.name for field in model._meta.concrete_fields}
    return parts[0] if is_column else ".".join(parts[:3])
