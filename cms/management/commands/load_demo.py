"""The module's demo plan, then the county's own pages and the demo accounts."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.demo import HERE, accounts
from aktionsplan_pages.demo.plan import key, stored
from aktionsplan_pages.demo.translations import CATALOGUES, RETOLD, strings, translate
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.management.commands import load_demo
from aktionsplan_pages.translation.submit import retell
from cms.models import ContentPage, HomePage

TEASED = ("", "netzwerk-sprache", "netzwerk-arbeit-und-integration")  # below the plan


def blocks(entries: list[dict[str, str]], teased: Iterable[Page] = ()) -> str:
    """Stored form of a StreamField; ids follow from the text, so that a second run is the same."""
    rows: list[dict[str, Any]] = []
    for entry in entries:
        value = entry["text"] if entry["type"] == "heading" else f"<p>{entry['text']}</p>"
        rows.append({"type": entry["type"], "value": value})
    rows += [{"type": "teaser", "value": page.pk} for page in teased]
    for row in rows:
        row["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, str(row["value"])))
    return json.dumps(rows)


def teased_pages() -> list[Page]:
    """The demo plan and two of its measures, for the home page."""
    plan = Page.objects.get(translation_key=key("plan"), locale__language_code=SOURCE)
    paths = [plan.url_path + (f"{slug}/" if slug else "") for slug in TEASED]
    return list(Page.objects.filter(url_path__in=paths).order_by("path"))


class Command(load_demo.Command):
    help = "Loads the demo: plan, the county's pages, accounts; safe to run again."

    def load_own_pages(self, home: HomePage) -> None:
        content = json.loads((HERE / "pages.json").read_text(encoding="utf-8"))
        made: list[Page] = []
        if not home.introduction and not home.body:
            home.introduction = content["home"]["introduction"]
            home.body = blocks(
                [{"type": "paragraph", "text": t} for t in content["home"]["paragraphs"]],
                teased_pages(),
            )
            publish_revision(home.save_revision())
            made.append(HomePage.objects.get(pk=home.pk))
        for entry in content["pages"]:
            if not stored(home, ContentPage, entry["slug"], slug=entry["slug"]):
                made.append(self.add_page(home, entry))
        for language in CATALOGUES:
            translate(made, language, strings(language), self.progress)
        self.retell(made)
        self.make_accounts()

    def add_page(self, home: HomePage, entry: dict[str, Any]) -> Page:
        page = ContentPage(
            title=entry["title"], slug=entry["slug"], role=entry["role"], live=False,
            body=blocks(entry["blocks"]), locale=Locale.objects.get(language_code=SOURCE),
            show_in_menus=not entry["role"], translation_key=key(entry["slug"]),
        )  # fmt: skip
        home.refresh_from_db()
        home.add_child(instance=page)
        publish_revision(page.save_revision())
        return ContentPage.objects.get(pk=page.pk)

    def retell(self, pages: list[Page]) -> None:
        content = json.loads(
            (HERE / "translations" / "de-simple.json").read_text(encoding="utf-8")
        )
        for page in pages:
            key = "home" if isinstance(page, HomePage) else page.slug
            if words := content["pages"].get(key):
                body = [
                    {"type": "paragraph", "text": line}
                    for line in words["body"].split("\n")
                    if line
                ]
                teased = teased_pages() if isinstance(page, HomePage) else ()
                publish_revision(retell(page, RETOLD, words | {"body": blocks(body, teased)}))

    def make_accounts(self) -> None:
        """Only where the development settings say that they are for a demo."""
        if settings.DEBUG:
            made = accounts.load()
            self.stdout.write(f"Demo accounts, {made} of them new (name, password, role):")
            self.stdout.write("\n".join(accounts.described()))
