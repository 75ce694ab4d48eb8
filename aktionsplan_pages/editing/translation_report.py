"""Every page in every language: what visitors find, what is being worked on, and for how long."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from aktionsplan_pages.approval.roles import roles_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.editing.audit_report import BYTE_ORDER_MARK, harmless
from aktionsplan_pages.languages import LANGUAGES, SOURCE, django_languages
from aktionsplan_pages.models import FieldOfActionPage
from aktionsplan_pages.translation.states import Cell, german_pages, matrix, shares
from aktionsplan_pages.translation.vocabulary import PUBLIC, State

AGES = [
    ("", _("however long")), ("7", _("a week")), ("30", _("a month")), ("180", _("half a year")),
]  # fmt: skip
ROWS = 50  # on one page
READERS = (RoleName.COORDINATION, RoleName.ADMINISTRATOR, RoleName.HEAD, RoleName.TRANSLATOR,
           RoleName.REVIEWER, RoleName.EDITOR, RoleName.PRESS)  # fmt: skip


def may_see(user: Any) -> bool:
    """Everybody of the house, and who translates or reviews."""
    return user.is_superuser or bool({name for name, _language in roles_of(user)} & set(READERS))


class MatrixFilter(forms.Form):
    title = forms.CharField(label=_("Title"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), *State.choices]
    )
    field = forms.ChoiceField(label=_("field of action"), required=False)
    age = forms.ChoiceField(label=_("Waiting for more than"), required=False, choices=AGES)
    translator = forms.ChoiceField(label=_("Translator"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets = [one for one in django_languages() if one[0] != SOURCE]
        fields = FieldOfActionPage.objects.filter(locale__language_code=SOURCE).order_by("path")
        people = get_user_model()._default_manager.filter(
            groups__role__name=RoleName.TRANSLATOR
        ).distinct()  # fmt: skip
        every = [("", gettext("any"))]
        self.fields["language"].choices = every + targets  # type: ignore[attr-defined]
        self.fields["field"].choices = every + [(one.pk, one.title) for one in fields]  # type: ignore[attr-defined]
        self.fields["translator"].choices = every + [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What was chosen; a choice that does not exist is left out."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Row:
    """One page and its cells in the order of the languages that are shown."""

    page: Any
    cells: list[Cell]


class TranslationMatrix:
    """The report; one page of it costs as many queries with 10 pages as with 1,000."""

    def __init__(self, wanted: dict[str, str]) -> None:
        self.wanted = wanted

    @property
    def languages(self) -> list[str]:
        chosen = self.wanted.get("language")
        return [chosen] if chosen else [code for code in LANGUAGES if code != SOURCE]

    @cached_property
    def pages(self) -> list[Any]:
        title = self.wanted.get("title", "").casefold()
        found = [page for page in german_pages() if title in page.title.casefold()]
        if field := self.wanted.get("field"):
            found = [
                page for page in found
                if str(getattr(page, "field_of_action_id", "")) == field or str(page.pk) == field
            ]  # fmt: skip
        return found

    @cached_property
    def cells(self) -> dict[Any, dict[str, Cell]]:
        return matrix(self.pages, self.languages)

    @cached_property
    def rows(self) -> list[Row]:
        """The pages of which a shown language fits the filters."""
        found = []
        for page in self.pages:
            cells = [self.cells[page.translation_key][code] for code in self.languages]
            if any(map(self.fits, cells)):
                found.append(Row(page, cells))
        return found

    def fits(self, cell: Cell) -> bool:
        state, age = self.wanted.get("state"), self.wanted.get("age")
        if state and state not in {cell.public, cell.work}:
            return False
        if age and not self.has_waited(cell, timedelta(days=int(age))):
            return False
        translator = self.wanted.get("translator")
        return not translator or int(translator) in cell.translators

    def has_waited(self, cell: Cell, age: timedelta) -> bool:
        waits = cell.public not in {State.CURRENT, State.CORRECTED} or cell.work is not None
        return bool(waits and cell.since and cell.since < timezone.now() - age)

    @cached_property
    def summary(self) -> list[tuple[Any, list[tuple[State, int]], int, int]]:
        """Per language: pages by what visitors find, the share in percent, pages at work."""
        counts = shares(self.cells, self.languages)
        found = []
        for code in self.languages:
            total = sum(counts[code].values())
            good = counts[code][State.CURRENT] + counts[code][State.CORRECTED]
            at_work = sum(cells[code].work is not None for cells in self.cells.values())
            parts = [(state, counts[code][state]) for state in PUBLIC]
            found.append(
                (LANGUAGES[code], parts, round(100 * good / total) if total else 0, at_work)
            )
        return found

    def table(self) -> Iterator[Sequence[str]]:
        """For a spreadsheet: a line for each page and language."""
        yield [
            gettext("Page"), gettext("Kind of page"), gettext("Language"),
            gettext("What visitors find"), gettext("In progress"), gettext("Since"),
        ]  # fmt: skip
        for row in self.rows:
            for cell in filter(self.fits, row.cells):
                yield [
                    harmless(row.page.title), str(row.page._meta.verbose_name),
                    LANGUAGES[cell.language].own_name, str(cell.public.label),
                    str(cell.work.label) if cell.work else "",
                    f"{timezone.localtime(cell.since):%Y-%m-%d}" if cell.since else "",
                ]  # fmt: skip


class TranslationReportView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "aktionsplan_pages/admin/translation_report.html"
    page_title = _("State of the translations")
    header_icon = "wagtail-localize-language"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user):
            raise PermissionDenied
        self.filter = MatrixFilter(request.GET)
        self.report = TranslationMatrix(self.filter.wanted())
        if request.GET.get("export") == "csv":
            return self.csv()
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows: PaginatorPage = Paginator(self.report.rows, ROWS).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "report": self.report, "rows": rows, "filter": self.filter, "query": query.urlencode(),
            "languages": [LANGUAGES[code] for code in self.report.languages], "states": PUBLIC,
        }  # fmt: skip

    def csv(self) -> HttpResponse:
        name = f"{gettext('Translations')}-{timezone.localdate():%Y-%m-%d}.csv"
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
        response.write(BYTE_ORDER_MARK)
        csv.writer(response, delimiter=";").writerows(self.report.table())
        return response


class TranslationReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


def translation_menu_item() -> TranslationReportMenuItem:
    return TranslationReportMenuItem(
        _("State of the translations"), reverse("action_plan_translations"),
        name="translation-states", icon_name="wagtail-localize-language", order=1050,
    )  # fmt: skip
