"""Vocabulary by language: German terms, and beside them what they are called elsewhere.

The glossary, target groups and what organisations do are written whole, row by row.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

import django_filters
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
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
    languages_of,
    may_render,
    may_translate,
)
from aktionsplan_pages.approval.roles import has_role, roles_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.editing.approved_snippets import ApprovedEditView, ApprovedViewSet
from aktionsplan_pages.editing.audit_report import harmless
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import GlossaryTerm, Organisation, TargetGroup
from aktionsplan_pages.translation import sections

OWN = (RoleName.TRANSLATOR, RoleName.REVIEWER)


def report_name(model: Any) -> str:
    return f"action_plan_renderings_{model._meta.model_name}"


def report_url(model: Any, language: str) -> str:
    return f"{reverse(report_name(model))}?into={language}"


# The German rows and the forms


class RenderingPolicy(NobodyPublishes):
    """A row is written by those of its language."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and may_render(user, instance)


class RenderingEditView(ApprovedEditView):
    def get_success_url(self) -> str:
        """For a rendering back to those of its language."""
        language = self.object.locale.language_code
        if language == SOURCE:
            return str(super().get_success_url())
        return report_url(self.model, language)


class RenderedViewSet(ApprovedViewSet):
    """No view of a single row for who does not write it; nor is it listed before it is public."""

    edit_view_class = RenderingEditView

    @cached_property
    def permission_policy(self) -> RenderingPolicy:
        return RenderingPolicy(self.model)

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """For those who write German; the others come from the reports below."""

        def is_shown(_item: MenuItem, request: HttpRequest) -> bool:
            return self.permission_policy.user_has_permission(request.user, "add")

        return type("VocabularyMenuItem", (super().menu_item_class,), {"is_shown": is_shown})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = self.model._default_manager.all()
        if not request.GET.get("locale"):  # else all languages would be mixed
            rows = rows.filter(locale__language_code=SOURCE)
        if self.permission_policy.user_has_permission(request.user, "add"):
            return rows
        own = languages_of(request.user)
        return rows.filter(Q(live=True) | Q(locale__language_code__in=own))

    def construct_view(self, view_class: Any, **kwargs: Any) -> Callable[..., HttpResponse]:
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "pk" in kwargs:
                row = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))
                if not may_render(request.user, row):
                    raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded


class GlossaryViewSet(RenderedViewSet):
    model = GlossaryTerm
    icon = "openquote"
    list_display = ["term", "note"]
    copy_view_enabled = False


class OrganisationViewSet(RenderedViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "website", "email"]


class TargetGroupViewSet(RenderedViewSet):
    model = TargetGroup
    icon = "user"
    list_display = ["name"]


# What is known of each in one language


def languages_offered(user: Any) -> list[tuple[str, str]]:
    """All but German; first those that ``user`` translates or reviews."""
    own = {language for role, language in roles_of(user) if role in OWN}
    codes = sorted((code for code in LANGUAGES if code != SOURCE), key=lambda c: c not in own)
    return [(code, LANGUAGES[code].own_name) for code in codes]


