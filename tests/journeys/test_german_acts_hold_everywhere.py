"""What happens to a German page is true in every language at the next request: in pages, lists,
search and sitemap, and no translated row is written for it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.approval.gated import is_child, is_gated
from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.approval.review import propose_withdrawal
from aktionsplan_pages.models import ActionPlanPage, MeasurePage, Milestone
from cms.models import ContentPage
from tests.approval.conftest import (  # noqa: F401
    approve,
    coordinator,
    editor,
    head,
    person,
    submit,
)
from tests.conftest import add, publish, translate

CODES = ("de", "uk", "ar", "kmr")
TITLES = {"de": "Deutschkurse", "uk": "Курси німецької", "ar": "دورات", "kmr": "Deutschkurse"}
Act = Callable[[MeasurePage], Any]


@pytest.fixture
def course(measure: MeasurePage) -> MeasurePage:
    """Translated into Ukrainian and Arabic, not into Kurmanji; another measure is beside it."""
    measure.milestones = [Milestone(title="Start", locale=measure.locale, sort_order=0)]
    measure = publish(measure)
    for code in ("uk", "ar"):
        translate(measure, code, title=TITLES[code], summary=f"{code}.")
    plan = measure.get_parent().specific
    translate(add(plan, MeasurePage(title="Sprachcafé", slug="cafe")), "uk", title="Мовне кафе")
    return MeasurePage.objects.get(pk=measure.pk)


def translated_rows() -> dict[str, Any]:
    """Every translated row with its children and drafts."""
    pages = Page.objects.exclude(locale__language_code="de").filter(depth__gt=1)
    keys = list(pages.values_list("pk", flat=True))
    found: dict[str, Any] = {"pages": list(pages.order_by("pk").values())}
    for model in apps.get_models():
        if is_gated(model) and issubclass(model, Page):
            found[model.__name__] = list(model.objects.filter(pk__in=keys).order_by("pk").values())
        elif is_child(model) and any(field.name == "page" for field in model._meta.fields):
            rows = model._base_manager.filter(page_id__in=keys)
            found[model.__name__] = list(rows.order_by("pk").values())
    drafts = Revision.objects.filter(object_id__in=[str(key) for key in keys])
    found["revisions"] = list(drafts.order_by("pk").values())
    return found


PAGE_TABLE = re.compile(r'(?:UPDATE|DELETE FROM) "(\w+)"')


@contextmanager
def writes() -> Iterator[list[str]]:
    """Statements that name a translated row, and what differs afterwards."""
    before = translated_rows()
    keys = {row["id"] for row in before["pages"]}
    paths = tuple(row["path"] for row in before["pages"])
    tables = {m._meta.db_table for m in apps.get_models() if issubclass(m, Page)}
    found: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        table = PAGE_TABLE.match(sql)
        if table and table[1] in tables:
            _, _, where = sql.partition(" WHERE ")
            asked = list(params or ())[-where.count("%s") :]
            if keys & {one for one in asked if isinstance(one, int)} or any(
                path in paths for path in asked
            ):
                found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found
    found += [name for name, rows in translated_rows().items() if rows != before[name]]


def test_control_a_write_to_a_translated_row_is_noticed(course: MeasurePage) -> None:
    row = course.get_translations().get(locale__language_code="uk").specific
    with writes() as found:
        publish_revision(row.save_revision())
    assert any("UPDATE" in one for one in found)
    assert {"pages", "revisions"} <= set(found)
    with writes() as found:
        Page.objects.filter(pk=row.pk).update(title=row.title)
    assert len(found) == 1
    with writes() as found, door("test"):
        row.milestones.all().delete()
    assert "Milestone" in found


class Site:
    """What a visitor finds of one page."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def text(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    def places(self, code: str, address: str = "plan/kurse/") -> dict[str, bool]:
        """Where a visitor of ``code`` meets the page at ``address``."""
        link = f'href="/{code}/{address}"'
        found = {
            "page": self.client.get(f"/{code}/{address}").status_code == 200,
            "list": link in self.text(f"/{code}/plan/massnahmen/"),
            "search": link in self.text(f"/{code}/suche/?q={TITLES[code]}"),
            "German search": link in self.text(f"/{code}/suche/?q=Deutschkurse"),
        }
        return found | {"sitemap": f"http://testserver/{code}/{address}<" in self.sitemap}

    @property
    def sitemap(self) -> str:
        return self.text("/sitemap.xml")

    def everywhere(self, address: str = "plan/kurse/") -> None:
        for code in CODES:
            missing = [name for name, there in self.places(code, address).items() if not there]
            assert missing == (["sitemap"] if code == "kmr" else []), code

    def nowhere(self, address: str = "plan/kurse/") -> None:
        for code in CODES:
            assert not any(self.places(code, address).values()), code
        assert address not in self.sitemap


@pytest.fixture
def site(client: Any) -> Site:
    return Site(client)


@pytest.fixture
def withdraw(editor: Any, coordinator: Any, head: Any) -> Act:
    """As people do it: proposed, checked, approved."""

    def act(page: MeasurePage) -> None:
        propose_withdrawal(page.get_latest_revision_as_object(), editor, "Beendet.")
        approve(page, coordinator, head)

    return act


def expire(page: MeasurePage) -> None:
    page.expire_at = timezone.now() + timedelta(hours=1)
    publish(page)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    with door("the hour has passed"):
        call_command("publish_scheduled", stdout=StringIO())


def delete(page: MeasurePage) -> None:
    with door("test"):
        page.delete()


