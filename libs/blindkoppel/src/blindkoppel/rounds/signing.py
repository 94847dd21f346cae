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
from blindkoppel.rounds.keys import write_private
from blindkoppel.rounds.packed import read_content
from blindkoppel.rounds.sealed import require_sender

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
    """Somebody whose files are accepted: a name, a role, and a public key in hexadecimals.

    Attributes
    ----------
    name : str
        The pseudonym of the organisation.
    role : Maker
        What it does in a round.
    public : str
        Its public key, in hexadecimals.
    """

    name: str
    role: Maker
    public: str

    @property
    def fingerprint(self) -> str:
        """What two people read out to each other, in groups of four."""
        digest = hashlib.sha256(bytes.fromhex(self.public)).hexdigest()[:_FINGERPRINT]
        return " ".join(digest[at : at + 4] for at in range(0, _FINGERPRINT, 4))


def new_signer(folder: Path, name: str, role: Maker) -> Partner:
    """A key to sign with: ``NAME.signing.key``, which stays here, and ``NAME.pub`` for the others.

    Parameters
    ----------
    folder : Path
        The folder that holds the files.
    name : str
        The pseudonym of the organisation.
    role : Maker
        What it does in a round.

    Returns
    -------
    Partner
        The public half.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> new_signer(Path(mkdtemp()), "org-a", Maker.ORGANISATION).name
    'org-a'
    """
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
    """Puts a signature beside a file.

    Parameters
    ----------
    path : Path
        The file that is signed.
    key : Path
        The file with the key.

    Raises
    ------
    SignatureError
        If the key is no signing key.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = new_signer(folder, "org-a", Maker.ORGANISATION)
    >>> _ = (folder / "round.json").write_text("{}")
    >>> sign(folder / "round.json", folder / "org-a.signing.key")
    >>> require_signed(folder / "round.json", folder, Maker.ORGANISATION)
    """
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
    """The partner that a ``.pub`` file names.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.

    Returns
    -------
    Partner
        Its name, role and public key.

    Raises
    ------
    SignatureError
        If it is no such file.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> partner = new_signer(folder, "org-a", Maker.ORGANISATION)
    >>> read_partner(folder / "org-a.pub") == partner
    True
    """
    try:
        stored = json.loads(read_content(path))
        partner = Partner(stored["name"], Maker(stored["role"]), stored["public"])
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(partner.public))
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureError(f"{path.name} is not the public half of a signer") from error
    return partner


def require_signed(path: Path, partners: Path, role: Maker, name: str | None = None) -> None:
    """A check that a partner of this role, or the one of this name, has signed a file.

    Parameters
    ----------
    path : Path
        The file that should be signed.
    partners : Path
        The folder with the ``.pub`` files of partners.
    role : Maker
        The role that is meant.
    name : str | None
        The pseudonym of who should have signed; anybody of the role without it.

    Raises
    ------
    SignatureError
        If it is not signed, was changed, or is signed by somebody else.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = new_signer(folder, "org-a", Maker.ORGANISATION)
    >>> _ = (folder / "round.json").write_text("{}")
    >>> sign(folder / "round.json", folder / "org-a.signing.key")
    >>> require_signed(folder / "round.json", folder, Maker.ORGANISATION, "org-a")
    """
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