class ByLanguage(WagtailFilterSet):
    into = django_filters.ChoiceFilter(
        label=_("Language"), choices=(), method="pass_on", empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = languages_offered(self.request.user) if self.request else []
        self.filters["into"].extra["choices"] = offered

    def pass_on(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows


class ActColumn(Column):
    cell_template_name = "aktionsplan_pages/admin/rendering_act.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": get_token(parent_context["request"])}


class RenderingsView(ReportView):
    """German rows of one ``model``, and the rendering of each; a fixed number of queries.

    ``title`` is the German column that names a row, ``word`` the one that is rendered first,
    ``more`` the German columns that explain it, ``notes`` those that a rendering adds.
    """

    model: Any = None
    place: str
    title = word = "name"
    more: dict[str, Any] = {}
    notes: dict[str, Any] = {}
    header_icon = "wagtail-localize-language"
    any_permission_required = ("view", "change")
    is_searchable = True
    search_backend_name = None  # also in what is no beginning of a word

    @classmethod
    def name(cls) -> str:
        return report_name(cls.model)

    @cached_property
    def permission_policy(self) -> ModelPermissionPolicy:
        return ModelPermissionPolicy(self.model)

    @cached_property
    def index_url_name(self) -> str:
        return self.name()

    @cached_property
    def index_results_url_name(self) -> str:
        return f"{self.name()}_results"

    @cached_property
    def default_ordering(self) -> str:
        return self.title

    @cached_property
    def search_fields(self) -> tuple[str, ...]:
        return (self.title, *self.more)

    @cached_property
    def filterset_class(self) -> type[ByLanguage]:
        meta = type("Meta", (), {"model": self.model, "fields": ()})
        return type("FilterSet", (ByLanguage,), {"Meta": meta})

    @cached_property
    def headings(self) -> dict[str, Any]:
        """Of the file, in order."""
        return {
            "german": _("German"), **self.more, "rendering": _("Rendering"),
            **{f"own_{name}": label for name, label in self.notes.items()}, "state": _("State"),
        }  # fmt: skip

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        return self.headings

    @cached_property
    def list_export(self) -> list[str]:
        return list(self.headings)

    @cached_property
    def custom_field_preprocess(self) -> dict[str, Any]:
        return {name: {"csv": harmless} for name in self.headings}

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("german", label=_("German"), sort_key=self.title,
                        get_url=lambda row: row.german_url),
            *(Column(name, label=label) for name, label in self.more.items() if name != "forms"),
            ActColumn("rendering", label=_("Rendering")),
            Column("state", label=_("State")),
        ]  # fmt: skip

    @cached_property
    def language(self) -> str:
        offered = [code for code, _name in languages_offered(self.request.user)]
        wanted = self.request.GET.get("into", "")
        return wanted if wanted in offered else offered[0]

    def sees_drafts(self, language: str) -> bool:
        """The house, and who translates or reviews the language; others see what is approved."""
        user = self.request.user
        own = has_role(user, *HOUSE) or has_role(user, *OWN, language=language)
        return bool(user.is_superuser or own)

    def get_page_subtitle(self) -> str:
        return LANGUAGES[self.language].own_name

    def get_queryset(self) -> QuerySet:
        rows = self.model.objects.filter(locale__language_code=SOURCE).exclude(**{self.word: ""})
        if not self.sees_drafts(SOURCE):
            rows = rows.filter(live=True)
        return self.order_queryset(rows.select_related("locale"))

    def get_filtered_queryset(self) -> QuerySet:
        return self.search_queryset(super().get_filtered_queryset())

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        rows = list(object_list)
        found = self.model.objects.filter(
            translation_key__in=[row.translation_key for row in rows],
            locale__language_code=self.language,
        ).select_related("locale", "latest_revision")
        own = {row.translation_key: row for row in found}
        states = states_of(own.values())
        policy, user = self.permission_policy, self.request.user
        may_write = is_in_charge(user) or self.language in languages_of(user)
        may_write = may_write and policy.user_has_permission(user, "change")
        may_write_german = policy.user_has_permission(user, "add")
        edit = f"wagtailsnippets_aktionsplan_pages_{self.model._meta.model_name}:edit"
        for german in rows:
            row = own.get(german.translation_key)
            draft = self.draft_of(row) if row else {}
            vars(german).update(
                german=getattr(german, self.title), own=row, rendering=draft.get(self.word, ""),
                language=LANGUAGES[self.language], may_write=may_write,
                state=state_of(german, row, states),
                german_url=reverse(edit, args=[german.pk]) if may_write_german else None,
                edit_url=reverse(edit, args=[row.pk]) if row and may_write else None,
                begin_url=reverse("action_plan_rendering", args=[
                    self.model._meta.model_name, german.pk, self.language]),
                **{f"own_{name}": draft.get(name, "") for name in self.notes},
            )  # fmt: skip
        return rows

    def draft_of(self, row: Any) -> dict[str, Any]:
        """What was written last, or for others what is public."""
        if self.sees_drafts(self.language):
            return row.latest_revision.content if row.latest_revision else {}
        return vars(row) if row.live else {}


