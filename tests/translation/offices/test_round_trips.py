"""Whatever a text holds comes back from every format as it went out."""

import io
import string
from typing import Any
from uuid import uuid5

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wagtail_localize.strings import StringValue

from aktionsplan_pages.translation import markup
from aktionsplan_pages.translation.offices.files import FORMATS, read
from aktionsplan_pages.translation.offices.units import Job, Key, Unit, key_of
from tests.translation.offices.conftest import UUID_ZERO

texts = st.text(
    st.one_of(
        st.sampled_from("aä &<>\"'=+-@{}%_#;:,\n\t\u00a0\u200f\u202b\u2028\u0085مرحباשלוםあ🙂"),
        st.characters(exclude_categories=("Cs",)),
    ).filter(lambda char: not markup.FORBIDDEN.match(char)),
    max_size=40,
)
WORDS = ("_: kde", "1 Kurs|%n Kurse", "%(count)s Kurse", "=1+1", "@SUM(A1)", "_x000D_", "&amp;lt;",
         "]]>", "<!--", "<b>", "msgid \"\"", "#~ alt", "\\n", "{0}", "  vorne", "hinten  ",
         "عدد %(n)s", "a\r\nb", "\n")  # fmt: skip
plain = st.one_of(texts, st.sampled_from(WORDS)).map(
    lambda text: StringValue.from_plaintext(text).data
)
names = st.sampled_from(["b", "i", "em", "strong", "code", "abbr"])


@st.composite
def rich(draw: Any, depth: int = 2) -> str:
    """Inline HTML as wagtail-localize stores it."""
    parts, links = [], 0
    for kind in draw(st.lists(st.sampled_from(["text", "tag", "link", "br"]), max_size=4)):
        if kind == "text" or depth == 0:
            parts.append(draw(plain))
        elif kind == "tag":
            name = draw(names)
            parts.append(f"<{name}>{draw(rich(depth - 1))}</{name}>")
        elif kind == "link" and depth == 2:
            links += 1
            parts.append(f'<a id="a{links}">{draw(plain)}</a>')
        else:
            parts.append("<br/>")
    return "".join(parts)


segments = st.one_of(plain, rich()).filter(lambda text: markup.stored_form(text).strip())


def key(number: int) -> str:
    page = uuid5(UUID_ZERO, str(number))
    return str(Key(page, f"indicators.{page}.name", uuid5(page, "")))


@pytest.mark.parametrize("format_name", FORMATS)
@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(segments, st.one_of(st.just(""), segments)), min_size=1, max_size=4))
@example([(word, word) for word in (StringValue.from_plaintext(w).data for w in WORDS[:-1])])
@example([("eins\n_: zwei <b>drei\n</b>_: vier", "_: eins\n_: zwei")])
def test_what_goes_out_comes_back(format_name: str, pairs: list[tuple[str, str]]) -> None:
    pairs = [(markup.canonical(source), markup.canonical(target)) for source, target in pairs]
    units = [Unit(key(n), *pair, page="Seite\n", notes=("x",)) for n, pair in enumerate(pairs)]
    out = io.BytesIO()
    FORMATS[format_name].write(Job("ar", iter(units), "nummer", "Plan"), out)
    file = read(out.getvalue())
    found = list(file.units())
    assert (file.language, file.number) == ("ar", "nummer")
    assert [unit.key for unit in found] == [unit.key for unit in units]
    assert [unit.problem for unit in found] == [""] * len(units)
    for unit, (source, target) in zip(found, pairs, strict=True):
        assert markup.canonical(unit.source) == source
        assert markup.canonical(unit.target) == target


@settings(deadline=None)
@given(segments)
def test_the_canonical_form_is_what_wagtail_localize_reads(text: str) -> None:
    once = markup.canonical(text)
    assert markup.canonical(once) == once
    assert markup.canonical(markup.readable(once)) == once
    assert StringValue.from_translated_html(once).data == once
    assert markup.bare(text) == StringValue(once).render_text()


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(string.printable)))
def test_no_text_at_all_becomes_foreign_markup(text: str) -> None:
    try:
        taken = markup.check("Kurse", text)
    except markup.BrokenMarkup:
        return
    assert BeautifulSoup(taken, "html.parser").find() is None


@given(st.text())
def test_no_text_at_all_breaks_the_reading_of_keys(text: str) -> None:
    found = key_of(text)
    assert found is None or str(found) == text.strip()
