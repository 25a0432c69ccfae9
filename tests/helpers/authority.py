"""An organisation's own authority: it signs the server's certificates, for any time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from sync.server.running import Seal

_LONG = timedelta(days=3650)


class Authority:
    """Its own certificate is `pin`; `above`: another one signs it, in the place of itself."""

    def __init__(self, name: str = "Authority", above: Authority | None = None) -> None:
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        by = above or self
        made = by._begun(self._name, self._key.public_key(), now - _LONG, now + _LONG)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self._certificate = made.sign(by._key, hashes.SHA256())

    @property
    def pin(self) -> bytes:
        """DER."""
        return self._certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        """The same, as people have it in a file."""
        return self._certificate.public_bytes(Encoding.PEM)

    def seal(self, folder: Path, *, host: str = "127.0.0.1", begins: int = -1, days: int = 90) -> Seal:
        """Files of a certificate for this computer that holds for so many days from a day that many days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        begin = datetime.now(UTC) + timedelta(days=begins)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        made = self._begun(subject, key.public_key(), begin, begin + timedelta(days=days))
        made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        folder.mkdir(parents=True, exist_ok=True)
        seal = Seal(folder / "server.pem", folder / "server.key")
        seal.certificate.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))
        seal.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return seal

    def _begun(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, begin: datetime, end: datetime
    ) -> x509.CertificateBuilder:
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key)
        return made.serial_number(x509.random_serial_number()).not_valid_before(begin).not_valid_after(end)
