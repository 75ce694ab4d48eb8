"""Translation services as wagtail-localize knows them, with errors that people understand.

Named by ``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``. Nothing is asked twice: whoever pressed the button
reads what went wrong and presses it again.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import requests
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.strings import StringValue

from aktionsplan_pages.translation import glossary

AT_ONCE = 50  # strings in one request: DeepL's limit
QUOTA_EXCEEDED = 456  # DeepL's own status
ESTABLISHED = {"en", "uk", "ar", "tr", "ru", "pl", "ro"}  # with DeepL; others are beta there
logger = logging.getLogger(__name__)


class MachineTranslationFailed(Exception):
    """Nothing was stored; the text says why. ``billed`` characters were translated all the same.

    ``status`` is the HTTP status of the service, None where it did not answer.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.billed = 0


class Service:
    """Goes before a translator of wagtail-localize, which says how a request is put."""

    display_name: str
    options: dict[str, Any]
    timeout = 30

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """All of ``strings``, or MachineTranslationFailed."""
        wanted = list(strings)
        done: dict[StringValue, StringValue] = {}
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            try:
                texts = self.translated(source_locale, target_locale, some)
                if len(texts) != len(some):
                    raise self.unreadable()
            except MachineTranslationFailed as error:
                error.billed = sum(len(string.data) for string in done)
                raise
            done |= {s: StringValue(text) for s, text in zip(some, texts, strict=True)}
        return done

    def translated(
        self, source: Locale, target: Locale, strings: Sequence[StringValue]
    ) -> list[str]:
        raise NotImplementedError

    def ask(self, method: str, url: str, **request: Any) -> Any:
        """The JSON of an answer. Raises MachineTranslationFailed."""
        try:
            answer = requests.request(method, url, timeout=self.timeout, **request)
        except requests.Timeout:
            raise self.failed(
                ngettext(
                    "%(service)s did not answer within %(seconds)s second.",
                    "%(service)s did not answer within %(seconds)s seconds.",
                    self.timeout,
                ),
                seconds=self.timeout,
            ) from None
        except requests.RequestException:
            raise self.failed(_("%(service)s could not be reached.")) from None
        if not answer.ok:
            raise self.refused(answer)
        try:
            return answer.json() if answer.content else {}
        except ValueError:
            raise self.unreadable() from None

    def refused(self, answer: requests.Response) -> MachineTranslationFailed:
        status = answer.status_code
        if status in (401, 403):
            text = _("%(service)s does not accept the key of this site. An administrator should "
                     "look at it.")  # fmt: skip
        elif status == 429:
            wait = answer.headers.get("Retry-After", "")
            if wait.isdigit():
                text = _("%(service)s is asked too often just now. Please try again in %(wait)s "
                         "seconds.")  # fmt: skip
                return self.failed(text, status, wait=wait)
            text = _("%(service)s is asked too often just now. Please try again later.")
        elif status == QUOTA_EXCEEDED:
            text = _("The quota with %(service)s is used up for this month.")
        elif status == 413:
            text = _("These texts are too long for %(service)s.")
        elif status < 500:
            text = _("%(service)s does not take these texts: %(reason)s")
            return self.failed(text, status, reason=reason_of(answer))
        else:
            text = _("%(service)s reports an error of its own (%(status)s).")
        return self.failed(text, status)

    def unreadable(self) -> MachineTranslationFailed:
        return self.failed(_("The answer of %(service)s cannot be read."))

    def failed(
        self, text: str, status: int | None = None, **values: Any
    ) -> MachineTranslationFailed:
        values |= {"service": self.display_name, "status": status}
        nothing = _("Nothing was translated.")
        return MachineTranslationFailed(f"{text % values} {nothing}", status)


def reason_of(answer: requests.Response) -> str:
    """What the service says itself, shortened; else the status."""
    try:
        found = answer.json()
    except ValueError:
        found = {}
    said = found.get("message") or found.get("error") if isinstance(found, dict) else ""
    return str(said or answer.status_code)[:200]


def texts_in(rows: Any, service: Service) -> list[str]:
    if not isinstance(rows, list) or not all(isinstance(text, str) for text in rows):
        raise service.unreadable()
    return rows


