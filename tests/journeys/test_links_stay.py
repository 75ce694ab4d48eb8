"""Every link stays in the visitor's language: in texts, after moves, and through a password."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.languages import LANGUAGES, direction
from aktionsplan_pages.models import ActionPlanPage, FieldOfActionPage, GoalPage, MeasurePage
from aktionsplan_pages.translation.submit import fill, prepare, submit
from cms.models import ContentPage
from tests.conftest import add, publish, translate

Read = Callable[[str], str]
CODES = ("de", "uk", "kmr")
ON_COMMIT = "django_capture_on_commit_callbacks"


def link(page: Page, text: str) -> str:
    return f'<a linktype="page" id="{page.pk}">{text}</a>'


def test_a_link_in_german_text_leads_on_in_the_visitors_language(
    measure: MeasurePage, goal: GoalPage, read: Read
) -> None:
    measure.description = f"<p>Siehe {link(goal, 'das Ziel')}.</p>"
    publish(measure)
    for code in CODES:
        assert f'<a href="/{code}/plan/ziel/">das Ziel</a>' in read(f"/{code}/plan/kurse/")


def test_a_link_in_translated_text_leads_to_the_same_language(
    measure: MeasurePage, goal: GoalPage, read: Read
) -> None:
    translate(goal, "uk", title="Вивчати німецьку")
    measure.description = f"<p>Siehe {link(goal, 'das Ziel')}.</p>"
    measure = publish(measure)
    segment = 'Siehe <a id="a1">das Ziel</a>.'
    translation = translate_strings(
        measure, "uk", {"Deutschkurse": "Курси", segment: 'Див. <a id="a1">мета</a>.'}
    )
    assert '<a href="/uk/plan/ziel/">мета</a>' in read("/uk/plan/kurse/")
    uk_goal = goal.get_translation(translation.locale)
    MeasurePage.objects.filter(pk=translation.pk).update(
        description=f"<p>{link(uk_goal, 'мета')}</p>"
    )
    assert '<a href="/uk/plan/ziel/">мета</a>' in read("/uk/plan/kurse/")


def translate_strings(page: Page, language: str, strings: dict[str, str]) -> Page:
    """As ``translate``, for the strings that a translator sees instead of whole sections."""
    translation = prepare(page, language)
    assert fill(translation, strings) == len(strings)
    revision = submit(translation)
    publish_revision(revision)
    return type(page).objects.get(pk=revision.object_id)


def test_a_link_in_an_ordinary_page_leads_on_in_the_visitors_language(
    home: Page, plan: ActionPlanPage, read: Read
) -> None:
    body = [("paragraph", f"<p>{link(plan, 'der Plan')}</p>")]
    add(home, ContentPage(title="Seite", slug="seite", body=body))
    for code in CODES:
        assert f'<a href="/{code}/plan/">der Plan</a>' in read(f"/{code}/seite/")


def moved(client: Any, path: str) -> tuple[int, str]:
    response = client.get(path)
    return response.status_code, response.headers.get("Location", "")


def test_a_plan_with_a_new_address_is_found_with_all_below_it(
    measure: MeasurePage, plan: ActionPlanPage, client: Any, request: pytest.FixtureRequest
) -> None:
    assert moved(client, "/uk/plan/massnahmen/?status=running") == (200, "")
    plan.refresh_from_db()
    plan.slug = "aktionsplan"
    with request.getfixturevalue(ON_COMMIT)(execute=True):
        publish(plan)
    for code in CODES:
        for path in ("", "kurse/", "massnahmen/", "massnahmen/?status=running&page=1"):
            target = f"/{code}/aktionsplan/{path}"
            assert moved(client, f"/{code}/plan/{path}") == (301, target)
            assert client.get(target).status_code == 200
        assert client.get(f"/{code}/plan/never/").status_code == 404


def test_an_ordinary_page_that_moves_below_another_is_found_with_its_children(
    home: Page, client: Any, request: pytest.FixtureRequest
) -> None:
    above = add(home, ContentPage(title="Beratung", slug="beratung"))
    page = add(home, ContentPage(title="Orte", slug="orte"))
    add(page, ContentPage(title="Kiel", slug="kiel"))
    with request.getfixturevalue(ON_COMMIT)(execute=True):
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=above.pk), pos="last-child")
    for code in CODES:
        for path in ("orte/", "orte/kiel/"):
            assert moved(client, f"/{code}/{path}") == (301, f"/{code}/beratung/{path}")
            assert client.get(f"/{code}/beratung/{path}").status_code == 200


def test_redirects_made_by_hand_keep_the_language(
    measure: MeasurePage, client: Any, plan: ActionPlanPage
) -> None:
    site = Site.objects.get(is_default_site=True)
    for old, new in (("/de/alt", "/de/plan/"), ("/de/rat", "https://rat.example/")):
        Redirect.objects.create(old_path=old, site=site, redirect_link=new)
    Redirect.objects.create(old_path="/de/kurz", site=site, redirect_page=plan, is_permanent=False)
    for code in CODES:
        assert moved(client, f"/{code}/alt/") == (301, f"/{code}/plan/")
        assert moved(client, f"/{code}/rat/") == (301, "https://rat.example/")
        assert moved(client, f"/{code}/kurz/") == (302, f"/{code}/plan/")


@pytest.fixture
def secret(measure: MeasurePage) -> MeasurePage:
    """A measure behind a password; it is translated into Ukrainian."""
    translate(measure, "uk", title="Курси німецької", summary="Курси для всіх.")
    PageViewRestriction.objects.create(page=measure, restriction_type="password", password="offen")
    return measure


def send_password(client: Any, html: str, password: str) -> Any:
    action = re.search(r'<form method="post" action="([^"]+)"', html)
    back = re.search(r'name="return_url" value="([^"]+)"', html)
    assert action
    assert back
    data = {"password": password, "return_url": back[1]}
    return client.post(action[1], data)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_password_is_asked_for_in_the_visitors_language(
    code: str, secret: MeasurePage, client: Any, read: Read
) -> None:
    html = read(f"/{code}/plan/kurse/")
    asked = re.search(r"<h1>(.*?)</h1>", html)
    wrong = send_password(client, html, "falsch").content.decode()
    for page in (html, wrong):
        assert f'<html lang="{code}" dir="{direction(code)}">' in page
        assert "Deutschkurse" not in page
        assert "Курси" not in page
        assert f'href="/{"ar" if code != "ar" else "de"}/plan/kurse/"' in page
    assert asked
    assert (asked[1] == "Password required") == (code == "en")
    assert (asked[1] == "Passwort erforderlich") == (code == "de")
    said = re.search(r'<ul class="errorlist"[^>]*><li>(.*?)</li>', wrong)
    assert said
    assert (said[1].startswith("The password you have entered")) == (code == "en")
    right = send_password(client, wrong, "offen")
    assert (right.status_code, right["Location"]) == (302, f"/{code}/plan/kurse/")
    title = "Курси німецької" if code == "uk" else "Deutschkurse"
    assert title in read(f"/{code}/plan/kurse/")


def test_a_page_behind_a_password_is_named_and_counted_only_to_those_who_gave_it(
    secret: MeasurePage, read: Read, client: Any
) -> None:
    lists = ("plan/", "plan/massnahmen/", "plan/sprache/", "plan/ziel/")
    for code, title in (("uk", "Курси німецької"), ("kmr", "Deutschkurse")):
        for path in lists:
            assert title not in read(f"/{code}/{path}")
    assert read("/en/plan/massnahmen/").count("0 measures") == 1
    assert "Cookie" in client.get("/uk/plan/massnahmen/")["Vary"]
    send_password(client, read("/uk/plan/kurse/"), "offen")
    for code, title in (("uk", "Курси німецької"), ("kmr", "Deutschkurse")):
        for path in lists[1:]:
            assert title in read(f"/{code}/{path}")
    assert read("/en/plan/massnahmen/").count("1 measure<") == 1


def test_a_whole_plan_behind_a_password_appears_nowhere_and_opens_as_a_whole(
    measure: MeasurePage, plan: ActionPlanPage, field: FieldOfActionPage, read: Read, client: Any
) -> None:
    assert 'href="/uk/plan/"' in read("/uk/")
    PageViewRestriction.objects.create(page=plan, restriction_type="password", password="offen")
    assert "plan/" not in read("/uk/")
    for path in ("plan/", "plan/massnahmen/", "plan/kurse/", "plan/sprache/"):
        html = read(f"/uk/{path}")
        assert 'name="password"' in html
        assert "Aktionsplan<" not in html
        assert "Deutschkurse" not in html
    send_password(client, html, "offen")
    assert 'href="/uk/plan/"' in read("/uk/")
    assert "Deutschkurse" in read("/uk/plan/massnahmen/")
    assert "Sprache" in read("/uk/plan/")


@pytest.mark.parametrize("code", CODES)
def test_a_page_for_those_with_an_account_asks_for_it_and_leads_back_in_the_same_language(
    code: str, measure: MeasurePage, client: Any, read: Read, django_user_model: Any
) -> None:
    django_user_model.objects.create_user("rat", password="offen")
    PageViewRestriction.objects.create(page=measure, restriction_type="login")
    status, address = moved(client, f"/{code}/plan/kurse/")
    assert status == 302
    assert address == f"/{code}/_util/login/?next=/{code}/plan/kurse/"
    assert f'<html lang="{code}" dir="ltr">' in read(address)
    assert "Deutschkurse" not in read(f"/{code}/plan/massnahmen/")
    form = {"username": "rat", "password": "falsch", "next": f"/{code}/plan/kurse/"}
    assert 'role="alert"' in client.post(address, form).content.decode()
    right = client.post(address, {**form, "password": "offen"})
    assert (right.status_code, right["Location"]) == (302, f"/{code}/plan/kurse/")
    assert "Deutschkurse" in read(f"/{code}/plan/kurse/")
    assert "Deutschkurse" in read(f"/{code}/plan/massnahmen/")


def test_a_page_for_a_group_is_listed_to_its_members_alone(
    measure: MeasurePage, client: Any, read: Read, django_user_model: Any
) -> None:
    council = Group.objects.create(name="Kreistag")
    django_user_model.objects.create_user("rat").groups.add(council)
    django_user_model.objects.create_user("gast")
    restriction = PageViewRestriction.objects.create(page=measure, restriction_type="groups")
    restriction.groups.add(council)
    for name, listed in (("gast", False), ("rat", True)):
        client.force_login(django_user_model.objects.get(username=name))
        for path in ("plan/massnahmen/", "plan/ziel/", "plan/sprache/"):
            assert ("Deutschkurse" in read(f"/uk/{path}")) == listed


def test_an_address_that_does_not_exist_says_so_in_the_visitors_language(
    plan: ActionPlanPage, client: Any
) -> None:
    for code in CODES:
        for path in (f"/{code}/never/", f"/{code}/plan/never/", f"/{code}/plan/never/more/"):
            response = client.get(path)
            html = response.content.decode()
            assert response.status_code == 404
            assert f'<html lang="{code}" dir="ltr">' in html
            assert f'href="/{code}/"' in html
            assert ("Seite nicht gefunden" in html) == (code == "de")
