# SPDX-License-Identifier: MIT
"""Who made a file: a signature beside it, and the public keys of partners in a folder.

Ed25519 (RFC 8032) of the ``cryptography`` package. A signature is over the name of who signs
and the digest of the file. It does not stop a file from being sent again: a request that was
answered costs nothing a second time, and a submission opens in one round only.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from blindkoppel.errors import BlindkoppelError
from blindkoppel.private import rewrite_private
from blindkoppel.rounds.closed import require_sender
from blindkoppel.rounds.files import read_content, write_private

_CONTEXT = b"a file of blindkoppel\n"
_FINGERPRINT = 32  # hexadecimal digits, to read out on the telephone


class SignatureError(BlindkoppelError):
    """A file of which it is not certain who made it."""


class Maker(StrEnum):
    """The roles that make files for others."""

    ORGANISATION = "organisation"
    CUSTODIAN = "custodian"
    MATCHING_POINT = "matching-point"


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody whose files are accepted: a name, a role, and a public key in hexadecimals."""

    name: str
    role: Maker
    public: str

    @property
    def fingerprint(self) -> str:
        """What two people read out to each other, in groups of four."""
        digest = hashlib.sha256(bytes.fromhex(self.public)).hexdigest()[:_FINGERPRINT]
        return " ".join(digest[at : at + 4] for at in range(0, _FINGERPRINT, 4))


def new_signer(folder: Path, name: str, role: Maker) -> Partner:
    """Make ``NAME.signing.key``, which stays here, and ``NAME.pub``, which goes to the others."""
    private = Ed25519PrivateKey.generate()
    partner = Partner(require_sender(name), role, private.public_key().public_bytes_raw().hex())
    stored = {**asdict(partner), "secret": private.private_bytes_raw().hex()}
    write_private(folder / f"{name}.signing.key", json.dumps(stored).encode())
    (folder / f"{name}.pub").write_text(json.dumps(asdict(partner)) + "\n", "utf-8")
    return partner


def _said(name: str, path: Path) -> bytes:
    return _CONTEXT + name.encode() + b"\n" + hashlib.sha256(read_content(path)).digest()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".sig")


def sign(path: Path, key: Path) -> None:
    """Put a signature beside a file."""
    try:
        stored = json.loads(read_content(key))
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(stored["secret"]))
        name = str(stored["name"])
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureError(f"{key.name} is not a key that signs: signer makes one") from error
    signature = private.sign(_said(name, path)).hex()
    content = json.dumps({"name": name, "signature": signature}).encode()
    rewrite_private(_beside(path), content)


def read_partner(path: Path) -> Partner:
    """One partner, from its ``.pub`` file."""
    try:
        stored = json.loads(read_content(path))
        partner = Partner(stored["name"], Maker(stored["role"]), stored["public"])
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(partner.public))
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureError(f"{path.name} is not the public half of a signer") from error
    return partner


def require_signed(path: Path, partners: Path, role: Maker, name: str | None = None) -> None:
    """Refuse a file that no partner of this role, or not the one of this name, has signed."""
    beside = _beside(path)
    if not beside.exists():
        raise SignatureError(f"{path.name} comes without {beside.name}: ask for the signature too")
    try:
        stored = json.loads(read_content(beside))
        signer, signature = str(stored["name"]), bytes.fromhex(stored["signature"])
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureError(f"{beside.name} is not a signature of blindkoppel") from error
    known = {one.name: one for one in map(read_partner, sorted(partners.glob("*.pub")))}
    partner = known.get(signer)
    if partner is None or partner.role is not role or name not in {None, signer}:
        raise SignatureError(
            f"{path.name} is signed by {signer}, and should be by {name or f'a {role}'} of which "
            f"the public key is in {partners}"
        )
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(partner.public)).verify(
            signature, _said(signer, path)
        )
    except InvalidSignature as error:
        raise SignatureError(
            f"{path.name} was changed since {signer} signed it, or somebody else signed it: do not "
            "use it, and ask for it anew over another line"
        ) from error
