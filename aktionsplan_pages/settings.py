"""What a host's settings need, in one call at their end: ``add_to(globals())``."""

from collections.abc import MutableMapping
from typing import Any

import django.conf.locale

from aktionsplan_pages import languages

APPS = (
    "aktionsplan_pages", "wagtail_localize", "wagtail_localize.locales",
    "wagtail.contrib.redirects", "wagtail.contrib.routable_page", "wagtail.snippets",
    "django_filters", "django.contrib.sitemaps",
)  # fmt: skip
AFTER = {  # our middleware, each right after the one that it needs
    "aktionsplan_pages.translation.middleware.AddressLanguageMiddleware":
        "django.contrib.sessions.middleware.SessionMiddleware",
    "aktionsplan_pages.approval.middleware.NotApprovedMiddleware":
        "django.contrib.messages.middleware.MessageMiddleware",
    "aktionsplan_pages.translation.middleware.MovedPageMiddleware":
        "wagtail.contrib.redirects.middleware.RedirectMiddleware",
}  # fmt: skip
SERVICES = "aktionsplan_pages.translation.machine_services"
REPLACED = "django.middleware.locale.LocaleMiddleware"


def add_to(settings: MutableMapping[str, Any]) -> None:
    """Adds apps before Wagtail's, middleware in its places, languages and Wagtail's settings.

    What a host needs only when it differs (time zone, site name, mails) stays the host's.
    """
    for code, info in languages.lang_info().items():
        django.conf.locale.LANG_INFO.setdefault(code, info)
    hosts = [app for app in settings["INSTALLED_APPS"] if app not in APPS]
    first = next(place for place, app in enumerate(hosts) if app.startswith("wagtail"))
    settings["INSTALLED_APPS"] = [*hosts[:first], *APPS, *hosts[first:]]
    settings["MIDDLEWARE"] = placed(settings["MIDDLEWARE"])
    codes = list(languages.LANGUAGES)
    settings.update(
        LANGUAGE_CODE=languages.SOURCE,
        LANGUAGES=languages.django_languages(),
        WAGTAIL_CONTENT_LANGUAGES=languages.django_languages(),
        LANGUAGES_BIDI=[code for code in codes if languages.direction(code) == "rtl"],
        USE_I18N=True,
        WAGTAIL_I18N_ENABLED=True,
        WAGTAIL_ALLOW_UNICODE_SLUGS=False,
        WAGTAIL_FINISH_WORKFLOW_ACTION="aktionsplan_pages.finish.finish",
        WAGTAILDOCS_DOCUMENT_FORM_BASE="aktionsplan_pages.editing.file_forms.DocumentForm",
        WAGTAILIMAGES_IMAGE_FORM_BASE="aktionsplan_pages.editing.file_forms.ImageForm",
        WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE=False,
    )
    settings.setdefault("WAGTAILADMIN_PERMITTED_LANGUAGES", [("de", "Deutsch"), ("en", "English")])


def machine_translator(name: str, key: str = "", url: str = "") -> dict[str, Any]:
    """For ``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``: *deepl* with a key, *libretranslate* with a URL.

    Raises ValueError for another name, and where the key or the URL is missing.
    """
    if name == "deepl" and key:
        options = {"AUTH_KEY": key, **({"URL": url} if url else {})}
        return {"CLASS": f"{SERVICES}.DeepL", "OPTIONS": options}
    if name == "libretranslate" and url:
        options = {"LIBRETRANSLATE_URL": url, "API_KEY": key}
        return {"CLASS": f"{SERVICES}.LibreTranslate", "OPTIONS": options}
    raise ValueError(
        "MACHINE_TRANSLATOR is deepl (with MACHINE_TRANSLATOR_KEY) or libretranslate (with "
        f"MACHINE_TRANSLATOR_URL), not “{name}” with what is set."
    )


def placed(middleware: list[str]) -> list[str]:
    """Raises ValueError if the host lacks one that ours goes after."""
    found = [name for name in middleware if name not in AFTER and name != REPLACED]
    for own, before in AFTER.items():
        if before not in found:
            raise ValueError(f"MIDDLEWARE needs {before}.")
        found.insert(found.index(before) + 1, own)
    return found
