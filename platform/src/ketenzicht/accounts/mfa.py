# SPDX-License-Identifier: EUPL-1.2
"""Second factors: their secrets are sealed before they reach the database."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from ketenzicht.core import crypto


class SealedMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Seals authenticator secrets and recovery seeds under a key of their own."""

    def encrypt(self, text: str) -> str:
        return crypto.seal_text(text, purpose="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.open_text(encrypted_text, purpose="mfa")
