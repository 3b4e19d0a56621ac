"""A certificate of the console's own making, for a ward that has none; its fingerprint is compared by people."""

import hashlib
import ipaddress
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from broadcast.base.errors import DiskError, tell
from broadcast.base.files import write_whole
from broadcast.base.reasons import reason_of

if TYPE_CHECKING:
    from cryptography.x509 import GeneralName

CERTIFICATE = "console-cert.pem"
"""In journal/, its key behind it, so that both are there or none. In no backup: another machine makes its own."""
_HOLDS = timedelta(days=730)
_RENEWED = timedelta(days=30)
"""So long before its end another one is made."""
_ONLY_OURS = 0o600


def own_certificate(folder: Path, address: str, now: datetime) -> Path:
    """Return the file of certificate and key in `folder`, a journal/; it is made where none is there that holds.

    Raises DiskError where the disk does not take it.
    """
    path = folder / CERTIFICATE
    if not _holds(path, now):
        write_whole(path, _made(address, now), mode=_ONLY_OURS)
    return path


def fingerprint(certificate: Path) -> str:
    """Return the SHA-256 of the certificate in that file, as a browser shows it: `3F:A0:…`.

    Raises DiskError where it cannot be read or is none.
    """
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificate

    try:
        known = load_pem_x509_certificate(certificate.read_bytes())
    except OSError as error:
        raise DiskError(
            tell("Không đọc được chứng chỉ {path} ({reason}).", path=certificate, reason=reason_of(error))
        ) from error
    except ValueError as error:
        raise DiskError(tell("{path} không phải chứng chỉ PEM.", path=certificate)) from error
    return hashlib.sha256(known.public_bytes(Encoding.DER)).digest().hex(":").upper()


def _holds(certificate: Path, now: datetime) -> bool:
    from cryptography.x509 import load_pem_x509_certificate

    try:
        known = load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        return False
    return known.not_valid_before_utc <= now < known.not_valid_after_utc - _RENEWED


def _made(address: str, now: datetime) -> bytes:
    """The certificate of a key of the curve P-256, which every browser takes, and the key, in PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key, machine = ec.generate_private_key(ec.SECP256R1()), socket.gethostname() or "localhost"
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, machine[:64])])
    names = dict.fromkeys(("localhost", machine, f"{machine}.local", address))
    known = [_named(one) for one in names if one.isascii() and one not in ("0.0.0.0", "::")]  # noqa: S104
    certificate = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a phone's clock may be behind
        .not_valid_after(now + _HOLDS)
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM) + secret


def _named(address: str) -> "GeneralName":
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        return x509.DNSName(address)
