"""A draft shows nowhere in public; editors see it in its own language, named as a preview."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import querydict_from_html
from wagtail_localize.models import Translation

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.choices import Status
from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.models import (
    ActionPlanPage,
    Commitment,
    Consent,
    FieldOfActionPage,
    GoalPage,
    MeasureIndicator,
    MeasurePage,
    Organisation,
)
from aktionsplan_pages.translation.submit import fill, prepare, submit
from cms.models import ContentPage
from tests.conftest import add, add_snippet, publish, publish_draft, translate

Read = Callable[[str], str]
NOTE = "Preview. This version may not be approved yet."


def draft(parent: Page, page: Any) -> Any:
    """A German page below ``parent`` that nobody has published."""
    parent.refresh_from_db()
    page.locale = Locale.objects.get(language_code="de")
    page.live = False
    parent.add_child(instance=page)
    page.save_revision()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def swimming(plan: ActionPlanPage, field: FieldOfActionPage, goal: GoalPage) -> MeasurePage:
    """A measure whose German original is a draft; its Ukrainian translation is live."""
    page = MeasurePage(
        title="Schwimmkurse", slug="schwimmen", status="planned", summary="Für Kinder.",
        field_of_action=field, area="Rendsburg",
    )  # fmt: skip
    page.goals = [goal]
    page.indicators = [
        MeasureIndicator(name="Plätze", unit="place", locale=plan.locale, sort_order=0)
    ]
    club = add_snippet(Organisation(name="Schwimmverein", locale=plan.locale))
    page.commitments = [Commitment(organisation=club, role="lead")]
    page = draft(plan, page)
    Consent.objects.create(measure=page, organisation=club, role="lead", state="confirmed")
    assert translate(page, "uk", title="Курси плавання").live
    return MeasurePage.objects.get(pk=page.pk)


def test_a_draft_is_not_found_in_any_language_even_where_a_translation_is_live(
    swimming: MeasurePage, client: Any
) -> None:
    for code in LANGUAGES:
        assert client.get(f"/{code}/plan/schwimmen/").status_code == 404
    publish_revision(MeasurePage.objects.get(pk=swimming.pk).latest_revision)
    for code in LANGUAGES:
        assert client.get(f"/{code}/plan/schwimmen/").status_code == 200


def test_a_draft_is_named_and_counted_nowhere(swimming: MeasurePage, read: Read) -> None:
    paths = ("plan/", "plan/massnahmen/", "plan/sprache/", "plan/ziel/")
    for path in paths:
        assert "Schwimmkurse" not in read(f"/de/{path}")
        assert "Курси плавання" not in read(f"/uk/{path}")
    assert "0 measures<" in read("/en/plan/massnahmen/")
    publish_revision(MeasurePage.objects.get(pk=swimming.pk).latest_revision)
    for path in paths[1:]:
        assert "Schwimmkurse" in read(f"/de/{path}")
        assert "Курси плавання" in read(f"/uk/{path}")
    assert "1 measure<" in read("/en/plan/massnahmen/")


def test_a_live_measure_does_not_name_a_goal_and_a_field_that_are_drafts(
    measure: MeasurePage, plan: ActionPlanPage, read: Read
) -> None:
    goal = draft(plan, GoalPage(title="Gesund leben", slug="gesund"))
    field = draft(plan, FieldOfActionPage(title="Gesundheit", slug="gesundheit"))
    measure.goals = [*measure.goals.all(), goal]
    measure.field_of_action = field
    publish(measure)
    for path in ("plan/kurse/", "plan/massnahmen/", "plan/"):
        html = read(f"/uk/{path}")
        assert "Gesund" not in html
    assert "Deutsch lernen" in read("/uk/plan/kurse/")
    for page in (goal, field):
        publish(page)
    html = read("/uk/plan/kurse/")
    assert "Gesund leben" in html
    assert "Gesundheit" in html


def preview_of_form(client: Any, page: Page, **changes: str) -> Any:
    """What the preview panel does: the unsaved form is sent, then the preview is fetched."""
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    form = querydict_from_html(editor, form_id="page-edit-form")
    for name, value in changes.items():
        form[name] = value
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, form).json() == {"is_valid": True, "is_available": True}
    return client.get(address)


def test_the_preview_of_a_german_draft_shows_the_unsaved_words_and_facts(
    swimming: MeasurePage, admin_client: Any
) -> None:
    response = preview_of_form(admin_client, swimming, title="Schwimmen lernen", status="running")
    html = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="de" dir="ltr">' in html
    assert "<h1>Schwimmen lernen</h1>" in html
    assert "status is-running" in html
    assert "Schwimmverein" in html
    assert 'href="/de/plan/ziel/"' in html
    with override("de"):
        assert gettext(NOTE) in html
    assert MeasurePage.objects.get(pk=swimming.pk).title == "Schwimmkurse"


def view_draft(client: Any, page: Page) -> str:
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert response["Content-Language"] == page.locale.language_code
    return response.content.decode()


def draft_translation(page: Any, code: str, **strings: str) -> Any:
    """A translation that nobody has published."""
    translation = prepare(page, code)
    fill(translation, {str(getattr(page, name)): text for name, text in strings.items()})
    return type(page).objects.get(pk=submit(translation).object_id)


@pytest.mark.parametrize(("code", "direction"), [("uk", "ltr"), ("ar", "rtl")])
def test_the_preview_of_a_translation_is_in_its_language_with_the_drafts_facts(
    code: str, direction: str, swimming: MeasurePage, admin_client: Any
) -> None:
    page = draft_translation(swimming, code, title="…", summary="……")
    html = view_draft(admin_client, page)
    assert f'<html lang="{code}" dir="{direction}">' in html
    with override(code):
        assert "status is-planned" in html
        assert f'<span class="kern-label kern-label--small">{Status.PLANNED.label}<' in html
    assert "<h1>…</h1>" in html
    assert "Schwimmkurse" not in html
    assert '<span lang="de" dir="ltr">Rendsburg</span>' in html
    assert '<span lang="de" dir="ltr">Plätze</span>' in html
    assert f'href="/{code}/plan/ziel/"' in html
    assert f'<a class="wordmark" href="/{code}/"' in html
    assert 'href="/de/plan/ziel/"' not in html
    assert '<a href="/de/plan/schwimmen/" hreflang="de">' in html.split("<main")[1]
    assert '<a href="/kmr/plan/schwimmen/" hreflang="kmr">' in html


@pytest.mark.parametrize("code", ["ar", "kmr"])
def test_a_german_draft_is_previewed_as_every_language_will_read_it(
    code: str, swimming: MeasurePage, admin_client: Any
) -> None:
    """Arabic has words, Kurmanji none: it shows German ones, marked, in its own page."""
    publish_draft(draft_translation(swimming, "ar", title="دروس السباحة"))
    preview_of_form(admin_client, swimming, status="done")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[swimming.pk])
    html = admin_client.get(address, {"mode": code}).content.decode()
    assert f'<html lang="{code}"' in html
    assert ("<h1>دروس السباحة</h1>" in html) == (code == "ar")
    assert ('<h1><span lang="de" dir="ltr">' in html) == (code == "kmr")
    assert "status is-done" in html
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[swimming.pk]))
    assert f'<option value="{code}">' in editor.content.decode()


def test_a_preview_says_that_it_is_one_and_the_public_page_does_not(
    measure: MeasurePage, admin_client: Any, read: Read
) -> None:
    page = draft_translation(measure, "en", title="German courses")
    assert NOTE in view_draft(admin_client, page)
    publish_revision(page.latest_revision)
    assert NOTE not in read("/en/plan/kurse/")
    assert "German courses" in read("/en/plan/kurse/")


def test_the_translators_preview_is_in_the_language_that_is_translated_into(
    swimming: MeasurePage, admin_client: Any
) -> None:
    draft_translation(swimming, "ar", title="…")
    translation = Translation.objects.get(target_locale__language_code="ar")
    page = swimming.get_translation(translation.target_locale)
    address = reverse("action_plan_desk_preview", args=[page.pk])
    html = admin_client.get(address).content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert "status is-planned" in html


@pytest.mark.parametrize("code", ["de", "ar"])
def test_every_kind_of_page_can_be_previewed_in_its_language(
    code: str, home: Page, measure: MeasurePage, admin_client: Any
) -> None:
    content = add(home, ContentPage(title="Beratung", slug="beratung"))
    for slug in ("start", "plan", "sprache", "ziel", "kurse", content.slug):
        page = Page.objects.get(slug=slug, locale__language_code="de").specific
        if code != "de":
            page = draft_translation(page, code, title=f"ترجمة {slug}")
        html = view_draft(admin_client, page)
        assert f'<html lang="{code}"' in html
        assert f"<h1>{page.get_latest_revision_as_object().title}</h1>" in html


def test_a_page_without_an_address_is_previewed_in_its_language_too(
    home: Page, admin_client: Any
) -> None:
    page = add(home.get_parent(), ContentPage(title="Neue Startseite", slug="neu"))
    assert page.get_url_parts() is None
    html = view_draft(admin_client, draft_translation(page, "ar", title="صفحة"))
    assert '<html lang="ar" dir="rtl">' in html
    assert "<h1>صفحة</h1>" in html


def test_a_new_page_can_be_previewed_before_it_is_saved(
    plan: ActionPlanPage, admin_client: Any
) -> None:
    target = ("aktionsplan_pages", "measurepage", plan.pk)
    editor = admin_client.get(reverse("wagtailadmin_pages:add", args=target)).content.decode()
    form = querydict_from_html(editor, form_id="page-edit-form")
    form["title"] = "Ganz neu"
    address = reverse("wagtailadmin_pages:preview_on_add", args=target)
    assert admin_client.post(address, form).json()["is_valid"]
    response = admin_client.get(address)
    assert response.status_code == 200
    assert "<h1>Ganz neu</h1>" in response.content.decode()
    assert not MeasurePage.objects.exists()


def test_a_preview_is_for_editors_only(swimming: MeasurePage, client: Any) -> None:
    address = reverse("wagtailadmin_pages:view_draft", args=[swimming.pk])
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_a_draft_of_a_live_page_changes_nothing_for_visitors(
    measure: MeasurePage, admin_client: Any, read: Read
) -> None:
    translate(measure, "uk", title="Курси німецької")
    translated = measure.get_translation(Locale.objects.get(language_code="uk"))
    translated.title = "Ще не схвалено"
    translated.save_revision()
    assert "<h1>Ще не схвалено</h1>" in view_draft(admin_client, translated)
    assert "<h1>Курси німецької</h1>" in read("/uk/plan/kurse/")
