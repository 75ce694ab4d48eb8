"""Who may decide now about a step under review: the dossier shows them, mails go to them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import TaskState

from aktionsplan_pages.approval.authors import authors_of


def deciders_of(task_state: TaskState, obj: Any) -> list[Any]:
    """The active accounts that may approve this step; whoever wrote a part may not."""
    task = task_state.task.specific
    people = task.deciders(obj) if hasattr(task, "deciders") else staff()
    written_by = authors_of(task_state.revision)
    return [
        person
        for person in people
        if person.pk not in written_by
        and any(action[0] == "approve" for action in task.get_actions(obj, person))
    ]


def staff() -> Any:
    """All who may enter the admin: asked one by one where a task is not ours."""
    people = get_user_model()._default_manager
    from_groups = Q(groups__permissions__codename="access_admin")
    own = Q(user_permissions__codename="access_admin")
    return people.filter(from_groups | own | Q(is_superuser=True), is_active=True).distinct()
