"""The inline markup of a segment: read strictly, written in one form, compared with German."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail_localize.strings import INLINE_TAGS

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)"
                 r"\s*(/?)>")  # fmt: skip
ID = re.compile(r"""\s+id\s*=\s*["']([A-Za-z]+[0-9]+)["']\s*""")
RAW = re.compile(r"<[A-Za-z/!?][^>]*>?")
AMBIGUOUS = re.compile(r"&amp;(?![#A-Za-z])")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\{?\s*\w[\w.]*\s*\}?\}")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
VOID = "br"


class BrokenMarkup(ValueError):
    """Says in one sentence what is wrong with the markup of a text."""


@dataclass(frozen=True)
class Mark:
    """An inline tag: ``kind`` is *open*, *close* or *empty*; ``id`` stands on links alone."""

    kind: str
    name: str
    id: str = ""

    def __str__(self) -> str:
        if self.kind == "close":
            return f"</{self.name}>"
        own = f' id="{self.id}"' if self.id else ""
        return f"<{self.name}{own}{'/' if self.kind == 'empty' else ''}>"


def parts(text: str) -> Iterator[Mark | str]:
    """Marks and the plain text between them. Raises BrokenMarkup."""
    place, opened = 0, []
    for found in TAG.finditer(text):
        if between := text[place : found.start()]:
            yield plain(between)
        place = found.end()
        mark = mark_of(found)
        if mark.kind == "open":
            opened.append(mark.name)
        elif mark.kind == "close" and (not opened or opened.pop() != mark.name):
            raise BrokenMarkup(_("%(tag)s closes nothing.") % {"tag": mark})
        yield mark
    if rest := text[place:]:
        yield plain(rest)
    if opened:
        raise BrokenMarkup(_("%(tag)s is not closed.") % {"tag": f"<{opened[-1]}>"})


def mark_of(found: re.Match) -> Mark:
    closing, name, attributes, empty = found.groups()
    name = name.lower()
    own = ID.fullmatch(attributes) if name == "a" else None
    if name not in INLINE_TAGS or (attributes and own is None) or (closing and (own or empty)):
        raise BrokenMarkup(_("%(tag)s must not stand here.") % {"tag": shortened(found.group())})
    if name == VOID and not closing:
        return Mark("empty", name)
    if name == VOID or empty:
        raise BrokenMarkup(_("%(tag)s must not stand here.") % {"tag": found.group()})
    return Mark("close" if closing else "open", name, own.group(1) if own else "")


def plain(text: str) -> str:
    if found := RAW.search(text):
        raise BrokenMarkup(_("%(tag)s must not stand here.") % {"tag": shortened(found.group())})
    return html.unescape(text).replace("\r\n", "\n").replace("\r", "\n")


def shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def joined(found: Iterable[Mark | str]) -> str:
    return "".join(html.escape(p, quote=False) if isinstance(p, str) else str(p) for p in found)


def canonical(text: str) -> str:
    """The one form in which a text is stored and compared. Raises BrokenMarkup."""
    return joined(parts(text))


def is_sound(text: str | None) -> bool:
    """There is a text, and nothing in it but words and inline marks."""
    try:
        return bool(text and canonical(text).strip())
    except BrokenMarkup:
        return False


def readable(text: str) -> str:
    """For formats without inline elements: a lone ``&`` is shown as such."""
    return AMBIGUOUS.sub("&", text)


def stored_form(text: str) -> str:
    """Canonical where it can be, else as it is: what others have stored may be broken."""
    try:
        return canonical(text)
    except BrokenMarkup:
        return text


def without_forbidden(text: str) -> str:
    """Without the characters that XML cannot carry."""
    return FORBIDDEN.sub("", text)


def bare(text: str) -> str:
    """The text alone, as a reader sees it."""
    return "".join(p if isinstance(p, str) else "\n" * (p.kind == "empty") for p in parts(text))


def check(german: str, translation: str) -> str:
    """The translation in canonical form. Raises BrokenMarkup where it does not fit the German."""
    if FORBIDDEN.search(translation):
        raise BrokenMarkup(_("The text contains control characters."))
    found = list(parts(translation))
    expected = list(parts(stored_form(german)))
    same_marks(expected, found)
    ours, theirs = bare(german), "".join(p for p in found if isinstance(p, str))
    if ours.strip() and not theirs.strip():
        raise BrokenMarkup(_("There is markup, but no text."))
    if extra := Counter(RAW.findall(theirs)) - Counter(RAW.findall(ours)):
        tag = shortened(next(iter(extra)))
        raise BrokenMarkup(_("%(tag)s must not stand here.") % {"tag": tag})
    if (wanted := Counter(PLACEHOLDER.findall(ours))) != Counter(PLACEHOLDER.findall(theirs)):
        names = ", ".join(wanted) or "–"
        raise BrokenMarkup(_("The placeholders must be those of the German: %(names)s.")
                           % {"names": names})  # fmt: skip
    return joined(found)


def same_marks(expected: Iterable[Mark | str], found: Iterable[Mark | str]) -> None:
    wanted = Counter(str(p) for p in expected if isinstance(p, Mark) and p.kind != "close")
    given = Counter(str(p) for p in found if isinstance(p, Mark) and p.kind != "close")
    if extra := given - wanted:
        raise BrokenMarkup(
            _("The German does not have %(tags)s.") % {"tags": ", ".join(sorted(extra))}
        )
    if missing := wanted - given:
        raise BrokenMarkup(
            _("%(tags)s of the German is missing.") % {"tags": ", ".join(sorted(missing))}
        )
