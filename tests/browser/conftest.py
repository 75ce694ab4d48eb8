"""A real browser on a real server; in CI a missing browser is a failure."""

import os
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Browser, sync_playwright
from wagtail.models import Page, Site

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip(
            "no Chromium found; install it for the browser tests (apt-get install chromium)"
        )
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--no-first-run"],
        )
        yield made
        made.close()


@pytest.fixture
def site(live_server: Any, demo: Any) -> str:
    return live_server.url


@pytest.fixture(scope="session")
def demo_dump(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> list[str]:
    """The whole demo, as *make demo* loads it, made once and rolled back again."""
    folder: Path = tmp_path_factory.mktemp("demo")
    types, rows = str(folder / "types.json"), str(folder / "rows.json")
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("setup_site", stdout=StringIO())
        Site.clear_site_root_paths_cache()
        call_command("load_demo", stdout=StringIO())
        call_command("dumpdata", "contenttypes", output=types, verbosity=0)
        known = ["contenttypes", "wagtailsearch", "wagtailcore.referenceindex"]
        call_command("dumpdata", output=rows, exclude=known, verbosity=0)
        transaction.set_rollback(True)
    return [types, rows]


@pytest.fixture
def demo(demo_dump: list[str], db: None) -> Iterator[Page]:
    """The site with the demo loaded, content types included: revisions name them by number."""
    call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
    call_command("loaddata", *demo_dump, verbosity=0)
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    yield Site.objects.get(is_default_site=True).root_page.specific
    ContentType.objects.clear_cache()
