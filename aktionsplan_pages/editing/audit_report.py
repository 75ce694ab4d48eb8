"""The audit trail as a report: filtered, searched, and exported for the council."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import django_filters
from django.apps import apps
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from aktionsplan_pages.approval import gate
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.languages import django_languages
from aktionsplan_pages.models import AuditEntry

NAMES = dict(django_languages())
POLICY = ModelPermissionPolicy(AuditEntry)
PAGE = Page._meta.label_lower
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take umlauts for something else


def harmless(value: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip()[:1] in set("=+-@") or text[:1] in set("\t\r\n") else text


def kinds() -> list[tuple[str, str]]:
    """What is approved here, by its label: page types and snippets."""
    models = [model for model in apps.get_models() if gate.is_gated(model)]
    found = [
        (model._meta.label_lower, capfirst(str(model._meta.verbose_name))) for model in models
    ]
    return sorted(found, key=lambda one: one[1])


def people() -> list[tuple[int | None, str]]:
    """Everybody on record, accounts that no longer exist included."""
    rows = AuditEntry.objects.exclude(person_id=None).order_by("person_name")
    return list(dict(rows.values_list("person_id", "person_name").distinct()).items())


class AuditFilterSet(WagtailFilterSet):
    act = django_filters.ChoiceFilter(label=_("Act"), choices=Act.choices)
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)
    language = django_filters.ChoiceFilter(label=_("Language"), choices=django_languages)
    kind = django_filters.ChoiceFilter(
        label=_("Kind of page"), choices=kinds, method="filter_kind"
    )
    person = django_filters.ChoiceFilter(label=_("Person"), choices=people, field_name="person_id")

    class Meta:
        model = AuditEntry
        fields = ()

    def filter_kind(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        model: Any = apps.get_model(value)
        if not issubclass(model, Page):
            return entries.filter(model=value)
        keys = model._base_manager.annotate(key=Cast("pk", CharField())).values("key")
        return entries.filter(model=PAGE, object_id__in=keys)


class AuditReportView(ReportView):
    page_title = _("Approvals on record")
    header_icon = "history"
    index_url_name = "action_plan_audit"
    index_results_url_name = "action_plan_audit_results"
    permission_policy = POLICY
    permission_required = "view"
    filterset_class = AuditFilterSet
    is_searchable = True
    search_fields = ("title", "person_name", "comment", "step")
    default_ordering = "-pk"
    list_export = (
        "at", "act", "step", "title", "kind", "language", "person_name", "comment", "reason",
        "revision_id", "digest",
    )  # fmt: skip
    export_headings = {
        "at": _("Time"), "act": _("Act"), "step": _("Step"), "title": _("Title"),
        "kind": _("Kind of page"), "language": _("Language"), "person_name": _("Person"),
        "comment": _("Comment"), "reason": _("Reason of set-up"),
        "revision_id": _("Number of the version"), "digest": _("Check sum of the content"),
    }  # fmt: skip
    columns = [
        Column("at", label=_("Time"), accessor=lambda entry: time_of(entry), sort_key="at"),
        Column("act", label=_("Act"), accessor=lambda entry: act_of(entry), sort_key="act"),
        TitleColumn(
            "title", label=_("Title"), accessor=lambda entry: entry.title or "–",
            get_url=lambda entry: entry.url, sort_key="title",
        ),
        Column("kind", label=_("Kind of page")),
        Column(
            "language", label=_("Language"), sort_key="language",
            accessor=lambda entry: NAMES.get(entry.language, entry.language),
        ),
        Column("person_name", label=_("Person"), sort_key="person_name"),
        Column(
            "comment", label=_("Comment"), accessor=lambda entry: entry.comment or entry.reason
        ),
    ]  # fmt: skip

    def get_queryset(self) -> QuerySet:
        return self.order_queryset(AuditEntry.objects.all())

    def get_filtered_queryset(self) -> QuerySet:
        return self.search_queryset(super().get_filtered_queryset())

    def decorate_paginated_queryset(self, object_list: Any) -> list[AuditEntry]:
        """Names the kind of each object and where its dossier is, if it is still there."""
        entries = list(object_list)
        known = kinds_by_key(entries)
        for entry in entries:
            key = entry.model, entry.object_id
            vars(entry).update(
                kind=capfirst(known.get(key, "–")), reason=entry.data.get("door", ""),
                url=reverse("action_plan_dossier", args=key) if key in known else None,
            )  # fmt: skip
        return entries

    def get_filename(self) -> str:
        return f"{gettext('approvals')}-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: AuditEntry) -> dict[str, str]:
        row = {name: getattr(item, name) for name in self.list_export}
        row["at"] = f"{timezone.localtime(item.at):%Y-%m-%d %H:%M:%S}"
        row["act"] = capfirst(item.get_act_display())
        return {name: harmless(value) for name, value in row.items()}

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        yield BYTE_ORDER_MARK.encode()
        yield from super().stream_csv(queryset)


def kinds_by_key(entries: list[AuditEntry]) -> dict[tuple[str, str], str]:
    """What each object that is still there is called; one query for each model."""
    keys: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        keys[entry.model].add(entry.object_id)
    found = {}
    for label in keys.keys() & {PAGE, *(value for value, _name in kinds())}:
        model: Any = apps.get_model(label)
        rows = model._base_manager.filter(pk__in=keys[label])
        for row in rows.select_related("content_type") if label == PAGE else rows:
            name = row.content_type.name if label == PAGE else model._meta.verbose_name
            found[label, str(row.pk)] = str(name)
    return found


def time_of(entry: AuditEntry) -> str:
    return date_format(timezone.localtime(entry.at), "SHORT_DATETIME_FORMAT")


def act_of(entry: AuditEntry) -> str:
    return capfirst(f"{entry.get_act_display()}{f': {entry.step}' if entry.step else ''}")


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return POLICY.user_has_permission(request.user, "view")


def audit_menu_item() -> AuditMenuItem:
    return AuditMenuItem(
        _("Approvals on record"), reverse("action_plan_audit"), name="approvals",
        icon_name="history", order=1100,
    )  # fmt: skip
