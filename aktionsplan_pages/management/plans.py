"""Which plan a command is about."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models import ActionPlanPage


def german_plan(slug: str) -> ActionPlanPage:
    """Raises CommandError, naming the plans that there are, unless exactly one has this slug."""
    plans = ActionPlanPage.objects.filter(locale__language_code=SOURCE)
    found = list(plans.filter(slug=slug))
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(plan.url_path for plan in found)
        said = _("Several plans have the slug “%(slug)s”: %(plans)s.")
        raise CommandError(said % {"slug": slug, "plans": paths})
    known = ", ".join(plans.order_by("slug").values_list("slug", flat=True)) or "–"
    raise CommandError(
        _("There is no plan with the slug “%(slug)s”. Existing plans: %(plans)s.")
        % {"slug": slug, "plans": known}
    )
