"""An editor at work in the German admin: forms are fetched, changed and sent as a browser does."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import querydict_from_html, rich_text
from wagtail.users.models import UserProfile

FORMS = ("page-edit-form", "w-editor-form")


@dataclass
class Form:
    """A form of the admin: ``data`` is what a browser would send, ``soup`` what it shows."""

    client: Client
    url: str
    status: int = 0
    soup: Tag = field(default_factory=lambda: BeautifulSoup("", "html.parser"))
    data: dict[str, list[str]] = field(default_factory=dict)
    blank: dict[str, list[str]] = field(default_factory=dict)

    def fetch(self) -> "Form":
        return self.read(self.client.get(self.url))

    def read(self, response: Any) -> "Form":
        html, self.status = response.content.decode(), response.status_code
        self.soup = BeautifulSoup(html, "html.parser")
        form_id = next((name for name in FORMS if self.soup.find("form", id=name)), None)
        sent = querydict_from_html(html, form_id=form_id) if form_id else None
        fields = {
            name: [value.removeprefix("\n") for value in values]  # as browsers read a textarea
            for name, values in (sent.lists() if sent else ())
        }
        self.data = {name: v for name, v in fields.items() if "__prefix__" not in name}
        self.blank = {name: v for name, v in fields.items() if "__prefix__" in name}
        return self

    def set(self, **values: Any) -> "Form":
        for name, value in values.items():
            self.data[name] = value if isinstance(value, list) else [value]
        return self

    def add(self, relation: str, **values: Any) -> str:
        """Presses *add* of a formset: its blank form is copied and filled in; gives its prefix."""
        number = int(self.data[f"{relation}-TOTAL_FORMS"][0])
        template = re.sub(r"-\d+-", "-__prefix__-", relation) + "-__prefix__-"
        prefix = f"{relation}-{number}-"
        for name, blank in self.blank.items():
            rest = name.removeprefix(template)
            if name.startswith(template) and "__prefix__" not in rest:
                self.data[prefix + rest] = blank
        self.set(**{prefix + name: value for name, value in values.items()})
        self.set(**{f"{relation}-TOTAL_FORMS": number + 1, f"{prefix}ORDER": number + 1})
        return prefix

    def send(self, action: str = "", **values: Any) -> "Form":
        """Sends the form; ``action`` is *publish* or *submit*, else a draft is saved."""
        self.set(**values, **({f"action-{action}": "1"} if action else {}))
        response = self.client.post(self.url, self.data, follow=True)
        self.url = response.request["PATH_INFO"]
        return self.read(response)

    def shown(self, name: str) -> str:
        return self.data.get(name, ["(not in the form)"])[0]

    def errors(self) -> dict[str, str]:
        """What the page says is wrong, by field."""
        found = {}
        for field_tag in self.soup.select("[data-field]"):
            message = field_tag.select_one(".error-message, [data-field-errors] .error-message")
            control = field_tag.select_one("[name]")
            if message and control:
                found[control["name"]] = " ".join(message.get_text(" ").split())
        return found

    def panels(self) -> list[str]:
        """The headings of the groups of the first tab, in order."""
        tab = self.soup.select_one("#tab-content, section[role=tabpanel]") or self.soup
        titles = tab.select(".w-form-width > section > .w-panel__header [data-panel-heading-text]")
        return [" ".join(title.get_text(" ").replace("*", "").split()) for title in titles]

    @property
    def text(self) -> str:
        return " ".join(self.soup.get_text(" ").split())


@pytest.fixture
def editor(admin_client: Client, admin_user: Any) -> Client:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "de"})
    return admin_client


def edit(editor: Client, page: Page) -> Form:
    return Form(editor, reverse("wagtailadmin_pages:edit", args=[page.pk])).fetch()


def create(editor: Client, model: str, parent: Page) -> Form:
    arguments = ["cms" if model == "homepage" else "aktionsplan_pages", model, parent.pk]
    return Form(editor, reverse("wagtailadmin_pages:add", args=arguments)).fetch()


def draft(page: Page) -> Any:
    """What the latest revision of a page says."""
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def draft_text(text: str) -> str:
    return rich_text(f"<p>{text}</p>", features=["bold"])


def number_of_revisions() -> int:
    return Revision.objects.count()
