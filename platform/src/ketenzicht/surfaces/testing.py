# SPDX-License-Identifier: EUPL-1.2
"""Settings of the test suite: everything in one process, a fixed clock, throw-away keys."""

import os
import tempfile
from pathlib import Path

from ketenzicht.web import compiling

# Django reads the catalogues while its apps load, and says in English what it did not find.
compiling.compile_all()
# One home per worker of a run; a process that a test starts finds the home of its test.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
_home = Path(
    os.environ.get(f"KETENZICHT_TEST_HOME_{_worker}")
    or tempfile.mkdtemp(prefix=f"ketenzicht-test-{_worker}-")
)
os.environ[f"KETENZICHT_TEST_HOME_{_worker}"] = os.environ["KETENZICHT_HOME"] = str(_home)
os.environ.setdefault("KETENZICHT_DEMO", "true")
if os.environ.get("KETENZICHT_TEST_DATABASE") == "postgres":
    from ketenzicht.surfaces.testing_postgres import url_of_a_server

    os.environ["KETENZICHT_DATABASE_URL"] = url_of_a_server()
os.environ.setdefault("KETENZICHT_DATABASE_URL", f"sqlite:///{_home}/test.db")

from ketenzicht.surfaces.everything.settings import *  # noqa: E402,F403  because: the environment comes first
from ketenzicht.surfaces.everything.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402  because see above

KETENZICHT_CLOCK = "ketenzicht.surfaces.testing_clock.standing_clock"
DEBUG_PROPAGATE_DATABASE_ERRORS = False
# In one process nothing is taken over elsewhere, and a look at any moment is a question too many.
MIDDLEWARE = [name for name in MIDDLEWARE if "FreshClaims" not in name]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"] == "ketenzicht.core.sqlite":
    # A file, not memory: the settings that make a commit durable are part of what is tested.
    DATABASES["default"]["TEST"]["NAME"] = str(_home / "test-run.db")
# Static files come straight from the apps, so that no collecting is needed before a test.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = _home / "static"
STATIC_ROOT.mkdir(exist_ok=True)
