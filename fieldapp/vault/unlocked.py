"""The vault: the keys of one desk while it is unlocked."""

from __future__ import annotations

from pathlib import Path

from fieldapp.vault.errors import KeystoreChanged
from fieldapp.vault.keyfile import Keyfile
from fieldapp.vault.pace import Pace
from fieldapp.vault.sealing import NotThisKey, Secret, derive, is_vouched, unwrap, vouch, wipe
from fieldapp.vault.slots import Slot, make_slot, place_of_key

VAULT_KEY, SIGNING_KEY, HPKE_KEY = "vault", "signing", "hpke"

_DATABASE = b"fieldapp database key v1"
_BACKUP = b"fieldapp backup key v1"
_AUDIT = b"fieldapp audit MAC v1"
_KEYSTORE = b"fieldapp keystore MAC v1"


class Vault:
    """Her keys, from a keystore that is exactly as this program wrote it.

    `close` overwrites what it holds and makes every key unreachable here. It cannot reach the copies that Python and
    the libraries made, nor the text of a passphrase: only the end of the process does.
    """

    __slots__ = ("_hpke", "_open", "_signing", "_user", "_vault", "folder", "identity", "nickname", "revision")

    def __init__(self, folder: Path, keyfile: Keyfile, mac: bytes | None, user_key: bytearray) -> None:
        """Takes `user_key` over. Raises KeystoreChanged; `mac` is None for a keystore that is only being made."""
        self.folder = folder
        self.identity = keyfile.identity
        self.nickname = keyfile.nickname
        self.revision = keyfile.revision
        self._open = True
        self._user = user_key
        try:
            self._vault = unwrap(user_key, keyfile.vault_key, place_of_key(keyfile.identity, VAULT_KEY))
            self._signing = unwrap(user_key, keyfile.signing_key, place_of_key(keyfile.identity, SIGNING_KEY))
            self._hpke = unwrap(user_key, keyfile.hpke_key, place_of_key(keyfile.identity, HPKE_KEY))
        except NotThisKey as wrong:
            raise KeystoreChanged from wrong
        if mac is not None:
            self.verify(keyfile, mac)

    def __repr__(self) -> str:
        return "<Vault, open>" if self._open else "<Vault, closed>"

    @property
    def database_key(self) -> str:
        """SQLCipher's raw key: 64 hex digits."""
        return derive(self._while_open(self._vault), _DATABASE).hex()

    @property
    def backup_key(self) -> bytes:
        """Under which this desk's backups are sealed."""
        return derive(self._while_open(self._vault), _BACKUP)

    @property
    def audit_key(self) -> bytes:
        """With which the record of who looked at what is vouched for."""
        return derive(self._while_open(self._vault), _AUDIT)

    @property
    def signing_key(self) -> bytes:
        """The desk's Ed25519 seed."""
        return bytes(self._while_open(self._signing))

    @property
    def hpke_key(self) -> bytes:
        """The desk's X25519 private key, to which others seal."""
        return bytes(self._while_open(self._hpke))

    @property
    def user_key(self) -> bytes:
        """What opens this keystore as her passphrase does: to be sealed to a recovery officer, and shown to nobody."""
        return bytes(self._while_open(self._user))

    def close(self) -> None:
        """No key can be had from here any more."""
        self._open = False
        for secret in (self._user, self._vault, self._signing, self._hpke):
            wipe(secret)

    def verify(self, keyfile: Keyfile, mac: bytes) -> None:
        """Raises KeystoreChanged unless a holder of this vault's key wrote this."""
        if not is_vouched(derive(self._while_open(self._vault), _KEYSTORE), keyfile.body, mac):
            raise KeystoreChanged

    def mac_of(self, keyfile: Keyfile) -> bytes:
        """What vouches for this keyfile."""
        return vouch(derive(self._while_open(self._vault), _KEYSTORE), keyfile.body)

    def new_slot(self, kind: str, secret: bytes, pace: Pace) -> Slot:
        """The user key wrapped under another secret of hers."""
        self._while_open(self._user)
        return make_slot(self.identity, kind, secret, pace, self._user)

    def _while_open(self, secret: bytearray) -> Secret:
        if not self._open:
            raise RuntimeError("the vault is closed")
        return secret
