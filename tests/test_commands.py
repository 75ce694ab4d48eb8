"""Set-up and demo can run again: what is missing is made, what is there stays as it is."""

from io import StringIO
from typing import Any

from django.core.management import call_command
from wagtail.models import Locale, Page, Revision, Site

from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.models import (
    Consent,
    Organisation,
)
from cms.models import HomePage
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