class GlossaryView(RenderingsView):
    model, place = GlossaryTerm, "glossar"
    page_title = _("Glossary by language")
    header_icon = "openquote"
    title = word = "term"
    more = {"forms": _("Other forms"), "note": _("Explanation")}
    notes = {"note": _("Note")}


class TargetGroupsView(RenderingsView):
    model, place = TargetGroup, "zielgruppen"
    page_title = _("Target groups by language")
    header_icon = "user"


class OrganisationsView(RenderingsView):
    model, place = Organisation, "organisationen"
    page_title = _("Organisations by language")
    header_icon = "group"
    word = "explanation"
    more = {"explanation": _("Explanation")}


def states_of(rows: Any) -> dict[str, str]:
    """By primary key the state of a round that is not over."""
    rows = list(rows)
    if not rows:
        return {}
    running = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(rows[0]),
        object_id__in=[str(row.pk) for row in rows],
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
    )
    return dict(running.values_list("object_id", "status"))


def state_of(german: Any, row: Any, states: dict[str, str]) -> Any:
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
    now = sections.digests(german)
    if any(made and made != now.get(path) for path, made in row.made_from.items()):
        return _("the German text has changed since")
    return _("approved, with a draft") if row.has_unpublished_changes else _("approved")


@require_POST
def begin_rendering(request: HttpRequest, model: str, pk: int, language: str) -> HttpResponse:
    """Makes the row of a German one in ``language``, a draft, and leads to its form."""
    kind = next((view.model for view in VIEWS if view.model._meta.model_name == model), None)
    if kind is None:
        raise Http404
    german: Any = get_object_or_404(kind, pk=pk, locale__language_code=SOURCE)
    locale = get_object_or_404(Locale, language_code=language)
    allowed = ModelPermissionPolicy(kind).user_has_permission(request.user, "change")
    if language == SOURCE or not allowed or not may_translate(request.user, german, language):
        raise PermissionDenied
    row = german.get_translation_or_none(locale)
    if row is None:
        with transaction.atomic():
            row = german.copy_for_translation(locale)
            row.live = False
            row.save()
    return redirect(f"wagtailsnippets_aktionsplan_pages_{model}:edit", row.pk)


# Where they stand

VIEWS = (GlossaryView, TargetGroupsView, OrganisationsView)


def missing(languages: Iterable[str]) -> Iterator[dict[str, Any]]:
    """How many approved German rows nobody has begun in a language; a query for each pair."""
    for view in VIEWS:
        rows: Any = view.model.objects
        german = rows.filter(live=True, locale__language_code=SOURCE).exclude(**{view.word: ""})
        for code in languages:
            begun = rows.filter(locale__language_code=code).values("translation_key")
            if number := german.exclude(translation_key__in=begun).count():
                yield {"title": view.page_title, "language": LANGUAGES[code], "number": number,
                       "url": report_url(view.model, code)}  # fmt: skip


def addresses() -> list[URLPattern]:
    found = [path("vokabular/<str:model>/<int:pk>/<str:language>/", begin_rendering,
                  name="action_plan_rendering")]  # fmt: skip
    for view in VIEWS:
        found += [
            path(f"reports/{view.place}/", view.as_view(), name=view.name()),
            path(f"reports/{view.place}/results/", view.as_view(results_only=True),
                 name=f"{view.name()}_results"),
        ]  # fmt: skip
    return found


class RenderingsMenuItem(MenuItem):
    def __init__(self, view: type[RenderingsView], order: int) -> None:
        self.policy = ModelPermissionPolicy(view.model)
        super().__init__(view.page_title, reverse(view.name()), name=view.name(),
                         icon_name=view.header_icon, order=order)  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return self.policy.user_has_any_permission(request.user, ("view", "change"))


def menu_items() -> list[Callable[[], RenderingsMenuItem]]:
    return [
        lambda view=view, order=order: RenderingsMenuItem(view, order)  # type: ignore[misc]
        for order, view in enumerate(VIEWS, start=1110)
    ]
