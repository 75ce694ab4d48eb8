"""Only what was approved, by people who did not write it, becomes public."""

from typing import Any

import pytest
from django.core.management import call_command

from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.models import AuditEntry, MeasurePage
from tests.approval.conftest import approve, submit


def live(page: Any) -> MeasurePage:
    return MeasurePage.objects.get(pk=page.pk)


def test_a_change_is_public_once_all_steps_are_approved(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any
) -> None:
    submit(measure, editor, status="done")
    assert live(measure).status == "running"
    approve(measure, coordinator)
    assert live(measure).status == "running"
    approve(measure, head)
    assert live(measure).status == "done"
    acts = list(AuditEntry.objects.filter(object_id=str(measure.pk)).values_list("act", flat=True))
    assert acts[:5] == ["published", "released", "approved", "approved", "submitted"]
    call_command("check_public", quiet=True)


def test_who_wrote_a_part_cannot_approve(
    measure: MeasurePage, coordinator: Any, head: Any
) -> None:
    submit(measure, coordinator, status="done")
    with pytest.raises(NotApproved, match=r"wrote|geschrieben"):
        approve(measure, coordinator)
    assert live(measure).status == "running"
