"""The words of approval: what a revision does, what stands on record, what a group is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Intent(TextChoices):
    """What an approved revision does; empty: it is published."""

    WITHDRAW = "withdraw", _("withdraw from the public")


class Act(TextChoices):
    """What stands in the audit trail."""

    SUBMITTED = "submitted", _("submitted for approval")
    APPROVED = "approved", _("step approved")
    REFUSED = "refused", _("sent back")
    RECALLED = "recalled", _("withdrawn from review")
    HANDED_OVER = "handed_over", _("handed over")
    COMMENTED = "commented", _("commented")
    RELEASED = "released", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn from the public")
    EXPIRED = "expired", _("expired")
    STOPPED = "stopped", _("stopped: not approved")
    MOVED = "moved", _("moved")
    RESTRICTED = "restricted", _("restricted to a login")
    CONSENT = "consent", _("consent changed")
    READ = "read", _("checked by readers")
    REMOVED = "removed", _("removed: the German page is gone")
    DOOR = "door", _("changed by set-up")


class RoleName(TextChoices):
    """What a group of accounts does in the house."""

    EDITOR = "editor", _("editor")
    ORGANISATION = "organisation", _("account of an organisation")
    COORDINATION = "coordination", _("coordination")
    HEAD = "head", _("head of department")
    TRANSLATOR = "translator", _("translator")
    REVIEWER = "reviewer", _("language reviewer")
    PRESS = "press", _("press")
    ADMINISTRATOR = "administrator", _("administrator")
