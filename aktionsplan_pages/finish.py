"""What ``WAGTAIL_FINISH_WORKFLOW_ACTION`` names.

Wagtail imports it while its models load, so it imports its callee when called.
"""

from typing import Any


def finish(workflow_state: Any, user: Any = None) -> None:
    from aktionsplan_pages.approval.review import conclude

    conclude(workflow_state, user)
