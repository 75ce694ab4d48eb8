"""What fields, goals and measures share: they belong to one plan, their parent."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.fields import RichTextField
from wagtail.models import Page, Revision

from aktionsplan_pages.approval.permissions import is_in_charge
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models.organisation import Organisation
from aktionsplan_pages.models.responsibility import responsible_for, write_responsible
from aktionsplan_pages.models.words import ReadThroughPage, WordsChild, german_of
from aktionsplan_pages.public import PLACE
from aktionsplan_pages.translation import sections
from aktionsplan_pages.translation.retelling import Retelling, follow, retelling_in

LIST = "massnahmen"  # the reserved slug of the list of measures


class PathsField(forms.MultipleChoiceField):
    """Paths of sections; one that is gone meanwhile does no harm."""

    def valid_value(self, value: Any) -> bool:
        return True


class WordsForm(WagtailAdminPageForm):
    """A translated page has words alone to write: facts and the address are the German page's.

    In a retold language, ``still_true`` names the sections that somebody has compared with the
    German words of now and left as they are.
    """

    still_true = PathsField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        page = kwargs.get("instance")
        if page is not None and page.is_retold and (german := german_of(page)):
            follow(page, german)
        super().__init__(*args, **kwargs)
        if not self.instance.is_retold:
            self.leave_out("still_true")
        if not self.instance.is_source:
            self.leave_out("slug", "show_in_menus")
            leave_out_facts(self)
            self.keep_children()
            self.words_before = self.words_now()

    def keep_children(self) -> None:
        """They are the German page's: here nothing is added, and nothing changes its place."""
        for relation in sections.child_relations(self.instance):
            if (formset := self.formsets.get(relation)) is None:
                continue
            formset.max_num = formset.absolute_max = formset.initial_form_count()
            formset.validate_max, formset.can_order = True, False
            for form, child in zip(formset, getattr(self.instance, relation).all(), strict=False):
                if form.instance.pk is None:  # what follows the German page has no row yet
                    form.instance = child

    @cached_property
    def german_page(self) -> Any:
        return german_of(self.instance)

    @cached_property
    def retelling(self) -> Retelling | None:
        """For the checklist; nothing if the page is not written freely."""
        has_both = self.instance.is_retold and self.german_page is not None
        return retelling_in(self, self.german_page) if has_both else None

    def leave_out(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def words_now(self) -> dict[str, str]:
        """The text of each section; the rich text editor may have touched the markup."""
        found = sections.texts(self.instance)
        return {path: " ".join(strip_tags(sections.prepared(t)).split()) for path, t in found}

    def clean(self) -> dict:
        """Wagtail's editor leaves an empty paragraph in a text that nobody wrote."""
        cleaned = super().clean()
        rich = {
            field.name for field in self.instance._meta.fields if isinstance(field, RichTextField)
        }
        for name in rich & set(cleaned):
            if not strip_tags(cleaned[name]).strip():
                cleaned[name] = ""
        return cleaned

    def save(self, commit: bool = True) -> Page:
        page = super().save(commit=False)
        if page.pk and not page.is_source:
            self.note_written(page)
        if commit:
            page.save()
        return page

    def note_written(self, page: ReadThroughPage) -> None:
        """What this form changed was made from the German of now; the rest is as old as it was."""
        if self.german_page is None:
            return
        earlier, now = page.made_from, self.words_now()
        page.note_words(self.german_page)
        same = {path for path, text in now.items() if self.words_before.get(path) == text}
        same -= set(self.cleaned_data.get("still_true", ()))
        written = {path: made for path, made in page.made_from.items() if path not in same}
        page.made_from = {path: earlier[path] for path in same & set(earlier)} | written
        page.machine = {path: tool for path, tool in page.machine.items() if path in same}


def leave_out_facts(form: Any) -> None:
    """Takes the facts out of a form and its formsets, so that nothing posted can set them."""
    for name in form.instance.fact_names():
        form.fields.pop(name, None)
        form.formsets.pop(name, None)
    for formset in form.formsets.values():
        if issubclass(formset.model, WordsChild):
            for child in formset.forms:
                leave_out_facts(child)
                if getattr(
                    form.instance, "is_retold", False
                ):  # a retelling leaves out what it wants
                    for name in set(child.instance.word_names()) & set(child.fields):
                        child.fields[name].required = False


class PlanChildForm(WordsForm):
    """Offers fields of action and goals of this page's own plan only.

    Who writes the page is stored beside it; those in charge of the site say so.
    """

    responsible = forms.ModelMultipleChoiceField(
        label=_("Responsible"),
        required=False,
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Whose accounts may write this page. It is never public and not part of an approval."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial["responsible"] = responsible_for(self.instance.translation_key)
        self.fields["responsible"].queryset = Organisation.objects.filter(
            locale__language_code=SOURCE
        )
        if not self.instance.is_source or not self.may_assign():
            self.leave_out("responsible")
        for name in {"field_of_action", "goals"} & set(self.fields):
            field = self.fields[name]
            field.queryset = field.queryset.child_of(self.parent_page)
            field.error_messages["invalid_choice"] = _(
                "This page belongs to another plan. Please choose one of this plan."
            )

    def may_assign(self) -> bool:
        return bool(self.for_user and is_in_charge(self.for_user))

    def save(self, commit: bool = True) -> Page:
        if "responsible" in self.changed_data:
            self.instance.responsible_to_keep = self.cleaned_data["responsible"]
        return super().save(commit)

    def clean(self) -> dict:
        cleaned = super().clean()
        number = (cleaned.get("number") or "").strip()
        if number:
            same = Q(number=number) | Q(latest_revision__content__number=number)
            twins = type(self.instance).objects.child_of(self.parent_page).filter(same)
            if twin := twins.exclude(pk=self.instance.pk).first():
                self.add_error(
                    "number",
                    _("“%(title)s” already has the number %(number)s. Please choose another one.")
                    % {"title": twin.title, "number": number},
                )
        return cleaned


class CopyInPlanForm(CopyForm):
    """A copy stays in the plan: what it refers to is there. Whole plans can be copied too."""

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new_parent_page") not in (None, self.page.get_parent()):
            self.add_error("new_parent_page", stays_in_plan(self.page))
        return cleaned


def stays_in_plan(page: Page) -> str:
    message = _(
        "“%(title)s” belongs to “%(plan)s” and stays there, "
        "because its goals and its field of action are there."
    )
    return message % {"title": page.title, "plan": page.get_parent().title}


class PlanChildPage(ReadThroughPage):
    number = models.CharField(
        _("number"),
        max_length=20,
        blank=True,
        help_text=_("As in the plan, for example 3 or 2.1."),
    )
    external_id = models.CharField(
        _("key"),
        max_length=100,
        blank=True,
        help_text=_("By which an imported table finds this page again. Leave it as it is."),
    )

    parent_page_types: ClassVar[list] = ["aktionsplan_pages.ActionPlanPage"]
    subpage_types: ClassVar[list] = []
    base_form_class = PlanChildForm
    copy_form_class = CopyInPlanForm
    show_in_menus_default = False
    responsible_to_keep: Any = None

    class Meta:
        abstract = True

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """What the form said about responsibility is stored now, beside the revision."""
        revision = super().save_revision(*args, **kwargs)
        if self.responsible_to_keep is not None:
            write_responsible(self.translation_key, self.responsible_to_keep)
            self.responsible_to_keep = None
        return revision

    @property
    def plan_path(self) -> str:
        """The tree path of the plan that this page belongs to."""
        return self.path[: -self.steplen]

    def can_move_to(self, parent: Page) -> bool:
        """No page moves to another plan: what it refers to would stay behind."""
        return self.is_child_of(parent) and super().can_move_to(parent)

    def clean(self) -> None:
        super().clean()
        if self.slug in {LIST, PLACE}:
            said = _("The address “%(slug)s” is taken by a list. Please choose another one.")
            raise ValidationError({"slug": said % {"slug": self.slug}})
        field = getattr(self, "field_of_action", None)
        if field and self.path and field.plan_path != self.plan_path:
            raise ValidationError(
                {
                    "field_of_action": _(
                        "This field of action belongs to another plan. "
                        "Please choose one of this plan."
                    )
                }
            )
