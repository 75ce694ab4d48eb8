"""People of the house in a browser, and a page as they see it."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.translation import override

from aktionsplan_pages.editing.subject import address_of
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
