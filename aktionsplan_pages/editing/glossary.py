"""The glossary in the admin: German terms, and beside them what they are called elsewhere."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy

from aktionsplan_pages.approval.permissions import (
    HOUSE,
    NobodyPublishes,
    is_in_charge,
    may_translate,
    may_write_term,
)
from aktionsplan_pages.approval.roles import has_role, roles_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.editing.approved_snippets import ApprovedEditView, ApprovedViewSet
from aktionsplan_pages.editing.audit_report import harmless
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import GlossaryTerm
from aktionsplan_pages.translation.sections import digest

POLICY = ModelPermissionPolicy(GlossaryTerm)
EDIT = "wagtailsnippets_aktionsplan_pages_glossaryterm:edit"


class GlossaryPolicy(NobodyPublishes):
    """A rendering is written by those of its language."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and may_write_term(user, instance)


class GlossaryEditView(ApprovedEditView):
    def user_has_permission(self, permission: str) -> bool:
        return self.user_has_permission_for_instance(permission, self.object)


class GlossaryViewSet(ApprovedViewSet):
    model = GlossaryTerm
    icon = "openquote"
    list_display = ["term", "note"]
    edit_view_class = GlossaryEditView
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> GlossaryPolicy:
        return GlossaryPolicy(self.model)


def languages_of(user: Any) -> list[tuple[str, str]]:
    """All but German; first those that ``user`` translates or reviews."""
    roles = (RoleName.TRANSLATOR, RoleName.REVIEWER)
    own = {language for role, language in roles_of(user) if role in roles}
    codes = sorted((code for code in LANGUAGES if code != SOURCE), key=lambda c: c not in own)
    return [(code, LANGUAGES[code].own_name) for code in codes]


def languages_for(request: HttpRequest | None) -> list[tuple[str, str]]:
    return languages_of(request.user) if request else []


class GlossaryFilterSet(WagtailFilterSet):
    into = django_filters.ChoiceFilter(
        label=_("Language"), choices=(), method="pass_on", empty_label=None
    )

    class Meta:
        model = GlossaryTerm
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["into"].extra["choices"] = languages_for(self.request)

    def pass_on(self, terms: QuerySet, name: str, value: str) -> QuerySet:
        return terms


class ActColumn(Column):
    cell_template_name = "aktionsplan_pages/admin/glossary_act.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": get_token(parent_context["request"])}


class GlossaryReportView(ReportView):
    """German terms, and what is known of each in one language; a fixed number of queries."""

    page_title = _("Glossary by language")
    header_icon = "openquote"
    index_url_name = "action_plan_glossary"
    index_results_url_name = "action_plan_glossary_results"
    permission_policy = POLICY
    any_permission_required = ("view", "change")
    filterset_class = GlossaryFilterSet
    is_searchable = True
    search_fields = ("term", "forms", "note")
    search_backend_name = None  # also in what is no beginning of a word
    default_ordering = "term"
    custom_field_preprocess = {
        name: {"csv": harmless} for name in ("term", "forms", "explanation", "rendering", "note")
    }
    list_export = ("term", "forms", "explanation", "rendering", "note", "state")
    export_headings = {
        "term": _("German"), "forms": _("Other forms"), "explanation": _("Explanation"),
        "rendering": _("Rendering"), "note": _("Note"), "state": _("State"),
    }  # fmt: skip
    columns = [
        TitleColumn("term", label=_("German"), get_url=lambda row: row.german_url,
                    sort_key="term"),
        Column("explanation", label=_("Explanation")),
        ActColumn("rendering", label=_("Rendering")),
        Column("state", label=_("State")),
    ]  # fmt: skip

    @cached_property
    def language(self) -> str:
        offered = [code for code, _name in languages_of(self.request.user)]
        wanted = self.request.GET.get("into", "")
        return wanted if wanted in offered else offered[0]

    def sees_drafts(self, language: str) -> bool:
        """The house, and who translates or reviews the language; others see what is approved."""
        user = self.request.user
        roles = (RoleName.TRANSLATOR, RoleName.REVIEWER)
        own = has_role(user, *HOUSE) or has_role(user, *roles, language=language)
        return bool(user.is_superuser or own)

    def get_page_subtitle(self) -> str:
        return LANGUAGES[self.language].own_name

    def get_queryset(self) -> QuerySet:
        terms = GlossaryTerm.objects.filter(locale__language_code=SOURCE)
        if not self.sees_drafts(SOURCE):
            terms = terms.filter(live=True)
        return self.order_queryset(terms.select_related("locale"))

    def get_filtered_queryset(self) -> QuerySet:
        return self.search_queryset(super().get_filtered_queryset())

    def decorate_paginated_queryset(self, object_list: Any) -> list[GlossaryTerm]:
        terms = list(object_list)
        rows = GlossaryTerm.objects.filter(
            translation_key__in=[term.translation_key for term in terms],
            locale__language_code=self.language,
        ).select_related("locale", "latest_revision")
        own = {row.translation_key: row for row in rows}
        running = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(GlossaryTerm),
            object_id__in=[str(row.pk) for row in own.values()],
            status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
        ).values_list("object_id", "status")
        states = dict(running)
        user = self.request.user
        may_write = is_in_charge(user) or (RoleName.TRANSLATOR, self.language) in roles_of(user)
        may_write = may_write and POLICY.user_has_permission(user, "change")
        sees_drafts = self.sees_drafts(self.language)
        may_write_german = POLICY.user_has_permission(user, "add")
        for term in terms:
            row = own.get(term.translation_key)
            draft = row.latest_revision.content if row and row.latest_revision else {}
            if row and not sees_drafts:
                draft = {"term": row.term, "note": row.note} if row.live else {}
            vars(term).update(
                explanation=term.note, note=draft.get("note", ""), own=row,
                rendering=draft.get("term", ""), language=LANGUAGES[self.language],
                state=state_of(term, row, states), may_write=may_write,
                german_url=reverse(EDIT, args=[term.pk]) if may_write_german else None,
                edit_url=reverse(EDIT, args=[row.pk]) if row and may_write else None,
            )  # fmt: skip
        return terms


def state_of(german: GlossaryTerm, row: GlossaryTerm | None, states: dict[str, str]) -> Any:
    """What is known of a rendering, in a word or two."""
    if row is None:
        return _("missing")
    running = states.get(str(row.pk))
    if running == WorkflowState.STATUS_IN_PROGRESS:
        return _("in review")
    if running == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("sent back")
    if not row.live:
        return _("draft")
    if row.made_from.get("term", digest(german.term)) != digest(german.term):
        return _("the German term has changed since")
    return _("approved, with a draft") if row.has_unpublished_changes else _("approved")


@require_POST
def begin_rendering(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Makes the row of a German term in ``language``, a draft, and leads to its form."""
    german = get_object_or_404(GlossaryTerm, pk=pk, locale__language_code=SOURCE)
    locale = get_object_or_404(Locale, language_code=language)
    allowed = POLICY.user_has_permission(request.user, "change")
    if language == SOURCE or not allowed or not may_translate(request.user, german, language):
        raise PermissionDenied
    row = german.get_translation_or_none(locale)
    if row is None:
        with transaction.atomic():
            row = german.copy_for_translation(locale)
            row.live = False
            row.save()
    return redirect(EDIT, row.pk)


class GlossaryMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return POLICY.user_has_any_permission(request.user, ("view", "change"))


def glossary_menu_item() -> GlossaryMenuItem:
    return GlossaryMenuItem(
        _("Glossary by language"), reverse("action_plan_glossary"), name="glossary",
        icon_name="openquote", order=1110,
    )  # fmt: skip
