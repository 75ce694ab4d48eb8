"""The admin addresses of this room."""

from django.urls import URLPattern, path

from aktionsplan_pages.editing import renderings
from aktionsplan_pages.editing.audit_report import AuditReportView
from aktionsplan_pages.editing.begin_translation import BeginView
from aktionsplan_pages.editing.desk_view import preview_desk
from aktionsplan_pages.editing.dossier_views import DossierView, PreviewView
from aktionsplan_pages.editing.localize_views import guarded_urls
from aktionsplan_pages.editing.machine_views import machine_translate, update_translations
from aktionsplan_pages.editing.plain_language import checklist
from aktionsplan_pages.editing.plan_translation import RunView, TranslatePlanView
from aktionsplan_pages.editing.translation_jobs import (
    ExportView,
    JobsView,
    UploadView,
)
from aktionsplan_pages.editing.translation_report import TranslationReportView
from aktionsplan_pages.editing.withdrawal import WithdrawalView

OBJECT = "freigabe/<str:model>/<str:object_id>/"
JOBS = "reports/uebersetzungsauftraege/"


def admin_urls() -> list[URLPattern]:
    return [
        path(OBJECT, DossierView.as_view(), name="action_plan_dossier"),
        path(f"{OBJECT}vorschau/<str:language>/", PreviewView.as_view(),
             name="action_plan_preview"),
        path(f"{OBJECT}ruecknahme/", WithdrawalView.as_view(), name="action_plan_withdrawal"),
        path("uebersetzung/<int:page_id>/vorschau/", preview_desk,
             name="action_plan_desk_preview"),
        path("reports/uebersetzungen/", TranslationReportView.as_view(),
             name="action_plan_translations"),
        path("leichte-sprache/<int:page_id>/", checklist, name="action_plan_plain_language"),
        path("localize/submit/page/<int:page_id>/", BeginView.as_view()),
        path("uebersetzen/<int:pk>/", TranslatePlanView.as_view(), name="action_plan_translate"),
        path("uebersetzen/lauf/<int:pk>/", RunView.as_view(), name="action_plan_run"),
        path("reports/freigaben/", AuditReportView.as_view(), name="action_plan_audit"),
        path("reports/freigaben/results/", AuditReportView.as_view(results_only=True),
             name="action_plan_audit_results"),
        path(JOBS, JobsView.as_view(), name="action_plan_jobs"),
        path(f"{JOBS}export/", ExportView.as_view(), name="action_plan_job_export"),
        path(f"{JOBS}rueckgabe/<int:pk>/", UploadView.as_view(), name="action_plan_upload"),
        *renderings.addresses(),
        # In place of wagtail-localize's views of these addresses, which come later:
        *guarded_urls(),
        path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
        path("localize/update/<int:translation_source_id>/", update_translations),
    ]  # fmt: skip
