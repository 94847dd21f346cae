# SPDX-License-Identifier: EUPL-1.2
"""Policies for the sign-in pages of django-allauth; a name missing here fails the build."""

from __future__ import annotations

from dataclasses import replace

from ketenzicht.core.policy import adopt, everyone, signed_in

fresh = replace(signed_in, fresh=True)

adopt(
    {
        "account_login": everyone,
        "account_logout": everyone,
        "account_inactive": everyone,
        "account_signup": everyone,
        "account_reauthenticate": signed_in,
        "account_change_password": fresh,
        "mfa_index": signed_in,
        "mfa_authenticate": everyone,
        "mfa_reauthenticate": signed_in,
        "mfa_activate_totp": fresh,
        "mfa_deactivate_totp": fresh,
        "mfa_view_recovery_codes": fresh,
        "mfa_generate_recovery_codes": fresh,
        "mfa_download_recovery_codes": fresh,
        "mfa_list_webauthn": signed_in,
        "mfa_add_webauthn": fresh,
        "mfa_remove_webauthn": fresh,
        "mfa_edit_webauthn": fresh,
        "mfa_reauthenticate_webauthn": signed_in,
        "mfa_login_webauthn": everyone,
        "javascript-catalog": everyone,
    }
)
