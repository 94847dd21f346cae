# SPDX-License-Identifier: EUPL-1.2
"""Second factors: their secrets are sealed before they reach the database."""

from __future__ import annotations

from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
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

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        clean: dict[str, Any] = super().clean()
        return clean
