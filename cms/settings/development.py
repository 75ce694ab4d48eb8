"""For a developer's machine and the demo: never for a public server."""

from cms.settings.base import *  # noqa: F403

DEBUG = os.environ.get("DEBUG", "1") == "1"  # noqa: F405
SECRET_KEY = "development-key-not-secret-never-use-it-in-public"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