def restrict(page: MeasurePage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("name", ["withdrawn", "expired", "deleted"])
def test_what_is_gone_in_german_is_gone_in_every_language(
    name: str, course: MeasurePage, site: Site, withdraw: Act
) -> None:
    acts = {"withdrawn": withdraw, "expired": expire, "deleted": delete}
    site.everywhere()
    with writes() as found:
        acts[name](MeasurePage.objects.get(pk=course.pk))
        site.nowhere()
    assert found == []
    assert "Мовне кафе" in site.text("/uk/plan/massnahmen/")
    rows = Page.objects.filter(translation_key=course.translation_key)
    assert rows.filter(live=True).exclude(locale=course.locale).count() == 2  # found by nobody


def test_what_is_hidden_in_german_is_hidden_in_every_language(
    course: MeasurePage, site: Site
) -> None:
    with writes() as found:
        restrict(course)
        site.nowhere()
    assert found == []


def test_a_withdrawn_page_that_comes_back_is_back_in_every_language(
    course: MeasurePage, site: Site, withdraw: Act, editor: Any, coordinator: Any, head: Any,
) -> None:  # fmt: skip
    withdraw(course)
    site.nowhere()
    with writes() as found:
        submit(MeasurePage.objects.get(pk=course.pk), editor)
        approve(course, coordinator, head)
        site.everywhere()
    assert found == []
    assert TITLES["ar"] in site.text("/ar/plan/kurse/")


def test_an_earlier_version_that_is_restored_is_true_in_every_language(
    course: MeasurePage, site: Site
) -> None:
    earlier = course.live_revision
    course.status, course.title = "paused", "Kurse ruhen"
    publish(course)
    before = {code: site.text(f"/{code}/plan/kurse/") for code in CODES}
    with writes() as found:
        publish_revision(earlier.as_object().save_revision(previous_revision=earlier))
        site.everywhere()
    assert found == []
    for code in CODES:
        assert site.text(f"/{code}/plan/kurse/") != before[code]
    assert "Kurse ruhen" not in site.text("/kmr/plan/kurse/")


def order(html: str) -> list[str]:
    return re.findall(r'href="/\w+/plan/(kurse|cafe)/"', html)


def test_german_order_is_the_order_in_every_language(course: MeasurePage, site: Site) -> None:
    before = {code: order(site.text(f"/{code}/plan/massnahmen/")) for code in CODES}
    first = course.get_parent().get_first_child()
    cafe = Page.objects.get(slug="cafe", locale=course.locale)
    with writes() as found:
        cafe.move(Page.objects.get(pk=first.pk), pos="left")
        after = {code: order(site.text(f"/{code}/plan/massnahmen/")) for code in CODES}
    assert found == []
    assert set(map(tuple, before.values())) == {("kurse", "cafe")}
    assert set(map(tuple, after.values())) == {("cafe", "kurse")}
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_that_moves_is_at_its_new_address_in_every_language(
    home: Page, plan: ActionPlanPage, site: Site, django_capture_on_commit_callbacks: Any
) -> None:
    advice = add(home, ContentPage(title="Beratung", slug="beratung"))
    page = add(home, ContentPage(title="Orte", slug="orte"))
    for code, title in (("uk", "Місця"), ("ar", "أماكن")):
        translate(page, code, title=title)
    with writes() as found, django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=advice.pk), pos="last-child")
    assert found == []
    for code in CODES:
        moved = site.client.get(f"/{code}/orte/")
        assert (moved.status_code, moved["Location"]) == (301, f"/{code}/beratung/orte/")
        assert site.client.get(f"/{code}/beratung/orte/").status_code == 200
        assert f'href="/{code}/beratung/orte/"' in site.text(f"/{code}/suche/?q=Orte")
        there = f"http://testserver/{code}/beratung/orte/<" in site.sitemap
        assert there == (code != "kmr")
        assert f"/{code}/orte/<" not in site.sitemap
    assert 'href="/uk/beratung/orte/"' in site.text("/uk/suche/?q=Місця")


def test_a_new_address_holds_in_every_language(
    course: MeasurePage, site: Site, django_capture_on_commit_callbacks: Any
) -> None:
    with writes() as found, django_capture_on_commit_callbacks(execute=True):
        course.slug = "deutschkurse"
        publish(course)
        site.everywhere("plan/deutschkurse/")
    assert found == []
    assert "/plan/kurse/" not in site.sitemap


def test_the_sitemap_names_the_languages_that_have_a_page(course: MeasurePage, site: Site) -> None:
    body = site.sitemap
    assert re.findall(r"<loc>http://testserver/(\S+?)/plan/kurse/</loc>", body) == [
        "de", "uk", "ar",
    ]  # fmt: skip
    entry = next(one for one in body.split("<url>") if "/uk/plan/kurse/</loc>" in one)
    named = re.findall(r'hreflang="(\S+?)" href="http://testserver/(\S+?)/plan/kurse/"', entry)
    assert named == [("de", "de"), ("uk", "uk"), ("ar", "ar")]
    assert set(re.findall(r"<loc>http://testserver/(\S+?)/plan/sprache/", body)) == {"de"}


def test_the_sitemap_costs_the_same_for_any_number_of_pages(
    course: MeasurePage, site: Site
) -> None:
    def cost() -> int:
        asked: list[str] = []

        def count(execute: Any, sql: str, *args: Any) -> Any:
            asked.append(sql)
            return execute(sql, *args)

        with connection.execute_wrapper(count):
            assert site.sitemap
        return len(asked)

    few = cost()
    for number in range(10):
        measure = MeasurePage(title=f"N {number}", slug=f"n-{number}")
        page = add(course.get_parent().specific, measure)
        translate(page, "uk", title=f"Н {number}")
    assert cost() <= few <= 8
