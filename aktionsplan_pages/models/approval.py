"""What is on record about approvals: append-only, beside the pages, outliving them."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from aktionsplan_pages.approval.vocabulary import Act, RoleName


class AppendOnly(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit records are not changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit records are not deleted.")


class AuditEntry(models.Model):
    """One act: who did what to which content. No foreign key leads out, so nothing takes it along.

    ``basis`` of a publication or withdrawal is the release that allowed it: one release, one
    change of the live row. ``digest`` is that of the content meant.
    """

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    act = models.CharField(_("act"), max_length=20, choices=Act.choices)
    person_id = models.PositiveBigIntegerField(null=True)
    person_name = models.CharField(_("person"), max_length=255, blank=True)
    model = models.CharField(_("kind of page"), max_length=100)
    object_id = models.CharField(max_length=255)
    translation_key = models.UUIDField(null=True, db_index=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    revision_id = models.PositiveBigIntegerField(null=True)
    digest = models.CharField(_("digest"), max_length=80, blank=True)
    workflow_state_id = models.PositiveBigIntegerField(null=True)
    task_state_id = models.PositiveBigIntegerField(null=True)
    step = models.CharField(_("step"), max_length=255, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    data = models.JSONField(default=dict)
    basis = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="use", verbose_name=_("basis")
    )

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        ordering: ClassVar[list] = ["-pk"]
        indexes: ClassVar[list] = [
            models.Index(fields=["model", "object_id", "act"]),
            models.Index(fields=["workflow_state_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_act_display()}: {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("Audit records are not changed.")
        super().save(*args, force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit records are not deleted.")


class Contribution(models.Model):
    """Who wrote any part of a revision since its object was last approved."""

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, related_name="contribution", primary_key=True
    )
    authors = models.JSONField(default=list)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.authors}"


class Told(models.Model):
    """That a person was told of something by mail; ``approval.notices`` names it ``about``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    about = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["person", "about"], name="told_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.about}"


class RoleGroup(models.Model):
    """Which group holds a role, for one language or (empty) for the whole house."""

    name = models.CharField(_("role"), max_length=20, choices=RoleName.choices)
    language = models.CharField(_("language"), max_length=20, blank=True)
    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, related_name="role", verbose_name=_("group")
    )
    granted = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["name", "language"], name="one_group_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.language}".strip()
