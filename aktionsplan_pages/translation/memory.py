"""The translation memory: what stands in public translations is suggested for the next one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from rapidfuzz import fuzz, process
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.translation import sections
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.glossary import plain

EXACT = 100
SIMILAR = 75  # per cent; below, a suggestion costs more time than it saves
SHOWN = 3
LOOKED_AT = 30  # the nearest entries; many of them may be one rendering on many pages


@dataclass(frozen=True)
class Suggestion:
    """``text`` translated ``german`` on the page ``title`` (German) at ``address`` since then.

    ``score`` is 100 for the very same German with the same tags, else at most 99; ``tool`` names
    the machine that wrote it, empty for a person.
    """

    text: str
    german: str
    score: int
    title: str
    address: str
    since: datetime
    tool: str = ""

    @property
    def is_exact(self) -> bool:
        return self.score == EXACT


def entries() -> Any:
    return apps.get_model("aktionsplan_pages", "MemoryEntry").objects


def suggestions(german_strings: Sequence[str], language: str) -> dict[str, list[Suggestion]]:
    """Per German string at most three, best first; three queries, however many strings.

    Only what a visitor can read now is suggested: a page that is withdrawn takes its entries out
    at once, and brings them back with it. Equal renderings are named once, by the newest page.
    """
    rows = entries().filter(page__live=True, page__locale__language_code=language)
    keys, texts = [], []
    for key, text in rows.order_by("-since", "-pk").values_list("pk", "german").iterator(5000):
        keys.append(key)
        texts.append(plain(text))
    best = {
        german: [(keys[place], score) for _text, score, place in similar(german, texts)]
        for german in dict.fromkeys(german_strings)
    }
    wanted = {key for found in best.values() for key, _score in found}
    known = entries().select_related("page").in_bulk(wanted) if wanted else {}
    pages = german_pages({row.page.translation_key for row in known.values()}) if known else {}
    return {german: chosen(german, found, known, pages) for german, found in best.items()}


def similar(german: str, texts: Sequence[str]) -> list[tuple[str, float, int]]:
    """Text, score and place of the nearest ones."""
    if not (asked := plain(german)):
        return []
    return process.extract(
        asked, texts, scorer=fuzz.ratio, processor=None, limit=LOOKED_AT, score_cutoff=SIMILAR
    )


def chosen(
    german: str, found: Iterable[tuple[int, float]], known: Mapping[int, Any],
    pages: Mapping[UUID, Page],
) -> list[Suggestion]:  # fmt: skip
    by_text: dict[str, Suggestion] = {}
    for key, score in found:
        row = known[key]
        page = pages.get(row.page.translation_key)
        points = EXACT if row.german == german else min(EXACT - 1, int(score))
        earlier = by_text.get(row.translation)
        if page is not None and (earlier is None or earlier.score < points):
            by_text[row.translation] = Suggestion(
                row.translation,
                row.german,
                points,
                page.title,
                address(page, SOURCE),
                row.since,
                row.tool,
            )
    return sorted(by_text.values(), key=lambda one: -one.score)[:SHOWN]


def german_pages(keys: Iterable[UUID]) -> Mapping[UUID, Page]:
    rows = Page.objects.filter(translation_key__in=set(keys), locale__language_code=SOURCE)
    return {page.translation_key: page for page in rows}


@transaction.atomic
def remember(page: Any) -> int:
    """After ``page`` became public: its entries are what stands in it now; how many.

    A segment counts where its section was made from the German words that are taken apart now and
    its translated string is a segment of the public page. What does not stand there any more is
    forgotten; a wording that stays keeps its date.
    """
    language = page.locale.language_code
    if language == SOURCE or LANGUAGES[language].retold or not hasattr(page, "made_from"):
        return 0
    now = standing(page)
    stored = {(row.path, row.german, row.translation): row for row in entries().filter(page=page)}
    gone = [row.pk for found, row in stored.items() if now.get(found) != row.tool]
    entries().filter(pk__in=gone).delete()
    new = [
        entries().model(page=page, path=path, german=german, translation=text, tool=tool)
        for (path, german, text), tool in now.items()
        if (path, german, text) not in stored or stored[path, german, text].pk in gone
    ]
    entries().bulk_create(new)
    return len(now)


def standing(page: Any) -> dict[tuple[str, str, str], str]:
    """Path, German and translated string of each public segment, with the machine's name."""
    segments = StringSegment.objects.filter(
        source__object_id=page.translation_key, source__locale__language_code=SOURCE
    ).select_related("string", "context", "source")
    found = {
        (row.context_id, row.translation_of_id): row
        for row in StringTranslation.objects.filter(
            context__object_id=page.translation_key, locale=page.locale_id, has_error=False
        )
    }
    segments = [row for row in segments if (row.context_id, row.string_id) in found]
    if not segments:
        return {}
    source = segments[0].source.as_instance()
    german = sections.digests(source)
    public = {
        (segment.path, plain(segment.string.data))
        for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)
    }  # fmt: skip
    known = {}
    for row in segments:
        own, path = found[row.context_id, row.string_id], row.context.path
        section = sections.section_of(path, source)
        is_of_now = section in german and page.made_from.get(section) == german[section]
        if is_of_now and (path, plain(own.data)) in public:
            known[path, row.string.data, own.data] = machine_of(own)
    return known


def machine_of(string: StringTranslation) -> str:
    """The tool that wrote a string; empty for a person."""
    if string.translation_type != StringTranslation.TRANSLATION_TYPE_MACHINE:
        return ""
    return string.tool_name or string.translation_type
