"""What every translated object of ours shares: words are copied for a language, facts are not."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Orderable, Page, PageViewRestriction, TranslatableMixin
from wagtail_localize.fields import BaseTranslatableField, TranslatableField

from aktionsplan_pages.approval.permissions import ApprovalPermissionTester
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models.approved import ApprovedModel, ApprovedPageManager
from aktionsplan_pages.panels import RetellingPanel, TitlePanel, is_source
from aktionsplan_pages.translation import sections
from aktionsplan_pages.translation.reading import preview_of
from aktionsplan_pages.translation.routing import note_reading


class MadeFrom(BaseTranslatableField):
    """Belongs to the words, but no translator translates it: whence a section comes."""


PLACE_IN_TREE = {"path", "depth", "numchild"}
MADE_FROM = MadeFrom("made_from")
MACHINE = MadeFrom("machine")


def words(*names: str) -> list[BaseTranslatableField]:
    """``translatable_fields`` of a page or snippet: its words and what they were made from."""
    return [*(TranslatableField(name) for name in names), MADE_FROM, MACHINE]


def german_of(row: Any) -> Any:
    """The German row of ``row``; None where there is none (yet)."""
    twins = type(row)._base_manager.filter(translation_key=row.translation_key)
    return twins.filter(locale__language_code=SOURCE).first()


class WordsModel(models.Model):
    """Remembers per section which German words a translation was made from.

    ``made_from`` maps a section's path (``summary``, ``indicators.<key>.name``) to the digest of
    the German text. A path that is missing is not translated, whatever the column holds.
    ``machine`` maps the sections in which a machine wrote at least one sentence to its name.
    """

    made_from = models.JSONField(default=dict, blank=True, editable=False)
    machine = models.JSONField(default=dict, blank=True, editable=False)
    translatable_fields: ClassVar[list] = []

    class Meta:
        abstract = True


class WordsChild(TranslatableMixin, Orderable):
    """A child of a page with words; its row in another language holds nothing but them."""

    translatable_fields: ClassVar[list] = []

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    @classmethod
    def word_names(cls) -> list[str]:
        return [field.field_name for field in cls.translatable_fields]

    @classmethod
    def fact_names(cls) -> list[str]:
        kept = {"id", "page", "locale", "translation_key", "sort_order", *cls.word_names()}
        own = [field.name for field in cls._meta.concrete_fields if field.name not in kept]
        return own + [relation.get_accessor_name() for relation in get_all_child_relations(cls)]

    def drop_facts(self) -> None:
        columns = {field.name: field for field in self._meta.concrete_fields}
        for name in self.fact_names():
            setattr(self, name, columns[name].get_default() if name in columns else [])


class ReadThroughPage(ApprovedModel, WordsModel, Page):
    """A page whose facts stand on the German page alone and are read through by all languages.

    Goes before other mixins. A class names its words in ``translatable_fields``; all else is fact.
    """

    translatable_fields: ClassVar[list] = words("title", "seo_title", "search_description")
    belongs_to_press: ClassVar[bool] = False
    log_begin = True  # off: whoever makes this row logs it together with others

    content_panels: ClassVar[list] = [
        TitlePanel("title"),
        RetellingPanel(heading=_("Checklist for easy language")),
    ]

    objects = ApprovedPageManager()
    password_required_template = "aktionsplan_pages/password_required.html"  # noqa: S105

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.log_begin:
            kwargs["log_action"] = None
        super().save(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> ApprovalPermissionTester:
        return ApprovalPermissionTester(user, self)

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> Any:
        """A translation is approved as its German page is."""
        if self.locale_id and self.locale.language_code != SOURCE:
            german = Page.objects.filter(
                translation_key=self.translation_key, locale__language_code=SOURCE
            ).first()
            if german is not None:
                return Page.get_workflow(german)
        return super().get_workflow()

    @property
    def is_source(self) -> bool:
        """The German page, which holds the facts."""
        return is_source(self)

    @property
    def is_retold(self) -> bool:
        """Written freely beside the German page, in Wagtail's own editor."""
        return not self.is_source and LANGUAGES[self.locale.language_code].retold

    @classmethod
    def word_names(cls) -> set[str]:
        return {field.field_name for field in cls.translatable_fields}

    @classmethod
    def fact_names(cls) -> list[str]:
        """Every own field and child relation that no translator translates."""
        base = {field.name for field in Page._meta.get_fields()}
        own = [f.name for f in (*cls._meta.fields, *cls._meta.many_to_many) if f.name not in base]
        own += [r.get_accessor_name() for r in get_all_child_relations(cls) if r.name not in base]
        hidden = {*cls.word_names(), "page_ptr"}
        return [name for name in own if name not in hidden]

    def save_base(
        self, raw: bool = False, force_insert: Any = False, force_update: bool = False,
        using: str | None = None, update_fields: Iterable[str] | None = None,
    ) -> None:  # fmt: skip
        """A stored page never writes its place in the tree, which may have changed since it was
        read: treebeard keeps it by queries of its own. Wagtail writes back every column."""
        if update_fields is None and not (self._state.adding or force_insert or raw):
            columns = (field for field in self._meta.concrete_fields if not field.primary_key)
            update_fields = frozenset(field.name for field in columns) - PLACE_IN_TREE
        super().save_base(raw, force_insert, force_update, using, update_fields)

    def copy_for_translation(
        self, *args: Any, exclude_fields: list[str] | None = None, **kwargs: Any
    ) -> Page:
        excluded = [*(exclude_fields or []), *self.fact_names(), *sections.ORIGINS]
        return super().copy_for_translation(*args, exclude_fields=excluded, **kwargs)

    def copy_child_relation(
        self, child_relation: Any, target: Page, commit: bool = False, append: bool = False
    ) -> dict:
        """wagtail-localize copies a child with everything below it: facts are dropped here."""
        copies = super().copy_child_relation(child_relation, target, append=append)
        relation = child_relation
        if isinstance(relation, str):
            relation = self._meta.get_field(relation)
        manager = getattr(target, relation.get_accessor_name())
        if target.locale_id != self.locale_id and issubclass(relation.related_model, WordsChild):
            for child in manager.all():
                child.drop_facts()
        if commit:
            manager.commit()
        return copies

    def get_indexed_instance(self) -> Page | None:
        """A row that nobody has written in is not searched: it would be found by German words."""
        begun = self.live or self.latest_revision_id or self.made_from
        return super().get_indexed_instance() if begun else None

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """As Wagtail's, for a page that is no alias in 1 query instead of 2."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        above = [self.path[:end] for end in steps]
        return PageViewRestriction.objects.filter(page__path__in=above)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """A German page in every language that reads it, a translation in its own."""
        own = self.locale.language_code if self.locale_id else SOURCE
        codes = [own, *(code for code in LANGUAGES if own == SOURCE and code != SOURCE)]
        return [(code, LANGUAGES[code].own_name) for code in codes]

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A preview is in the language of its mode, whatever address Wagtail makes up for it,
        unless the caller brings a reading along."""
        attrs = extra_request_attrs or {}
        if "reading" not in attrs:
            attrs = {**attrs, "reading": preview_of(self, original_request, preview_mode)}
        return super().make_preview_request(original_request, preview_mode, attrs)

    def serve_password_required_response(
        self, request: HttpRequest, form: Any, action_url: str
    ) -> HttpResponse:
        """Without the page's own context: nothing of it is read before the password is given."""
        if not hasattr(request, "reading"):
            note_reading(request, self)
        context = {"page": self, "form": form, "action_url": action_url}
        response = TemplateResponse(request, self.password_required_template, context)
        response["X-Robots-Tag"] = "noindex"
        return response

    def note_words(self, source: "ReadThroughPage") -> None:
        """After somebody wrote this translation freely: every section that holds text counts."""
        self.made_from = sections.made_from(self, source)


def child_of(page: str, related_name: str) -> ParentalKey:
    return ParentalKey(page, on_delete=models.CASCADE, related_name=related_name)
