"""People of the house in a browser, and a page and the translator's desk as they see it."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import MeasurePage
from aktionsplan_pages.translation.states import matrix
from aktionsplan_pages.translation.vocabulary import State
from tests.approval.conftest import (  # noqa: F401
    as_user,
    coordinator,
    editor,
    head,
    person,
)


def label(text: Any) -> str:
    """As the admin writes it."""
    with override("de"):
        return str(text)


class Screen:
    """What an answer of the admin shows; ``act`` sends one of its forms."""

    def __init__(self, client: Client, url: str, response: Any) -> None:
        self.client, self.url, self.response = client, url, response
        self.status = response.status_code
        self.soup = BeautifulSoup(response.content, "html.parser")

    def text(self, selector: str = "main") -> str:
        return " ".join(one.get_text(" ", strip=True) for one in self.soup.select(selector))

    def all(self, selector: str) -> list[str]:
        return [one.get_text(" ", strip=True) for one in self.soup.select(selector)]

    @property
    def acts(self) -> set[str]:
        return {one["value"] for one in self.soup.select("button[name=action]")}

    def act(self, action: str, **fields: Any) -> "Screen":
        """Sends what a browser would send, or a hostile one, which needs no button."""
        seen = self.soup.select_one("input[name=seen]")
        data = {"action": action, "seen": seen["value"] if seen else "", **fields}
        return Screen(self.client, self.url, self.client.post(self.url, data, follow=True))


@pytest.fixture
def root(person: Callable[..., Any]) -> Any:
    """A superuser, who holds no role."""
    user = person("root")
    user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def look(as_user: Callable[[Any], Client]) -> Callable[..., Screen]:
    """The dossier of an object, or any address, as one person sees it."""

    def get(user: Any, obj: Any, view: str = "dossier", *rest: str) -> Screen:
        client = as_user(user)
        url = obj if isinstance(obj, str) else address_of(obj, view, *rest)
        return Screen(client, url, client.get(url))

    return get


@pytest.fixture
def olha(person: Callable[..., Any]) -> Any:
    return person("translator-uk", "translator", "uk")


@pytest.fixture
def reviewer(person: Callable[..., Any]) -> Any:
    return person("reviewer-uk", "reviewer", "uk")


@pytest.fixture
def arabic(person: Callable[..., Any]) -> Any:
    return person("translator-ar", "translator", "ar")


class Desk:
    """The translator's editor of one page, as a browser shows and sends it."""

    def __init__(self, client: Client, page: Any) -> None:
        self.client, self.url = client, reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.read(client.get(self.url))

    def read(self, response: Any) -> "Desk":
        self.status = response.status_code
        self.soup = BeautifulSoup(response.content, "html.parser")
        return self

    @property
    def fields(self) -> dict[str, Any]:
        """By the German beside it: the field that a translator fills."""
        lines = self.soup.select(".desk__line")
        return {line.select_one(".desk__german").get_text("\n", strip=True):
                line.select_one("textarea") for line in lines}  # fmt: skip

    def send(self, button: str = "", **words: str) -> "Desk":
        """``words`` by the German text, ``button`` the name of the button that is pressed."""
        data = {field["name"]: field.get_text() for field in self.fields.values()}
        data |= {one["name"]: one["value"] for one in self.soup.select("input[name^=was-]")}
        for german, text in words.items():
            data[self.fields[german]["name"]] = text
        if button:
            data[button] = "1"
        return self.read(self.client.post(self.url, data, follow=True))

    def text(self, selector: str = "main") -> str:
        return " ".join(one.get_text(" ", strip=True) for one in self.soup.select(selector))


@pytest.fixture
def open_desk(as_user: Callable[[Any], Client]) -> Callable[..., Desk]:
    def get(user: Any, page: Any) -> Desk:
        return Desk(as_user(user), page)

    return get


def begin(client: Client, page: Any, language: str) -> MeasurePage:
    """Presses *Translate* and chooses a language."""
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    locale = Locale.objects.get(language_code=language)
    response = client.post(address, {"locales": [locale.pk]}, follow=True)
    assert response.status_code == 200
    return MeasurePage.objects.get(translation_key=page.translation_key, locale=locale)


def state_of(page: Any, language: str = "uk") -> tuple[State, State | None]:
    page = MeasurePage.objects.get(pk=page.pk)
    cell = matrix([page], [language])[page.translation_key][language]
    return cell.public, cell.work


def decide(
    look: Callable[..., Screen], user: Any, page: Any, action: str = "approve", **fields: Any
) -> Screen:
    return look(user, page).act(action, **fields)
