"""What is remembered beside the pages: approved translations, and what machines translated."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class MemoryEntry(models.Model):
    """One segment of a public translation; written by ``translation.memory`` alone.

    ``path`` is the segment's, ``tool`` the machine that wrote it or empty, ``since`` when this
    wording became public on this page.
    """

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    path = models.TextField()
    german = models.TextField()
    translation = models.TextField()
    tool = models.CharField(max_length=255, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("approved segment")
        verbose_name_plural = _("translation memory")

    def __str__(self) -> str:
        return f"{self.german} → {self.translation}"


class MachineUse(models.Model):
    """What was sent to a translation service: the budget of a month is counted from here."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    tool = models.CharField(max_length=255)
    language = models.CharField(max_length=20)
    title = models.CharField(max_length=255, blank=True)
    characters = models.PositiveIntegerField()
    person_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = _("use of machine translation")
        verbose_name_plural = _("uses of machine translation")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.tool}: {self.characters}"


class SeenText(models.Model):
    """That a person has read a machine's words and left them as they are.

    ``digest`` is that of the words, so that other words under the same key count as unseen.
    """

    string = models.OneToOneField(
        "wagtail_localize.StringTranslation", on_delete=models.CASCADE, related_name="seen"
    )
    digest = models.CharField(max_length=16)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("machine text that was read")
        verbose_name_plural = _("machine texts that were read")

    def __str__(self) -> str:
        return f"{self.string_id}: {self.at:%Y-%m-%d}"
