# SPDX-License-Identifier: EUPL-1.2
"""The only module that encrypts, hashes secrets, signs or makes tokens.

Nothing outside this package imports the cryptography library; an import contract holds that.
"""

from ketenzicht.core.crypto.codes import (
    code_lookup,
    grouped,
    is_well_formed,
    new_code,
    normalised,
    wrapping_key,
)
from ketenzicht.core.crypto.keys import Key, KeyMisplaced, KeyMissing
from ketenzicht.core.crypto.pairs import KeyPair, new_pair, open_with_private, seal_to_public
from ketenzicht.core.crypto.sealing import (
    Tampered,
    new_key,
    open_for,
    open_sealed,
    seal,
    seal_for,
    version_of,
)
from ketenzicht.core.crypto.signing import public_key, sign, verify
from ketenzicht.core.crypto.texts import open_form, open_text, seal_form, seal_text
from ketenzicht.core.crypto.tokens import (
    digest,
    keyed_hash,
    marks_of_settings,
    random_hex,
    random_token,
    same,
    search_token,
    signed_setting,
)

__all__ = [
    "Key",
    "KeyMisplaced",
    "KeyMissing",
    "KeyPair",
    "Tampered",
    "code_lookup",
    "digest",
    "grouped",
    "is_well_formed",
    "keyed_hash",
    "marks_of_settings",
    "new_code",
    "new_key",
    "new_pair",
    "normalised",
    "open_for",
    "open_form",
    "open_sealed",
    "open_text",
    "open_with_private",
    "public_key",
    "random_hex",
    "random_token",
    "same",
    "seal",
    "seal_for",
    "seal_form",
    "seal_text",
    "seal_to_public",
    "search_token",
    "sign",
    "signed_setting",
    "verify",
    "version_of",
    "wrapping_key",
]
