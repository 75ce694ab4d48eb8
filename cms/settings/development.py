"""For a developer's machine and the demo: never for a public server."""

from cms.settings.base import *  # noqa: F403

DEBUG = os.environ.get("DEBUG", "1") == "1"  # noqa: F405
SECRET_KEY = "development-key-not-secret-never-use-it-in-public"  # noqa: S105
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # two requests at once, as when a page saves itself, wait for each other
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
