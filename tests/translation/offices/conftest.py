"""A plan whose words go to a translation office, and the office that answers."""

import io
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from aktionsplan_pages.models import ActionPlanPage, MeasurePage, Milestone
from aktionsplan_pages.translation.offices.files import FORMATS, read
from aktionsplan_pages.translation.offices.jobs import export, receive, take_in
from aktionsplan_pages.translation.offices.units import Job, Unit
from tests.conftest import publish

UUID_ZERO = UUID(int=0)
RICH = '<p>Wir <b>lernen</b> <a href="https://example.org/">gemeinsam</a>.</p><p>Jeden Tag.</p>'


@pytest.fixture
def german(measure: MeasurePage) -> MeasurePage:
    measure.description = RICH
    measure.milestones = [Milestone(title="Erster Kurs", locale=measure.locale)]
    return publish(measure)


@pytest.fixture
def whole(german: MeasurePage, plan: ActionPlanPage) -> ActionPlanPage:
    """The plan with all that stands in it."""
    return plan


@pytest.fixture
def user(db: None) -> Any:
    return get_user_model().objects.create_user("olena")


class Office:
    """Translates what it is sent; answers in the same format."""

    def __init__(self, plan: Page, user: Any) -> None:
        self.plan, self.user = plan, user
        self.job: Any = None

    def send(
        self, format_name: str = "xliff12", language: str = "uk", only_due: bool = False,
        terms: Any = (),
    ) -> bytes:  # fmt: skip
        out = io.BytesIO()
        self.job = export(
            self.plan, language, format_name, out, only_due=only_due, user=self.user, terms=terms
        )
        return out.getvalue()

    def answer(
        self, content: bytes, translate: Callable[[str], str] | Mapping[str, str] | None = None,
        format_name: str = "", language: str = "",
    ) -> bytes:  # fmt: skip
        """The file with translations: of every segment, or of those whose German is named."""
        file = read(content)
        own = file.format.lower().replace(" ", "").replace(".", "").replace("xliff20", "xliff2")

        def units() -> Any:
            for unit in file.units():
                if isinstance(translate, Mapping):
                    target = translate.get(unit.source, unit.target)
                else:
                    target = (translate or in_brackets)(unit.source)
                yield Unit(unit.key, unit.source, target)

        out = io.BytesIO()
        job = Job(language or file.language, units(), file.number)
        FORMATS[format_name or own].write(job, out)
        return out.getvalue()

    def upload(self, content: bytes) -> Any:
        return receive(read(content), "antwort", self.user)

    def bring(self, content: bytes) -> Any:
        """Uploads and takes in what the dry run allows."""
        upload = self.upload(content)
        take_in(upload)
        return upload


def in_brackets(german: str) -> str:
    return f"[{german}]"


@pytest.fixture
def office(whole: ActionPlanPage, user: Any) -> Office:
    return Office(whole, user)


def outcomes(upload: Any) -> dict[str, str]:
    """Outcome by German text."""
    return dict(upload.segments.values_list("german", "outcome"))


def rejected(upload: Any) -> dict[str, str]:
    """Why, by German text."""
    return dict(upload.segments.filter(outcome="rejected").values_list("german", "reason"))


def stored(language: str = "uk") -> dict[str, str]:
    rows = StringTranslation.objects.filter(locale__language_code=language, has_error=False)
    return dict(rows.values_list("translation_of__data", "data"))


def retype(german: str, text: str) -> None:
    """Somebody corrects a translation in the editor."""
    StringTranslation.objects.filter(translation_of__data=german).update(data=text)
