"""Set-up and demo can run again: what is missing is made, what is there stays as it is."""

from collections.abc import Callable
from io import StringIO
from typing import Any

from django.core.management import call_command
from wagtail.models import Locale, Page, Revision, Site

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.models import (
    ActionPlanPage,
    Consent,
    FieldOfActionPage,
    MeasurePage,
    Organisation,
)
from cms.models import ContentPage, HomePage
from tests.conftest import publish

Rows = dict[tuple[str, Any], dict[str, Any]]


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def rows() -> Rows:
    """Every stored row of what set-up and demo make."""
    models = (Locale, Site, Page, Revision, Organisation, Consent)
    return {
        (m.__name__, row["pk"]): row for m in models for row in m.objects.values("pk", *fields(m))
    }


def fields(model: Any) -> list[str]:
    return [f.attname for f in model._meta.concrete_fields if f.name != "numchild"]


def german(model: type[Page], **known: Any) -> Any:
    return model.objects.get(locale__language_code="de", **known)


def test_setup_makes_languages_and_home_page_once(home: Page) -> None:
    assert Locale.objects.count() == len(LANGUAGES)
    assert isinstance(Site.objects.get().root_page.specific, HomePage)
    first = rows()
    assert run("setup_site") == ""
    assert rows() == first
    Locale.objects.get(language_code="ro").delete()
    assert "ro" in run("setup_site")
    assert rows() != first  # a new row, where the old one was


def test_setup_keeps_what_an_editor_made_of_the_home_page(home: Page) -> None:
    home.title, home.slug = "Unser Kreis", "unser-kreis"
    publish(home)
    Site.objects.update(site_name="Kreis", hostname="kreis.example")
    before = rows()
    run("setup_site")
    assert rows() == before


def test_the_demo_brings_back_what_was_deleted_and_touches_nothing_else(
    demo: Page, read: Callable[[str], str]
) -> None:
    gone = (
        german(MeasurePage, external_id="netzwerk-sprache"),
        german(ContentPage, slug="impressum"),
    )
    count = {model: model.objects.count() for model in (Page, Organisation, Consent)}
    with door("test"):
        for page in gone:
            page.delete()
    renamed = german(FieldOfActionPage, title="Sprache")
    renamed.title = "Deutsch lernen"
    publish(renamed)
    moved = german(ActionPlanPage)
    moved.slug = "unser-plan"
    publish(moved)
    other = german(MeasurePage, external_id="netzwerk-gesundheit")
    other.title, other.number = "Vom Amt geändert", "3"
    other.save_revision()
    keys = {page.translation_key for page in gone}
    before = {key: row for key, row in rows().items() if row.get("translation_key") not in keys}
    out = run("load_demo")
    after = rows()
    assert {key: after[key] for key in before} == before
    assert {model: model.objects.count() for model in count} == count
    measure = german(MeasurePage, external_id="netzwerk-sprache")
    assert (measure.live, measure.field_of_action, measure.number) == (True, renamed, "")
    assert "<h1>Мережа «Мова»</h1>" in read("/uk/unser-plan/netzwerk-sprache/")
    assert "<h1>Impressum</h1>" in read("/de/impressum/")
    assert "measures: 1/1" in out
    assert "uk: 1/1" in out
