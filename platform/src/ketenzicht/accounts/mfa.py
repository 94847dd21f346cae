# SPDX-License-Identifier: EUPL-1.2
"""Second factors: their secrets are sealed before they reach the database."""

from __future__ import annotations

import struct
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ketenzicht.accounts.models import User
from ketenzicht.core import crypto


class SealedMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Seals authenticator secrets and recovery seeds under a key of their own."""

    def encrypt(self, text: str) -> str:
        return crypto.seal_text(text, purpose="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.open_text(encrypted_text, purpose="mfa")

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture to scan, black on white in a dark page too."""
        return str(segno.make(url, error="m").svg_inline(scale=5, light="#fff", dark="#000"))

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  because it is the package's word
        """Suggest a name for a new passkey; its owner knows a better one."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": held + 1}


#: What the packages raise on an answer no browser gives; each means that it proves nothing.
#: NotImplementedError is what they raise for a kind of key or proof that they do not know.
NOT_AN_ANSWER = (
    *(TypeError, ValueError, LookupError, AttributeError, ArithmeticError),
    *(struct.error, RecursionError, NotImplementedError),
)


def _extensions(credential: dict[str, Any]) -> dict[str, Any]:
    """Keep of what a browser adds only whether it can find the passkey by itself."""
    added = credential.get("clientExtensionResults")
    found = added.get("credProps") if isinstance(added, dict) else None
    found_alone = found.get("rk") if isinstance(found, dict) else None
    return {"credProps": {"rk": found_alone}} if isinstance(found_alone, bool) else {}


def _refused() -> ValidationError:
    return ValidationError(
        _("The passkey did not work. Try again, or take another way in."), code="incorrect_code"
    )


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """Always a passkey: it lives on the device and asks for a finger, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("What do you call this passkey?")
        self.fields["name"].help_text = gettext_lazy(
            "Such as: work laptop, phone, key on my key ring."
        )
        # Not a choice here; the page carries the mark that the script looks for.
        del self.fields["passwordless"]

    def clean_credential(self) -> dict[str, Any]:
        """Take nothing but an object; the package skips its check of what counts as nothing."""
        found = self.cleaned_data["credential"]
        if not isinstance(found, dict) or not found:
            raise _refused()
        return {**found, "clientExtensionResults": _extensions(found)}

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        try:
            clean: dict[str, Any] = super().clean()
        except NOT_AN_ANSWER:
            raise _refused() from None
        return clean


class _ProvenForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """An answer to "is it you?"; whatever is no such answer is refused in words."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except NOT_AN_ANSWER:
            raise _refused() from None


class ProvePasskeyForm(_ProvenForm):
    """Proves the second step of a sign-in."""


class LoginPasskeyForm(_ProvenForm, LoginWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """Signs in with a passkey alone."""


class ProveAgainForm(_ProvenForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """Proves oneself anew before something heavy."""