class DeepL(Service, DeepLTranslator):
    """DeepL with our glossary: a glossary of the terms that occur is made there, used, deleted.

    Options: ``AUTH_KEY``; ``URL`` of another server, ``TIMEOUT`` in seconds, ``FORMALITY``.
    Where DeepL takes no glossary for a language, it translates without; ``used_glossary`` tells.
    """

    used_glossary = False

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__(options)
        self.timeout = int(options.get("TIMEOUT", self.timeout))

    def get_api_endpoint(self) -> str:
        own = self.options.get("URL")
        return f"{own.rstrip('/')}/v2/translate" if own else super().get_api_endpoint()

    def get_parameters(self, source_locale: Any, target_locale: Any, strings: Any) -> dict:
        found = super().get_parameters(source_locale, target_locale, strings)
        language = target_locale.language_code
        if language == "en":
            found["target_lang"] = "EN-GB"
        if language not in ESTABLISHED:
            found["enable_beta_languages"] = "1"
        return found

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        wanted = list(strings)
        self.glossary_id = self.make_glossary(target_locale.language_code, wanted)
        self.used_glossary = bool(self.glossary_id)
        try:
            return super().translate(source_locale, target_locale, wanted)
        finally:
            self.drop_glossary()

    def translated(
        self, source: Locale, target: Locale, strings: Sequence[StringValue]
    ) -> list[str]:
        data = self.get_parameters(source, target, strings)
        if self.glossary_id:
            data["glossary_id"] = self.glossary_id
        found = self.ask("POST", self.get_api_endpoint(), data=data, headers=self.get_headers())
        rows = found.get("translations") if isinstance(found, dict) else None
        if not isinstance(rows, list):
            raise self.unreadable()
        return texts_in([r.get("text") if isinstance(r, dict) else None for r in rows], self)

    @property
    def glossaries(self) -> str:
        return self.get_api_endpoint().removesuffix("translate") + "glossaries"

    def make_glossary(self, language: str, strings: Sequence[StringValue]) -> str:
        """Its key; empty where no term occurs or DeepL does not take it."""
        known = glossary.terms(language)
        found = {term for string in strings for term in known.in_text(string.data)}
        entries = {term.german: term.translation for term in found if term.translation}
        if not entries or language not in ESTABLISHED:
            return ""
        lines = ("\t".join(map(glossary.plain, pair)) for pair in sorted(entries.items()))
        order = {
            "name": "Aktionsplan", "source_lang": "de", "target_lang": language,
            "entries": "\n".join(lines), "entries_format": "tsv",
        }  # fmt: skip
        try:
            made = self.ask("POST", self.glossaries, data=order, headers=self.get_headers())
        except MachineTranslationFailed as error:
            if error.status in (400, QUOTA_EXCEEDED):
                logger.warning("DeepL takes no glossary for %s: %s", language, error)
                return ""
            raise
        key = made.get("glossary_id") if isinstance(made, dict) and made.get("ready") else ""
        return str(key or "")

    def drop_glossary(self) -> None:
        if not self.glossary_id:
            return
        try:
            self.ask("DELETE", f"{self.glossaries}/{self.glossary_id}", headers=self.get_headers())
        except MachineTranslationFailed as error:
            logger.warning("A glossary stays with DeepL (%s): %s", self.glossary_id, error)


class LibreTranslate(Service, LibreTranslator):
    """LibreTranslate, which knows no glossary: that the terms are there is checked afterwards.

    Options: ``LIBRETRANSLATE_URL``; ``API_KEY``, ``TIMEOUT`` in seconds.
    """

    used_glossary = False

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__(options)
        self.timeout = int(options.get("TIMEOUT", self.timeout))

    def translated(
        self, source: Locale, target: Locale, strings: Sequence[StringValue]
    ) -> list[str]:
        order = {
            "q": [string.data for string in strings],
            "source": self.language_code(source.language_code),
            "target": self.language_code(target.language_code),
            "format": "html",
            "api_key": self.options.get("API_KEY", ""),
        }
        address = self.get_api_endpoint().rstrip("/") + "/translate"
        found = self.ask("POST", address, json=order)
        return texts_in(found.get("translatedText") if isinstance(found, dict) else None, self)
