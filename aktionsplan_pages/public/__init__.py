"""What visitors get: pages as read, lists, formats. It is handed pages and imports no model."""

from aktionsplan_pages.public.measure_list import measure_list_context
from aktionsplan_pages.public.organisation import organisation_context
from aktionsplan_pages.public.pages import (
    PLACE,
    field_context,
    goal_context,
    measure_context,
    plan_context,
)

__all__ = [
    "PLACE",
    "field_context",
    "goal_context",
    "measure_context",
    "measure_list_context",
    "organisation_context",
    "plan_context",
]
