"""Pages of the house that are no part of the plan are translated as wagtail-localize has it."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from cms.models import HomePage
from tests.approval.conftest import person  # noqa: F401


@pytest.fixture
def page(home: Page) -> Page:
    parent = home.add_child(instance=Page(title="Das Amt", slug="amt"))
    parent.add_child(instance=Page(title="Öffnungszeiten", slug="zeiten"))
    return parent


@pytest.fixture
def form(page: Page) -> Callable[[Any], BeautifulSoup]:
    def fetch(user: Any) -> BeautifulSoup:
        client = Client()
        client.force_login(user)
        response = client.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk]))
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return fetch


def languages(form: BeautifulSoup) -> int:
    return len(form.select("input[name=locales]"))


def offers_what_is_below(form: BeautifulSoup) -> bool:
    return form.select_one("input[name=include_subtree]")["type"] == "checkbox"


@pytest.fixture
def colleague(django_user_model: Any) -> Any:
    """Who translates the county's other pages and has no role in the plan."""
    group = Group.objects.create(name="Übersetzung der Kreisseiten")
    names = ["access_admin", "submit_translation"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    user = django_user_model.objects.create_user("k", "k@example.org")
    user.groups.add(group)
    return user


def test_who_has_no_role_in_the_plan_translates_them_as_before(
    page: Page, colleague: Any, form: Any
) -> None:
    shown = form(colleague)
    assert languages(shown) == 12
    assert offers_what_is_below(shown)


def test_a_translator_of_the_plan_begins_no_other_language(
    page: Page, person: Any, form: Any
) -> None:
    shown = form(person("olha", "translator", "uk"))
    assert languages(shown) == 1
    assert not offers_what_is_below(shown)


def test_they_begin_below_a_draft_and_keep_their_editor(
    page: Page, colleague: Any, admin_client: Client
) -> None:
    uk = Locale.objects.get(language_code="uk")
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    admin_client.post(address, {"locales": [uk.pk]})
    above = HomePage.objects.get(locale=uk)
    assert (above.live, above.alias_of) == (False, None)
    translation = Translation.objects.get()
    download = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    assert b"Das Amt" in admin_client.get(download).content
    edit = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    assert "data-props" in admin_client.get(edit).content.decode()
