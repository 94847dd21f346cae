# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.on_record import ON_RECORD
from ketenzicht.accounts.permissions import AccountPermission as May
from ketenzicht.audit.permissions import AuditPermission
from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry
from ketenzicht.core.rights import ALL, READ, Process, Rights, columns

SIGN_IN: dict[str, object] = {
    "AUTH_USER_MODEL": "accounts.User",
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "AUTH_PASSWORD_VALIDATORS": [
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 15},
        },
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        {
            "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
            "OPTIONS": {"user_attributes": ("name", "email")},
        },
        {"NAME": "ketenzicht.accounts.passwords.BlockedWords"},
    ],
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "staff:day",
    "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
    "ACCOUNT_ADAPTER": "ketenzicht.accounts.adapter.AccountAdapter",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 300,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_FORMS": {
        "login": "ketenzicht.accounts.forms.SignInForm",
        "change_password": "ketenzicht.accounts.forms.PasswordForm",
    },
    "MFA_SUPPORTED_TYPES": ["webauthn", "totp", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_WEBAUTHN_USER_VERIFICATION": "required",
    "MFA_TOTP_ISSUER": "Ketenzicht",
    "MFA_TOTP_TOLERANCE": 1,
    "MFA_FORMS": {
        "add_webauthn": "ketenzicht.accounts.mfa.PasskeyForm",
        "authenticate_webauthn": "ketenzicht.accounts.mfa.ProvePasskeyForm",
        "login_webauthn": "ketenzicht.accounts.mfa.LoginPasskeyForm",
        "reauthenticate_webauthn": "ketenzicht.accounts.mfa.ProveAgainForm",
    },
    "MFA_ADAPTER": "ketenzicht.accounts.mfa.SealedMFAAdapter",
}

APP = App(
    order=90,
    permissions=May,
    shares={
        "administrator": frozenset(
            {May.DESK_MANAGE, May.MEMBER_CONFIRM, May.MEMBER_MANAGE, May.ORGANISATION_PROPOSE}
        ),
        "platform_administrator": frozenset(
            {May.MEMBER_CONFIRM, May.ORGANISATION_APPROVE, May.ORGANISATION_PROPOSE}
        ),
    },
    housekeeping=frozenset(May),
    on_record=ON_RECORD,
    records=dict.fromkeys(("desk", "member", "organisation", "user"), ""),
    notices=AccountNotice,
    routes=(
        Routes("staff", "organisatie/", "accounts", "staff"),
        Routes("staff", "toegang/eerste-keer/", "entrance", "entrance"),
        Routes("staff", "oefenwereld/", "demo", "demo", practice=True),
    ),
    menu=(
        Entry(
            _("Organisation"),
            "accounts:members",
            May.MEMBER_MANAGE,
            order=90,
            about=_("The people, roles and desks of your organisation."),
        ),
        Entry(
            _("Privacy"),
            "accounts:privacy",
            AuditPermission.AUDIT_READ,
            order=61,
            about=_("What is deleted when, what was deleted, and who looked."),
        ),
        Entry(
            _("Partners"),
            "accounts:partners",
            May.ORGANISATION_APPROVE,
            order=91,
            about=_("Which organisations take part, and which may not now."),
        ),
    ),
    finder="search.find",
    # Last, so that mail of the other sweeps goes out in the same round.
    sweep="tasks.sweep",
    starts=("work", "guarded"),
    settings=SIGN_IN,
    rights={
        # Who receives a report, and whom to tell; no password, no second factor, no address.
        Process.PUBLIC: {
            "accounts_organisation": READ,
            "accounts_servicearea": READ,
            "accounts_member": READ,
            "accounts_user": Rights(read=columns("id name is_active demo")),
            "accounts_rolegrant": READ,
            "accounts_desk": READ,
            "accounts_deskseat": READ,
            "accounts_absence": READ,
        },
        # What lets somebody in is made by who is there, never by a sweep.
        Process.WORKER: {
            "mfa_authenticator": Rights(read=columns("id user_id type"), delete=True),
            "accounts_invitation": Rights(read=ALL, delete=True),
        },
    },
)
