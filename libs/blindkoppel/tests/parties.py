# SPDX-License-Identifier: MIT
"""Three parties for tests: free ports, and certificates as MPyC wants them."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def free_ports(count: int) -> list[int]:
    """Ports nobody uses, for now."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(name: str, key, issuer: str, issuer_key, authority: bool) -> bytes:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def certificates(folder: Path) -> list[Path]:
    """A folder for each party with what it needs to prove who it is, and nothing else."""
    authority = ec.generate_private_key(ec.SECP256R1())
    root = _certificate("MPyC CA", authority, "MPyC CA", authority, authority=True)
    made = []
    for number in range(3):
        own, key = folder / f"party{number}" / ".config", ec.generate_private_key(ec.SECP256R1())
        own.mkdir(parents=True)
        (own / "mpyc_ca.crt").write_bytes(root)
        name = f"MPyC party {number}"
        (own / f"party_{number}.crt").write_bytes(
            _certificate(name, key, "MPyC CA", authority, authority=False)
        )
        (own / f"party_{number}.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        made.append(own.parent)
    return made
