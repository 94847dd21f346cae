# SPDX-License-Identifier: EUPL-1.2
"""Settings all surfaces share. What an operator may set comes from the environment."""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from ketenzicht.core import database, secrets
from ketenzicht.core.declaration import declared

django_stubs_ext.monkeypatch()

env = Env()
HOME = Path(env.str("KETENZICHT_HOME", "var")).resolve()
KETENZICHT_HOME = HOME
KETENZICHT_KEYS = Path(env.str("KETENZICHT_KEYS", str(HOME / "keys")))
KETENZICHT_DEMO = env.bool("KETENZICHT_DEMO", False)
KETENZICHT_HTTPS = env.bool("KETENZICHT_HTTPS", not KETENZICHT_DEMO)
KETENZICHT_CLOCK = "ketenzicht.core.clock.system_clock"
KETENZICHT_SURFACE = "base"
KETENZICHT_SECURITY_CONTACT = env.str("KETENZICHT_SECURITY_CONTACT", "")
# Which key files this process may open; None means all of them.
KETENZICHT_KEYS_ALLOWED: frozenset[str] | None = None

SECRET_KEY = secrets.signing_secret(KETENZICHT_KEYS)
DEBUG = False
DEBUG_PROPAGATE_DATABASE_ERRORS = False
ALLOWED_HOSTS = env.list("KETENZICHT_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

DATABASES = database.databases(
    env.str("KETENZICHT_DATABASE_URL", f"sqlite:///{HOME}/ketenzicht.db")
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Ours come first, so that their templates win from those of the packages.
    "ketenzicht.web",
    *declared(),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

# What a surface without sign-in runs with.
APPS_WITHOUT_SIGN_IN = [app for app in INSTALLED_APPS if not app.startswith("allauth")]

HEAD_MIDDLEWARE = [
    "ketenzicht.core.middleware.MomentMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ketenzicht.core.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
]
SESSION_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
]
BODY_MIDDLEWARE = [
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ketenzicht.core.middleware.SizeMiddleware",
    "ketenzicht.core.forgery.ForgeryMiddleware",
    "ketenzicht.claims.middleware.FreshClaimsMiddleware",
]
SIGN_IN_MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ketenzicht.core.sessions.SessionClockMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ketenzicht.accounts.middleware.MemberMiddleware",
]
TAIL_MIDDLEWARE = [
    "django_htmx.middleware.HtmxMiddleware",
    "ketenzicht.core.middleware.ProblemMiddleware",
    "ketenzicht.core.middleware.PolicyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ketenzicht.web.templatetags.carried"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "django.contrib.messages.context_processors.messages",
                "ketenzicht.web.forms.form_token",
                "ketenzicht.surfaces.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "ketenzicht.web.forms.FormRenderer"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not KETENZICHT_HTTPS

CACHES = {"default": {"BACKEND": "ketenzicht.core.cache.SharedCache"}}
SESSION_ENGINE = "ketenzicht.core.session_store"
SESSION_SERIALIZER = "ketenzicht.core.sessions.SealedSerializer"

_prefix = "__Host-" if KETENZICHT_HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}zitting"
CSRF_COOKIE_NAME = f"{_prefix}formulier"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KETENZICHT_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "ketenzicht.surfaces.problems.csrf_failure"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("KETENZICHT_ORIGINS", [])
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = KETENZICHT_HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if KETENZICHT_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.bool("KETENZICHT_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "media"

# Nothing that is sent ever lies in a temporary file: it stays in memory or is not taken at all.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = env.str("KETENZICHT_MAIL", "django.core.mail.backends.dummy.EmailBackend")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "ketenzicht.core.logs.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Request lines carry paths; nothing about a visitor belongs in a log.
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "django.server": {"level": "ERROR"},
    },
}

# What apps set for themselves and for the packages they bring.
for _app in declared().values():
    globals().update(_app.settings)
