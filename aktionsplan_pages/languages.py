"""The one list of languages (standard library only): who needs to know a language asks here."""

from dataclasses import dataclass

SOURCE = "de"


@dataclass(frozen=True)
class Language:
    """One language that visitors can read.

    ``code`` is the prefix of addresses and the ``lang`` of the page; ``fallbacks`` are tried in
    order before German; ``browser_codes`` are further tags of Accept-Language that mean this
    language; ``cldr`` is Babel's locale; ``search`` PostgreSQL's text search configuration;
    ``collation`` its ICU collation; ``read_by_native`` tells whether a native speaker has read the
    interface catalogue; ``retold`` marks words written freely, section by section, from German;
    ``script`` is what it is written in, as Unicode names it.
    """

    code: str
    own_name: str
    english_name: str
    direction: str = "ltr"
    fallbacks: tuple[str, ...] = ()
    browser_codes: tuple[str, ...] = ()
    cldr: str = ""
    search: str = "simple"
    collation: str = "und-x-icu"
    read_by_native: bool = False
    retold: bool = False
    script: str = "LATIN"

    @property
    def locale(self) -> str:
        return self.cldr or self.code


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("de", "Deutsch", "German", search="german", collation="de-x-icu",
                 browser_codes=("gsw", "nds"), read_by_native=True),
        Language("de-simple", "Leichte Sprache", "Easy German", cldr="de", search="german",
                 collation="de-x-icu", retold=True),
        Language("en", "English", "English", cldr="en-GB", search="english",
                 collation="en-x-icu"),
        Language("uk", "Українська", "Ukrainian", script="CYRILLIC", collation="uk-x-icu"),
        Language("ar", "العربية", "Arabic", "rtl", script="ARABIC", search="arabic",
                 collation="ar-x-icu"),
        Language("fa", "فارسی", "Persian", "rtl", script="ARABIC", collation="fa-x-icu",
                 browser_codes=("prs",)),
        Language("tr", "Türkçe", "Turkish", search="turkish", collation="tr-x-icu"),
        Language("ru", "Русский", "Russian", script="CYRILLIC", search="russian",
                 collation="ru-x-icu"),
        Language("pl", "Polski", "Polish", collation="pl-x-icu"),
        Language("kmr", "Kurmancî", "Northern Kurdish", cldr="ku", browser_codes=("ku",)),
        Language("ps", "پښتو", "Pashto", "rtl", script="ARABIC", collation="ps-x-icu",
                 browser_codes=("pbt", "pbu")),
        Language("ti", "ትግርኛ", "Tigrinya", script="ETHIOPIC"),
        Language("ro", "Română", "Romanian", search="romanian", collation="ro-x-icu",
                 browser_codes=("mo",)),
    )
}  # fmt: skip


def reading_order(code: str) -> list[str]:
    """The languages whose words a visitor of ``code`` is shown, best first, without German."""
    language = LANGUAGES[code]
    return [c for c in (code, *language.fallbacks) if c != SOURCE]


def direction(code: str) -> str:
    """``ltr`` or ``rtl``; a language that is not listed is written from left to right."""
    return LANGUAGES[code].direction if code in LANGUAGES else "ltr"


def django_languages() -> list[tuple[str, str]]:
    """For ``settings.LANGUAGES`` and ``WAGTAIL_CONTENT_LANGUAGES``."""
    return [(language.code, language.own_name) for language in LANGUAGES.values()]


def lang_info() -> dict[str, dict[str, object]]:
    """For ``django.conf.locale.LANG_INFO``: what Django does not know by itself."""
    return {
        language.code: {
            "bidi": language.direction == "rtl",
            "code": language.code,
            "name": language.english_name,
            "name_local": language.own_name,
        }
        for language in LANGUAGES.values()
    }


def preferred(accept_language: str) -> str:
    """The best language for an Accept-Language header; regions and scripts count, German is last.

    Wrong or hostile headers are no error: what cannot be read is passed over.
    """
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language[:500].split(",")):
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if 0 < quality <= 1:
            wanted.append((-quality, position, tag.strip().lower().replace("_", "-")))
    known = {code: code for code in LANGUAGES}
    known |= {alias: lang.code for lang in LANGUAGES.values() for alias in lang.browser_codes}
    for _, _, tag in sorted(wanted):
        parts = tag.split("-")
        for length in range(len(parts), 0, -1):
            if code := known.get("-".join(parts[:length])):
                return code
    return SOURCE
