"""Records of what went out to translation offices and of what came back, until it is taken in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationJob(models.Model):
    """One exported file. ``sent`` maps each key to the digest of the translation it went out
    with, or of what the job brought in later; empty where there was none."""

    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(
        "aktionsplan_pages.ActionPlanPage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    plan_title = models.CharField(max_length=255)
    language = models.CharField(max_length=20)
    format = models.CharField(max_length=20)
    only_due = models.BooleanField()
    count = models.PositiveIntegerField(default=0)
    sent = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    returned_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("translation job")
        verbose_name_plural = _("translation jobs")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.plan_title} ({self.language}, {self.created_at:%Y-%m-%d})"


class TranslationUpload(models.Model):
    """A file that came back: its dry run, and how far it was taken in."""

    job = models.ForeignKey(
        TranslationJob, null=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    language = models.CharField(max_length=20)
    format = models.CharField(max_length=20)
    file_name = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("returned translation file")
        verbose_name_plural = _("returned translation files")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name


class UploadedSegment(models.Model):
    """One segment of such a file and what the dry run found."""

    upload = models.ForeignKey(
        TranslationUpload, on_delete=models.CASCADE, related_name="segments"
    )
    position = models.PositiveIntegerField()
    key = models.TextField()
    place = models.CharField(max_length=100)
    source = models.TextField(blank=True)
    target = models.TextField(blank=True)
    is_unfinished = models.BooleanField(default=False)
    problem = models.TextField(blank=True)
    outcome = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    page = models.CharField(max_length=255, blank=True)
    section = models.TextField(blank=True)
    german = models.TextField(blank=True)
    stored = models.TextField(blank=True)
    is_accepted = models.BooleanField(default=False)
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("segment of a returned translation file")
        verbose_name_plural = _("segments of returned translation files")
        ordering = ("position",)
        indexes = (models.Index(fields=("upload", "outcome", "position")),)

    def __str__(self) -> str:
        return f"{self.place}: {self.outcome}"
