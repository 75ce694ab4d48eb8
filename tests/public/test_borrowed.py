"""Forms that Django and Wagtail bring along speak the visitor's language, mistakes included."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.models import MeasurePage

Visit = Callable[[Any, str], str]


def said(html: str) -> set[str]:
    """The texts of a page's own part, but for those that are marked as of another language."""
    main = re.search("<main.*</main>", html, re.S) or re.search("<body.*</body>", html, re.S)
    assert main
    marked = r'<(\w+)[^>]* lang="[^"]*".*?</\1>|<nav.*?</nav>|<a .*?</a>'
    own = re.sub(marked, "", main[0], flags=re.S)
    texts = {text.strip(" \n:") for text in re.findall(r">([^<>]+)<", own)}
    return {text for text in texts if any(letter.isalpha() for letter in text)}


def ask(client: Client, code: str) -> str:
    return client.get(f"/{code}/plan/kurse/").content.decode()


def answer(client: Client, code: str, password: str) -> str:
    action = re.search(r'action="([^"]*password[^"]*)"', ask(client, code))
    assert action
    data = {"password": password, "return_url": f"/{code}/plan/kurse/"}
    return client.post(action[1], data).content.decode()


def log_in(client: Client, code: str) -> str:
    return client.get(f"/{code}/_util/login/").content.decode()


def log_in_wrongly(client: Client, code: str) -> str:
    data = {"username": "anna", "password": "falsch"}
    return client.post(f"/{code}/_util/login/", data).content.decode()


def without_cookies(client: Client, code: str) -> str:
    response = Client(enforce_csrf_checks=True).post(f"/{code}/_util/login/", {})
    assert response.status_code == 403
    assert f'<html lang="{code}"' in response.content.decode()
    return response.content.decode()


def lost(client: Client, code: str) -> str:
    return client.get(f"/{code}/nirgends/").content.decode()


VISITS: dict[str, tuple[Visit, str]] = {
    "asked for a password": (ask, "Für diese Seite benötigen Sie ein Passwort."),
    "no password": (partial(answer, password=""), "Dieses Feld ist erforderlich."),
    "wrong password": (
        partial(answer, password="falsch"),
        "Das eingegebene Passwort ist nicht richtig. Bitte versuchen Sie es erneut.",
    ),
    "asked to log in": (log_in, "Benutzername"),
    "wrong login": (
        log_in_wrongly,
        "Benutzername und Passwort passen nicht zusammen. Bitte versuchen Sie es erneut.",
    ),
    "cookies refused": (without_cookies, "Das Formular wurde nicht gesendet"),
    "not found": (lost, "Diese Seite gibt es nicht oder nicht mehr."),
}


@pytest.mark.parametrize("visit", VISITS)
def test_nothing_is_said_in_german_or_english_to_those_who_read_another_language(
    visit: str, measure: MeasurePage, client: Client
) -> None:
    PageViewRestriction.objects.create(page=measure, restriction_type="password", password="offen")
    go, text = VISITS[visit]
    heard = {code: said(go(client, code)) for code in LANGUAGES}
    assert text in heard["de"]
    for code, texts in heard.items():
        assert len(texts) == len(heard["de"]), code
        if code not in {"de", "de-simple"}:
            assert not texts & heard["de"], code
        if code != "en":
            assert not texts & heard["en"], code
