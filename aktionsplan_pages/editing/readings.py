"""What each language will show once the content under review is public, and its preview."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from wagtail.models import Page

from aktionsplan_pages.editing import changes
from aktionsplan_pages.languages import LANGUAGES, SOURCE, Language, reading_order
from aktionsplan_pages.translation import sections
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import Reading
from aktionsplan_pages.visibility import private_paths


@dataclass(frozen=True)
class LanguageAfter:
    """Sections by label: translated and current, older than the German text, or in German."""

    language: Language
    words_language: str
    current: tuple[str, ...] = ()
    outdated_now: tuple[str, ...] = ()
    outdated_before: tuple[str, ...] = ()
    german: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """``original``, ``german``, ``outdated``, ``partly`` or ``current``."""
        if self.language.code == SOURCE:
            return "original"
        if self.words_language == SOURCE:
            return "german"
        if self.outdated_now or self.outdated_before:
            return "outdated"
        return "partly" if self.german else "current"


def german_page(obj: Any, content: Any) -> Any:
    """The German object whose facts all languages read: under review itself, live or a draft."""
    if obj.locale.language_code == SOURCE:
        return content
    rows = type(obj)._base_manager.filter(translation_key=obj.translation_key)
    source = rows.filter(locale__language_code=SOURCE).select_related("locale").first()
    if source is None or source.live or not source.latest_revision:
        return source
    return changes.loaded(source, source.latest_revision)


def translations_of(obj: Any, content: Any) -> dict[str, Any]:
    """By language the rows that visitors will read, in one query."""
    rows = type(obj)._base_manager.filter(translation_key=obj.translation_key, live=True)
    rows = rows.exclude(locale__language_code=SOURCE).select_related("locale")
    found = {row.locale.language_code: row for row in rows}
    if obj.locale.language_code != SOURCE:
        found[obj.locale.language_code] = content
    return found


def languages_after(obj: Any, content: Any, german: Any, live: Any) -> list[LanguageAfter]:
    """Every language whose reading the content under review touches; ``live`` is public now."""
    own = obj.locale.language_code
    rows = translations_of(obj, content)
    after = sections.digests(german) if german else {}
    before = after
    if own == SOURCE:
        before = sections.digests(live) if live else {}
    labels = dict(section_labels(german)) if german else {}
    touched = [code for code in LANGUAGES if own in (SOURCE, *reading_order(code))]
    return [language_after(code, rows, labels, before, after) for code in touched]


def language_after(
    code: str, rows: Mapping[str, Any], labels: Mapping[str, str],
    before: Mapping[str, str], after: Mapping[str, str],
) -> LanguageAfter:  # fmt: skip
    spoken = next((c for c in reading_order(code) if c in rows), SOURCE)
    if spoken == SOURCE:
        return LanguageAfter(LANGUAGES[code], SOURCE, german=tuple(labels.values()))
    made = rows[spoken].made_from
    groups: dict[str, list[str]] = {name: [] for name in ("current", "now", "before", "german")}
    for path, digest in after.items():
        if path not in made:
            group = "german"
        elif made[path] == digest:
            group = "current"
        else:
            group = "now" if made[path] == before.get(path) else "before"
        groups[group].append(labels[path])
    return LanguageAfter(LANGUAGES[code], spoken, *(tuple(names) for names in groups.values()))


def section_labels(obj: Any, path: str = "", of: str = "") -> Iterator[tuple[str, str]]:
    """Path and label of every section that holds text, in the order of ``sections.texts``."""
    for name in sections.word_fields(obj):
        if getattr(obj, name):
            yield path + name, of + changes.label_of(obj._meta.get_field(name))
    for relation in sections.child_relations(obj) if not path else ():
        for child in getattr(obj, relation).all():
            name = changes.name_of(child, {})
            yield from section_labels(
                child, f"{relation}.{child.translation_key}.", f"{name}: " if name else ""
            )


def preview(obj: Any, content: Any, language: str, request: HttpRequest) -> HttpResponse:
    """The page as visitors of ``language`` will read it, with exactly ``content``."""
    german = german_page(obj, content)
    if not isinstance(german, Page) or language not in LANGUAGES:
        raise Http404
    rows = translations_of(obj, content)
    words = next((rows[code] for code in reading_order(language) if code in rows), None)
    reading = Reading(
        german, words, language, is_preview=True, trail=trail_of(german),
        private=private_paths(),
    )  # fmt: skip
    with translation.override(language):
        path = address(german, language) or f"/{language}/"
        seen = {"reading": reading, "path": path, "path_info": path}
        response: HttpResponse = german.make_preview_request(
            request, german.default_preview_mode, seen
        )
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def trail_of(page: Any) -> tuple[Page, ...]:
    """The pages from the site's home page down to ``page``."""
    site = page.get_site()
    above = Page.objects.ancestor_of(page).filter(depth__gte=site.root_page.depth if site else 2)
    return (*above.order_by("depth"), page)
