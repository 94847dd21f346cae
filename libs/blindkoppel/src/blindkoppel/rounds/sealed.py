# SPDX-License-Identifier: MIT
"""Files sealed to a round: its public half, submissions, and answers."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from blindkoppel.encode.parameters import Parameters
from blindkoppel.private import rewrite_private
from blindkoppel.rounds.files import encoded_content
from blindkoppel.rounds.keys import write_key
from blindkoppel.rounds.packed import (
    RoundFileError,
    header_line,
    read_content,
)
from blindkoppel.rounds.protocol import Encoded
from blindkoppel.rounds.sealing import new_sealing_pair, seal, unseal

_SENDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def require_sender(sender: str) -> str:
    """An organisation's pseudonym; it becomes part of file names, so nothing else may.

    Parameters
    ----------
    sender : str
        What an organisation calls itself.

    Returns
    -------
    str
        The same pseudonym.

    Raises
    ------
    RoundFileError
        If it is not made of letters, digits and hyphens alone.

    Examples
    --------
    >>> require_sender("org-a")
    'org-a'
    """
    if not _SENDER.fullmatch(sender):
        raise RoundFileError(
            "a sender is up to 40 letters, digits, - and _, beginning with a letter or digit"
        )
    return sender


def require_own(sender: str, answered: str) -> None:
    """A check that a file answers this organisation and not another.

    Parameters
    ----------
    sender : str
        The pseudonym of an organisation.
    answered : str
        The pseudonym of who is answered.

    Raises
    ------
    RoundFileError
        If they differ.

    Examples
    --------
    >>> require_own("org-a", "org-a")
    """
    if sender != answered:
        raise RoundFileError(f"this answers {answered}, not {sender}: two files changed places")


@dataclass(frozen=True, slots=True)
class Round:
    """The public half of a round: what agents seal their submissions to.

    Attributes
    ----------
    parameters : str
        The digest of the parameters of the round.
    public : bytes
        The public key that submissions are sealed to, 32 bytes.
    """

    parameters: str
    public: bytes


def open_round(folder: Path, parameters: Parameters) -> None:
    """The matching point's first step: a secret for this round, and its public half for all.

    Parameters
    ----------
    folder : Path
        The folder that holds the files.
    parameters : Parameters
        What both sides have to do alike.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> open_round(folder, Parameters("2026-11"))
    >>> sorted(path.name for path in folder.iterdir())
    ['round.json', 'round.key']
    """
    pair = new_sealing_pair()
    write_key(folder / "round.key", "round", pair.private)
    said = {"kind": "round", "parameters": parameters.digest, "public": pair.public.hex()}
    (folder / "round.json").write_bytes(header_line(said))


def read_round(path: Path) -> Round:
    """The public half of a round, from its file.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.

    Returns
    -------
    Round
        The parameters' digest and the public key.

    Raises
    ------
    RoundFileError
        If the file is not that of a round.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> open_round(folder, Parameters("2026-11"))
    >>> len(read_round(folder / "round.json").public)
    32
    """
    try:
        said = json.loads(read_content(path))
        if said["kind"] == "round":
            return Round(said["parameters"], bytes.fromhex(said["public"]))
    except (ValueError, KeyError, TypeError) as error:
        raise RoundFileError(f"{path.name} is not the round.json of a round") from error
    raise RoundFileError(f"{path.name} is not the round.json of a round")


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One line that says what this is, and content only its reader can open.

    Attributes
    ----------
    kind : str
        ``submission``, ``question`` or ``answer``.
    parameters : str
        The digest of the parameters of the round.
    sender : str
        The pseudonym of whose file it is.
    content : bytes
        The sealed bytes.
    """

    kind: str
    parameters: str
    sender: str
    content: bytes = b""

    @property
    def header(self) -> bytes:
        """The first line; what is sealed opens only under the same one."""
        said = {"kind": self.kind, "parameters": self.parameters, "sender": self.sender}
        return header_line(said)

    def sealing(self, content: bytes, public: bytes) -> "SealedFile":
        """The file with content for the holder of one key.

        Parameters
        ----------
        content : bytes
            What is sealed.
        public : bytes
            The public half of a key pair, 32 bytes.

        Returns
        -------
        SealedFile
            A file with the same header.
        """
        sealed = seal(content, public, self.header)
        return SealedFile(self.kind, self.parameters, self.sender, sealed)

    def unsealed(self, private: bytes) -> bytes:
        """The content, for whoever holds the key.

        Parameters
        ----------
        private : bytes
            The secret half of a key pair, 32 bytes.

        Returns
        -------
        bytes
            What was sealed.
        """
        return unseal(self.content, private, self.header)


def write_sealed(path: Path, file: SealedFile) -> None:
    """Writes a submission or an answer, for its owner only.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    file : SealedFile
        What is written.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "org-a.answer"
    >>> write_sealed(path, SealedFile("answer", "digest", "org-a", b"sealed"))
    >>> read_sealed(path, "answer").content
    b'sealed'
    """
    rewrite_private(path, file.header + file.content)


def read_sealed(path: Path, kind: str) -> SealedFile:
    """A submission or an answer; it stays sealed.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    kind : str
        Which kind of file is expected.

    Returns
    -------
    SealedFile
        The header and the sealed bytes.

    Raises
    ------
    RoundFileError
        If it is no sealed file, or one of another kind.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "org-a.answer"
    >>> write_sealed(path, SealedFile("answer", "digest", "org-a", b"sealed"))
    >>> read_sealed(path, "answer").sender
    'org-a'
    """
    line, _, content = read_content(path).partition(b"\n")
    try:
        said = json.loads(line)
        file = SealedFile(said["kind"], said["parameters"], said["sender"], content)
    except (ValueError, KeyError, TypeError) as error:
        raise RoundFileError(f"{path.name} is not a sealed file of a round") from error
    if file.kind != kind:
        raise RoundFileError(f"{path.name} is of kind {file.kind}, not {kind}")
    require_sender(file.sender)
    return file


def submit(
    encoded: Encoded, sender: str, *, to_round: bytes, reply_to: bytes, invented: Iterable[str] = ()
) -> SealedFile:
    """An agent's submission: keys and encodings for the closed process of one round.

    ``invented`` are handles of people who do not exist. Whoever knows one of them fishes.

    Parameters
    ----------
    encoded : Encoded
        Encoded records of one organisation.
    sender : str
        The pseudonym of an organisation.
    to_round : bytes
        The public key of the round, 32 bytes.
    reply_to : bytes
        The public key that the answer is sealed to, 32 bytes.
    invented : Iterable[str]
        Handles of people who do not exist.

    Returns
    -------
    SealedFile
        The submission, sealed.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> from blindkoppel.rounds.matching import sealed_encoded
    >>> people = {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> encoded = sealed_encoded(people, guess_schema(list(people)), Parameters("trial"), b"k")
    >>> pair = new_sealing_pair()
    >>> submit(encoded, "org-a", to_round=pair.public, reply_to=pair.public).kind
    'submission'
    """
    described: dict[str, object] = {"reply_to": reply_to.hex(), "invented": " ".join(invented)}
    content = encoded_content(encoded, described)
    return SealedFile("submission", encoded.parameters, sender).sealing(content, to_round)
