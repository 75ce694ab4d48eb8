"""A visitor reads the plan in their own language: every address works in every language."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.languages import LANGUAGES, direction
from aktionsplan_pages.models import MeasurePage
from tests.conftest import commit, publish, translate

Read = Callable[[str], str]
PATHS = ("", "plan/", "plan/massnahmen/", "plan/sprache/", "plan/ziel/", "plan/kurse/")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_address_works_in_every_language(
    code: str, measure: MeasurePage, read: Read
) -> None:
    for path in PATHS:
        html = read(f"/{code}/{path}")
        assert f'<html lang="{code}" dir="{direction(code)}">' in html


def test_untranslated_words_are_marked_as_german_and_not_indexed(
    measure: MeasurePage, client: Any
) -> None:
    response = client.get("/uk/plan/kurse/")
    html = response.content.decode()
    assert '<h1><span lang="de" dir="ltr">Deutschkurse</span></h1>' in html
    assert response["X-Robots-Tag"] == "noindex"
    assert 'class="note"' in html
    assert 'href="/de/plan/kurse/"' in html


def test_translated_words_replace_the_german_ones(measure: MeasurePage, client: Any) -> None:
    translate(measure, "uk", title="Курси німецької", summary="Курси для всіх.")
    response = client.get("/uk/plan/kurse/")
    html = response.content.decode()
    assert "<h1>Курси німецької</h1>" in html
    assert "Kurse für alle." not in html
    assert "X-Robots-Tag" not in response


def test_a_section_that_is_not_translated_is_german_and_says_so(
    measure: MeasurePage, read: Read
) -> None:
    translate(measure, "uk", title="Курси німецької")
    html = read("/uk/plan/kurse/")
    assert "<h1>Курси німецької</h1>" in html
    assert '<span lang="de" dir="ltr">Kurse für alle.</span>' in html


def test_a_translation_of_an_unpublished_german_page_is_not_found(
    measure: MeasurePage, client: Any
) -> None:
    translate(measure, "uk", title="Курси німецької")
    measure.refresh_from_db()
    with door("test"):
        measure.unpublish()
    assert all(client.get(f"/{code}/plan/kurse/").status_code == 404 for code in LANGUAGES)


def test_a_private_german_page_is_private_everywhere(
    measure: MeasurePage, client: Any, read: Read
) -> None:
    translate(measure, "uk", title="Курси німецької")
    assert "Курси німецької" in read("/uk/plan/massnahmen/")
    PageViewRestriction.objects.create(page=measure, restriction_type="login")
    for code in ("de", "uk", "kmr"):
        assert client.get(f"/{code}/plan/kurse/").status_code == 302
    assert "Курси німецької" not in read("/uk/plan/massnahmen/")
    assert "Deutschkurse" not in read("/de/plan/")


def test_a_changed_address_is_found_again_in_every_language(
    measure: MeasurePage, client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    translate(measure, "uk", title="Курси німецької")
    measure.refresh_from_db()
    measure.slug = "sprachkurse"
    with django_capture_on_commit_callbacks(execute=True):
        publish(measure)
    for code in ("de", "uk", "kmr"):
        assert client.get(f"/{code}/plan/sprachkurse/").status_code == 200
        old = client.get(f"/{code}/plan/kurse/")
        assert old.status_code == 301
        assert old["Location"].endswith(f"/{code}/plan/sprachkurse/")


def test_the_first_visit_follows_the_browser_without_a_cookie(home: Any, client: Any) -> None:
    response = client.get("/", headers={"accept-language": "ku-TR,tr;q=0.8"})
    assert (response.status_code, response["Location"]) == (302, "/kmr/")
    assert "Accept-Language" in response["Vary"]
    assert not client.get("/kmr/").cookies
    assert not response.cookies


def test_an_unknown_language_code_gets_help(home: Any, client: Any) -> None:
    response = client.get("/xx/plan/", headers={"accept-language": "uk"})
    html = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="uk" dir="ltr">' in html
    assert 'href="/ar/"' in html


def test_an_organisation_is_named_only_once_it_has_agreed(
    measure: MeasurePage, read: Read
) -> None:
    commit(measure, "Verein Beispiel", state="asked")
    for path in ("plan/kurse/", "plan/massnahmen/"):
        assert "Verein Beispiel" not in read(f"/de/{path}")
    measure.consents.update(state="confirmed")
    for path in ("plan/kurse/", "plan/massnahmen/"):
        assert "Verein Beispiel" in read(f"/de/{path}")
    measure.consents.update(state="withdrawn")
    assert "Verein Beispiel" not in read("/de/plan/kurse/")
