"""A group of readers found a text easy: beside the page, outside its revisions and its digest."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, Revision

from aktionsplan_pages.translation.sections import words_digest

LIVE, DRAFT = "live", "draft"


class ReaderCheckForm(WagtailAdminModelForm):
    """Binds the words that were read; what is recorded does not change any more."""

    version = forms.ChoiceField(
        label=_("What the group has read"),
        choices=[(LIVE, _("the published text")), (DRAFT, _("the latest draft"))],
        widget=forms.RadioSelect,
        initial=LIVE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["page"], self.fields["version"]
            for field in self.fields.values():
                field.disabled = True

    def clean(self) -> dict:
        cleaned = super().clean()
        page = cleaned.get("page")
        if self.instance.pk or page is None:
            return cleaned
        page = page.specific
        if not getattr(page, "is_retold", False):
            said = _("“%(title)s” is not written in easy language. Please choose such a page.")
            raise ValidationError({"page": said % {"title": page.title}})
        wants_live = cleaned.get("version") == LIVE
        revision = page.live_revision if wants_live else page.latest_revision
        if revision is None or (wants_live and not page.live):
            said = _("“%(title)s” is not public. Please choose the latest draft.")
            raise ValidationError({"version": said % {"title": page.title}})
        self.instance.bind(page if wants_live else revision.as_object(), revision)
        self.instance.recorded_by = self.for_user
        return cleaned


class ReaderCheck(models.Model):
    """Who checked which words, and when. Public as long as these are the words that are live.

    ``words`` is their digest; ``revision`` is where they stood, which may be purged.
    """

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="reader_checks", verbose_name=_("page")
    )
    group = models.CharField(
        _("group"),
        max_length=255,
        help_text=_("The name of the group as visitors read it; no names of persons."),
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    revision = models.ForeignKey(
        Revision, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.CharField(max_length=80, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL,
        related_name="+", verbose_name=_("recorded by"),
    )  # fmt: skip

    base_form_class = ReaderCheckForm
    panels: ClassVar[list] = [FieldPanel(name) for name in ("page", "version", "group", "date")]

    class Meta:
        verbose_name = _("check by readers")
        verbose_name_plural = _("checks by readers")
        ordering: ClassVar[list] = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.page}: {self.group}"

    def bind(self, content: Page, revision: Revision) -> None:
        self.revision, self.words = revision, words_digest(content)

    def clean(self) -> None:
        super().clean()
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": _("This date has not come yet.")})
