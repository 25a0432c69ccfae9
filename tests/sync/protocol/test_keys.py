"""Keys against the vectors of their standards."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sync.protocol import keys
from sync.protocol.errors import Forged, Malformed
from sync.protocol.keys import OpeningKey, SealKey, SecretKey, SigningKey, VerifyKey, context
from sync.protocol.recovery_keys import RECOVERY_OVERHEAD, RecoveryKey, RecoveryOpening
from tests.sync.protocol.house import random_from

STANDARD: dict[str, str] = json.loads(
    (Path(__file__).resolve().parents[2] / "golden/standards/hpke-mlkem768-x25519.json").read_text("utf-8")
)

# RFC 8032 section 7.1, tests 1 to 3: seed, public key, message, signature
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_signatures_are_those_of_rfc_8032(seed: str, public: str, message: str, signature: str) -> None:
    key = SigningKey(bytes.fromhex(seed))
    assert key.verify_key == VerifyKey(public)
    assert key.sign(bytes.fromhex(message)).hex() == signature
    VerifyKey(public).check(bytes.fromhex(signature), bytes.fromhex(message))


# RFC 9180: the vectors of DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 in base mode, first encryption of each.
# A.1.1 is that with AES-128-GCM; the other is the one of the suite used here, from the RFC's file of vectors.
RFC_9180 = [
    (
        hpke.AEAD.AES_128_GCM,
        "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
    ),
    (
        hpke.AEAD.AES_256_GCM,
        "497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d",
        "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256",
        "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a",
    ),
]


@pytest.mark.parametrize(("cipher", "private", "encapsulated", "sealed"), RFC_9180)
def test_sealing_is_that_of_rfc_9180(cipher: hpke.AEAD, private: str, encapsulated: str, sealed: str) -> None:
    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, cipher)
    opened = openssl.hpke._decrypt_with_aad(
        suite,
        bytes.fromhex(encapsulated + sealed),
        X25519PrivateKey.from_private_bytes(bytes.fromhex(private)),
        info=b"Ode on a Grecian Urn",
        aad=b"Count-0",
    )
    assert opened == b"Beauty is truth, truth beauty"


def test_our_suite_is_x25519_with_sha256_and_aes_256_gcm() -> None:
    opening = OpeningKey.fresh(random_from("suite"))
    sealed = opening.seal_key.seal(b"secret", b"purpose")
    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    assert suite.decrypt(sealed, X25519PrivateKey.from_private_bytes(opening.raw), info=b"purpose") == b"secret"
    assert len(sealed) == len(b"secret") + keys.HPKE_OVERHEAD


# RFC 7748 section 5.2: scalar, point, product
RFC_7748 = [
    (
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    ),
    (
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
    ),
]


@pytest.mark.parametrize(("scalar", "point", "product"), RFC_7748)
def test_agreement_is_that_of_rfc_7748(scalar: str, point: str, product: str) -> None:
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(scalar))
    assert key.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(point))).hex() == product


def test_sealing_to_an_officer_is_that_of_the_draft_on_hpke_with_ml_kem() -> None:
    """With another cipher than ours: the draft has no vector with AES-256."""
    said = {name: bytes.fromhex(value) for name, value in STANDARD.items() if name != "from"}
    raw = hashlib.shake_256(said["seed"]).digest(96)
    assert RecoveryOpening(raw).recovery_key == RecoveryKey(STANDARD["public"])
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
    key = hpke.MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(raw[:64]), X25519PrivateKey.from_private_bytes(raw[64:])
    )
    opened = openssl.hpke._decrypt_with_aad(suite, said["enc"] + said["ct"], key, info=said["info"], aad=said["aad"])
    assert opened == said["pt"]


def test_derivation_is_that_of_rfc_5869_without_salt() -> None:
    expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    assert SecretKey(b"\x0b" * 22).derive(b"", 42).hex() == expected


def test_what_is_sealed_to_one_key_for_one_purpose_opens_for_no_other() -> None:
    opening, other = OpeningKey.fresh(random_from("one")), OpeningKey.fresh(random_from("other"))
    sealed = opening.seal_key.seal(b"secret", context("purpose", "a"))
    assert opening.open(sealed, context("purpose", "a")) == b"secret"
    for key, purpose in ((opening, context("purpose", "b")), (other, context("purpose", "a"))):
        with pytest.raises(Forged):
            key.open(sealed, purpose)
    with pytest.raises(Forged):
        opening.open(b"short", context("purpose", "a"))


def test_a_signature_over_other_bytes_or_of_another_key_is_forged() -> None:
    key, other = SigningKey.fresh(random_from("one")), SigningKey.fresh(random_from("other"))
    signature = key.sign(b"message")
    for verify, message in ((key.verify_key, b"massage"), (other.verify_key, b"message"), (VerifyKey("ab" * 5), b"")):
        with pytest.raises(Forged):
            verify.check(signature, message)


def test_nothing_can_be_sealed_to_a_key_that_is_none() -> None:
    for hex_digits in ("", "00" * 32):
        with pytest.raises(Malformed):
            SealKey(hex_digits).seal(b"secret", b"")


def test_printed_keys_show_nothing() -> None:
    signing, opening = SigningKey.fresh(random_from("one")), OpeningKey.fresh(random_from("two"))
    shown = repr((signing, opening, SecretKey(b"secret secret secret")))
    assert signing.seed.hex() not in shown
    assert opening.raw.hex() not in shown
    assert "secret secret" not in shown


def test_what_is_sealed_to_an_officer_for_one_purpose_opens_for_no_other() -> None:
    one, other = (RecoveryOpening.of_desk(OpeningKey.fresh(random_from(name))) for name in ("one", "other"))
    sealed = one.recovery_key.seal(b"secret", b"purpose")
    assert len(sealed) == len(b"secret") + RECOVERY_OVERHEAD
    assert one.open(sealed, b"purpose") == b"secret"
    for key, purpose in ((one, b"another"), (other, b"purpose")):
        with pytest.raises(Forged):
            key.open(sealed, purpose)
    with pytest.raises(Forged):
        one.open(sealed[:50], b"purpose")


def test_a_recovery_key_follows_from_her_desks_key_and_is_the_same_each_time() -> None:
    opening = OpeningKey.fresh(random_from("one"))
    assert RecoveryOpening.of_desk(opening).recovery_key == RecoveryOpening.of_desk(opening).recovery_key
    with pytest.raises(Malformed):
        RecoveryKey("ff" * 1216).seal(b"secret", b"")
