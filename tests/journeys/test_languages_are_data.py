"""Law 4: a language is one entry in ``languages.py`` and a catalogue; all else follows from it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from wagtail.models import Page

from aktionsplan_pages.languages import LANGUAGES, direction
from aktionsplan_pages.models import MeasurePage
from cms.models import ContentPage
from tests.conftest import add, translate

Read = Callable[[str], str]
ENTRY = '        Language("so", "Soomaali", "Somali", browser_codes=("som",)),\n'
END_OF_LIST = "    )\n}  # fmt: skip\n"
VISIT = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
call_command("setup_site", verbosity=0)
client = Client()
first = client.get("/", headers={"accept-language": "som-SO"})
pages = {"/": [first.status_code, first["Location"]]}
for path in ("/so/", "/uk/", "/so/never/"):
    response = client.get(path)
    pages[path] = [response.status_code, response.content.decode()]
json.dump(pages, open(sys.argv[1], "w"))
"""


@pytest.fixture
def copy_of_the_site(tmp_path: Path) -> Path:
    copy = tmp_path / "site"
    for name in ("aktionsplan_pages", "cms", "templates", "locale"):
        shutil.copytree(
            settings.BASE_DIR / name, copy / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    return copy


def run_visit(copy: Path) -> dict[str, list[Any]]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "DATABASE_URL": f"sqlite:///{copy / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }
    out = copy / "pages.json"
    (copy / "visit.py").write_text(VISIT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "visit.py", str(out)],
        cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(out.read_text(encoding="utf-8"))


def test_a_fourteenth_language_is_one_entry_and_a_catalogue(copy_of_the_site: Path) -> None:
    languages = copy_of_the_site / "aktionsplan_pages" / "languages.py"
    text = languages.read_text(encoding="utf-8")
    assert text.count(END_OF_LIST) == 1
    languages.write_text(text.replace(END_OF_LIST, ENTRY + END_OF_LIST), encoding="utf-8")
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for msgid, text in (("Language", "Luqad"), ("Page not found", "Bogga lama helin")):
        catalogue.append(polib.POEntry(msgid=msgid, msgstr=text))
    messages = copy_of_the_site / "locale" / "so" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    catalogue.save_as_mofile(str(messages / "django.mo"))

    pages = run_visit(copy_of_the_site)

    assert pages["/"] == [302, "/so/"]
    status, html = pages["/so/"]
    assert status == 200
    assert '<html lang="so" dir="ltr">' in html
    assert 'Luqad: </span><span lang="so" dir="ltr">Soomaali</span></summary>' in html
    title = '<h1><span lang="de" dir="ltr">Kreis Rendsburg-Eckernförde</span></h1>'
    assert title in html
    status, html = pages["/uk/"]
    assert status == 200
    assert '<a href="/so/" hreflang="so"><span lang="so" dir="ltr">Soomaali</span>' in html
    status, html = pages["/so/never/"]
    assert status == 404
    assert "<h1>Bogga lama helin</h1>" in html


def test_without_its_entry_the_language_is_not_there(client: Any, home: Page) -> None:
    response = client.get("/so/", headers={"accept-language": "som-SO"})
    assert response.status_code == 404
    assert "Soomaali" not in response.content.decode()


@pytest.mark.parametrize("code", ["de", "uk", "kmr"])
def test_only_languages_that_have_the_page_are_named_to_search_engines(
    code: str, measure: MeasurePage, read: Read
) -> None:
    def alternates() -> dict[str, str]:
        html = read(f"/{code}/plan/kurse/")
        return dict(re.findall(r'<link rel="alternate" hreflang="(.+?)" href="(.+?)">', html))

    assert alternates() == {"de": "http://testserver/de/plan/kurse/"}
    translate(measure, "uk", title="Курси німецької")
    translate(measure, "ar", title="دورات")
    assert alternates() == {
        named: f"http://testserver/{named}/plan/kurse/" for named in ("de", "uk", "ar")
    }


def switcher(html: str) -> dict[str, tuple[str, str, str, str]]:
    """Per language: address, ``lang`` and ``dir`` of its name with the name, and what it has."""
    rows = re.findall(
        r'<a href="([^"]+)" hreflang="([^"]+)"[^>]*><span lang="([^"]+)" dir="([^"]+)">'
        r"(.*?)</span>\s*<span class=\"muted small\">(.*?)</span></a>",
        html.split("</details>")[0],
    )
    return {code: (url, f"{lang} {way}", name, has) for url, code, lang, way, name, has in rows}


@pytest.mark.parametrize(
    "path", ["", "plan/", "plan/massnahmen/", "plan/sprache/", "plan/ziel/", "plan/kurse/"]
)
def test_the_switcher_stays_on_the_page_and_gives_each_language_its_own_name(
    path: str, measure: MeasurePage, read: Read
) -> None:
    for code in ("de", "ar", "kmr"):
        rows = switcher(read(f"/{code}/{path}"))
        assert list(rows) == list(LANGUAGES)
        for other, (url, marked, name, _) in rows.items():
            assert url == f"/{other}/{path}"
            assert marked == f"{other} {direction(other)}"
            assert name == LANGUAGES[other].own_name


def test_the_switcher_keeps_the_filters_of_a_list(measure: MeasurePage, read: Read) -> None:
    address = "plan/massnahmen/?status=running&amp;sort=title"
    html = read(f"/kmr/{address.replace('&amp;', '&')}")
    assert {code: row[0] for code, row in switcher(html).items()} == {
        code: f"/{code}/{address}" for code in LANGUAGES
    }
    assert f'<a href="/de/{address}" hreflang="de">' in html.split("<main")[1].split("</main>")[0]


def test_the_switcher_says_which_languages_have_the_page_translated(
    measure: MeasurePage, read: Read
) -> None:
    translate(measure, "uk", title="Курси німецької")
    for path, translated in (("plan/kurse/", {"uk"}), ("plan/ziel/", set())):
        has = {code: row[3] for code, row in switcher(read(f"/en/{path}")).items()}
        assert {c for c, text in has.items() if text == "this page is translated"} == translated
        assert {c for c, text in has.items() if text == "original"} == {"de"}
        rest = set(LANGUAGES) - translated - {"de"}
        assert {c for c, text in has.items() if "text in German" in text} == rest


def test_the_imprint_names_the_languages_that_no_native_speaker_has_read(
    home: Page, read: Read
) -> None:
    add(home, ContentPage(title="Impressum", slug="impressum", role="imprint"))
    add(home, ContentPage(title="Datenschutz", slug="datenschutz", role="privacy"))
    unread = [entry.own_name for entry in LANGUAGES.values() if not entry.read_by_native]
    assert "Українська" in unread
    assert "Deutsch" not in unread
    for code in ("de", "uk", "ar", "kmr"):
        main = read(f"/{code}/impressum/").split("<main")[1]
        assert re.findall(r'<li><span lang="\S+" dir="\S+">(.*?)</span></li>', main) == unread
        assert "Türkçe" not in read(f"/{code}/datenschutz/").split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.5", "uk"),
        ("fa-Arab-AF", "fa"),
        ("ku;q=0.4, pl-PL;q=0.8", "pl"),
        ("ckb, ku-Latn-SY;q=0.5", "kmr"),
        ("fr-FR, en-GB;q=0.1", "en"),
        ("ja", "de"),
    ],
)
def test_the_first_visit_understands_regions_scripts_and_weights(
    header: str, code: str, home: Page, client: Any
) -> None:
    response = client.get("/", headers={"accept-language": header})
    assert (response.status_code, response["Location"]) == (302, f"/{code}/")
    assert not response.cookies
    assert not client.get(response["Location"]).cookies


@pytest.mark.parametrize("header", ["ar-SY", "ku", "ja"])
def test_an_unknown_language_code_is_explained_in_the_language_of_the_browser(
    header: str, home: Page, client: Any
) -> None:
    code = {"ar-SY": "ar", "ku": "kmr", "ja": "de"}[header]
    for path in ("/xx/", "/fr/plan/kurse/", "/UK/", "/de_simple/"):
        response = client.get(path, headers={"accept-language": header})
        html = response.content.decode()
        assert response.status_code == 404
        assert f'<html lang="{code}" dir="{direction(code)}">' in html
        assert response["Content-Language"] == code
        assert "Accept-Language" in response["Vary"]
        for other, language in LANGUAGES.items():
            assert f'href="/{other}/"' in html.split("<main")[1].split("</main>")[0]
            assert language.own_name in html.split("<main")[1].split("</main>")[0]
