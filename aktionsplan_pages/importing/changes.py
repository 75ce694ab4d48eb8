"""Puts the values of a row on a draft and tells whether anything differs."""

import re
from typing import Any

from django.utils.translation import gettext as _

from aktionsplan_pages.choices import Role
from aktionsplan_pages.importing.columns import same
from aktionsplan_pages.importing.snippets import Snippets
from aktionsplan_pages.models import Commitment, Organisation, TargetGroup

_ROLES = {"lead": Role.LEAD, "partners": Role.PARTNER}
_NUMBERS = ("baseline", "target", "baseline_period", "target_period")


class Changer:
    def __init__(self, user: Any = None) -> None:
        self.organisations = Snippets(Organisation, user)
        self.target_groups = Snippets(TargetGroup, user)

    def apply(self, draft: Any, row: Any, messages: list[str]) -> bool:
        """Whether the draft is another than before; empty cells are not in the row at all."""
        changed = [self._put(draft, name, value) for name, value in row.fields.items()]
        for column, names in row.lists.items():
            if column in _ROLES:
                found = self.organisations.get(column, names, messages)
                changed.append(put_commitments(draft, _ROLES[column], found))
            elif column == "target_group":
                found = self.target_groups.get(column, names, messages)
                changed.append(put_all(draft.target_groups, found))
            else:
                changed.append(put_indicators(draft, names, messages))
        return any(changed)

    @staticmethod
    def _put(draft: Any, name: str, value: Any) -> bool:
        if _plain(getattr(draft, name)) == _plain(value):
            return False
        setattr(draft, name, value)
        return True


def _plain(value: Any) -> Any:
    """Without the block keys that the editor adds to rich text."""
    if isinstance(value, str):
        return re.sub(r' data-block-key="[^"]*"', "", value).replace("\r\n", "\n")
    return value or ""


def put_all(manager: Any, wanted: list[Any]) -> bool:
    if {row.pk for row in manager.all()} == {row.pk for row in wanted}:
        return False
    manager.set(wanted)
    return True


def put_commitments(draft: Any, role: Role, organisations: list[Any]) -> bool:
    """Those of this role become these; one that stays keeps its row. Never a consent."""
    rows = list(draft.commitments.all())
    old = {row.organisation_id: row for row in rows if row.role == role}
    if set(old) == {organisation.pk for organisation in organisations}:
        return False
    new = [old.get(o.pk) or Commitment(organisation=o, role=role) for o in organisations]
    others = [row for row in rows if row.role != role]
    _set_in_order(draft.commitments, new + others if role == Role.LEAD else others + new)
    return True


def put_indicators(draft: Any, names: list[str], messages: list[str]) -> bool:
    """Names only; an indicator that is no longer named goes unless somebody gave it numbers."""
    rows = list(draft.indicators.all())
    old = {same(row.name): row for row in rows}
    wanted = {same(name): name for name in names}
    gone = [row for name, row in old.items() if name not in wanted]
    kept = [row for row in gone if _has_numbers(row)]
    for row in kept:
        message = _("Indicator “%(name)s” is not in the table; kept, as it has numbers.")
        messages.append(message % {"name": row.name})
    if set(wanted) <= set(old) and len(kept) == len(gone):
        return False
    model = draft.indicators.model
    new = [
        old.get(key) or model(name=name, direction="", locale=draft.locale)
        for key, name in wanted.items()
    ]
    _set_in_order(draft.indicators, new + kept)
    return True


def _has_numbers(indicator: Any) -> bool:
    return any(getattr(indicator, name) not in (None, "") for name in _NUMBERS) or bool(
        indicator.values.all()
    )


def _set_in_order(manager: Any, rows: list[Any]) -> None:
    for place, row in enumerate(rows):
        row.sort_order = place
    manager.set(rows)
