"""The admin addresses of this room."""

from django.urls import URLPattern, path

from aktionsplan_pages.editing.audit_report import AuditReportView
from aktionsplan_pages.editing.dossier_views import DossierView, PreviewView
from aktionsplan_pages.editing.plan_translation import RunView, TranslatePlanView
from aktionsplan_pages.editing.withdrawal import WithdrawalView

OBJECT = "freigabe/<str:model>/<str:object_id>/"


def admin_urls() -> list[URLPattern]:
    return [
        path(OBJECT, DossierView.as_view(), name="action_plan_dossier"),
        path(f"{OBJECT}vorschau/<str:language>/", PreviewView.as_view(),
             name="action_plan_preview"),
        path(f"{OBJECT}ruecknahme/", WithdrawalView.as_view(), name="action_plan_withdrawal"),
        path("uebersetzen/<int:pk>/", TranslatePlanView.as_view(), name="action_plan_translate"),
        path("uebersetzen/lauf/<int:pk>/", RunView.as_view(), name="action_plan_run"),
        path("reports/freigaben/", AuditReportView.as_view(), name="action_plan_audit"),
        path("reports/freigaben/results/", AuditReportView.as_view(results_only=True),
             name="action_plan_audit_results"),
    ]  # fmt: skip
