"""A text that knows its language, so that no template can forget to mark foreign words."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from aktionsplan_pages.languages import direction


@dataclass(frozen=True)
class Words:
    """``text`` in ``language`` on a page in ``page_language``; ``is_html`` for rich text.

    A template prints it as it is: foreign words come marked with ``lang`` and ``dir``. Where no
    markup can stand (``<title>``), ``text`` is the bare text. ``as_of`` is set where the German
    text has changed since: it is when the German was approved that these words translate.
    """

    text: str
    language: str
    page_language: str
    is_html: bool = False
    as_of: datetime | None = None

    @property
    def is_foreign(self) -> bool:
        return self.language != self.page_language

    @cached_property
    def inner(self) -> SafeString:
        return (
            mark_safe(expand_db_html(self.text)) if self.is_html else format_html("{}", self.text)
        )

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> SafeString:
        if not self.is_foreign or not self.text:
            return self.inner
        tag = "div" if self.is_html else "span"
        return format_html(
            '<{} lang="{}" dir="{}">{}</{}>',
            tag,
            self.language,
            direction(self.language),
            self.inner,
            tag,
        )

    @property
    def lines(self) -> list["Words"]:
        """One part per line, as Leichte Sprache is written."""
        parts = [part.strip() for part in self.text.splitlines() if part.strip()]
        return [Words(part, self.language, self.page_language) for part in parts]

    def __html__(self) -> str:
        return str(self)
