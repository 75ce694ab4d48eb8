"""German organisations and target groups by name."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale

from aktionsplan_pages.importing.columns import same
from aktionsplan_pages.importing.shelf import Unclear
from aktionsplan_pages.languages import SOURCE


class Snippets:
    """German rows of a vocabulary by name; missing ones are made."""

    def __init__(self, model: type[Any], user: Any = None) -> None:
        self.model, self.user = model, user
        self.locale = Locale.objects.get(language_code=SOURCE)
        self.known: dict[str, list[Any]] = {}
        for snippet in model.objects.filter(locale=self.locale):
            self.known.setdefault(same(snippet.name), []).append(snippet)

    def _create(self, name: str) -> Any:
        row = self.model(name=name, locale=self.locale, live=False)
        row.save()
        row.save_revision(user=self.user, log_action=True)
        return row

    def get(self, column: str, names: list[str], messages: list[str]) -> list[Any]:
        found = []
        for name in names:
            rows = self.known.setdefault(same(name), [])
            if len(rows) > 1:
                message = _("%(count)s have this name. Please rename or merge them first.")
                raise Unclear(column, name, message % {"count": len(rows)})
            if not rows:
                rows.append(self._create(name))
                values = {"kind": self.model._meta.verbose_name, "name": name}
                messages.append(_("New %(kind)s: “%(name)s”.") % values)
            found.append(rows[0])
        return found
