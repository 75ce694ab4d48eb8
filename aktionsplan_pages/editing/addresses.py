"""The admin addresses of this room."""

from django.urls import URLPattern, path

from aktionsplan_pages.editing.audit_report import AuditReportView
from aktionsplan_pages.editing.dossier_views import DossierView, PreviewView
from aktionsplan_pages.editing.glossary import GlossaryReportView, begin_rendering
from aktionsplan_pages.editing.machine_views import machine_translate, update_translations
from aktionsplan_pages.editing.withdrawal import WithdrawalView

OBJECT = "freigabe/<str:model>/<str:object_id>/"


def admin_urls() -> list[URLPattern]:
    return [
        path(OBJECT, DossierView.as_view(), name="action_plan_dossier"),
        path(f"{OBJECT}vorschau/<str:language>/", PreviewView.as_view(),
             name="action_plan_preview"),
        path(f"{OBJECT}ruecknahme/", WithdrawalView.as_view(), name="action_plan_withdrawal"),
        path("reports/freigaben/", AuditReportView.as_view(), name="action_plan_audit"),
        path("reports/freigaben/results/", AuditReportView.as_view(results_only=True),
             name="action_plan_audit_results"),
        path("reports/glossar/", GlossaryReportView.as_view(), name="action_plan_glossary"),
        path("reports/glossar/results/", GlossaryReportView.as_view(results_only=True),
             name="action_plan_glossary_results"),
        path("glossar/<int:pk>/<str:language>/", begin_rendering, name="action_plan_rendering"),
        # In place of wagtail-localize's views of these addresses, which come later:
        path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
        path("localize/update/<int:translation_source_id>/", update_translations),
    ]  # fmt: skip
