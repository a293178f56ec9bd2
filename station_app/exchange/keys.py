"""Keys of an installation and of the centre: Ed25519 to sign, X25519 (age) to receive.

``SiteKeys`` never leave their PC; ``PublicKeys`` stand in the roster. A signature always covers a tag that says what
was signed, so that no signed thing can be passed off as another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from station_app.domain.codec import canonical
from station_app.exchange.strict import HASH, RECIPIENT, Fields, read_object

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SUITE = 1


class Tag(Enum):
    """What a signature is about."""

    MANIFEST = b"zlt/manifest/1\0"
    HEADS = b"zlt/heads/1\0"
    ROSTER = b"zlt/roster/1\0"
    ROOT = b"zlt/rootkey/1\0"
    REQUEST = b"zlt/request/1\0"
    CERTIFICATE = b"zlt/certificate/1\0"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public half: ``sign`` is Ed25519 in 64 hex digits, ``receive`` an age recipient (``age1…``)."""

    sign: str
    receive: str

    def to_json(self) -> dict[str, str]:
        """As it stands in roster and enrolment files."""
        return {"sign": self.sign, "receive": self.receive}

    @classmethod
    def from_json(cls, value: object, what: str) -> PublicKeys:
        """Read strictly; raises Refused, also for a recipient that age would not take."""
        fields = Fields(value, what)
        receive = fields.text("receive", RECIPIENT)
        if not is_recipient(receive):
            raise fields.wrong("receive")
        return cls(fields.text("sign", HASH), receive)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key: 32 secret bytes (a station's, or the root of the whole network)."""

    secret: bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.public[:8]}…)"

    @classmethod
    def generate(cls) -> SigningKey:
        """A new one."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> str:
        """The public key in 64 hex digits."""
        return self._key().public_key().public_bytes_raw().hex()

    def sign(self, tag: Tag, data: bytes) -> bytes:
        """64 bytes by which anybody with the public key knows that we signed ``data`` as a ``tag``."""
        return self._key().sign(tag.value + data)

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.secret)


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """Both keys of an installation; ``identity`` is the age secret key (``AGE-SECRET-KEY-1…``)."""

    signing: SigningKey
    identity: str

    def __repr__(self) -> str:
        return f"SiteKeys({self.signing!r})"

    @classmethod
    def generate(cls) -> SiteKeys:
        """New keys."""
        return cls(SigningKey.generate(), recovery_identity()[0])

    @property
    def public(self) -> PublicKeys:
        """What the others may know."""
        return PublicKeys(self.signing.public, recipient_of(self.identity))

    def sign(self, tag: Tag, data: bytes) -> bytes:
        """Sign as this installation."""
        return self.signing.sign(tag, data)

    def to_secret(self) -> bytes:
        """Bytes to be kept in the encrypted database and nowhere else."""
        return canonical({"suite": SUITE, "sign": self.signing.secret.hex(), "receive": self.identity}).encode()

    @classmethod
    def from_secret(cls, secret: bytes) -> SiteKeys:
        """The keys of ``to_secret``; raises Refused when the bytes are not such ones."""
        fields = Fields(read_object(secret, "本机密钥"), "本机密钥")
        fields.whole("suite", SUITE, SUITE)
        identity = fields.text("receive", r"AGE-SECRET-KEY-1[0-9A-Z]{58}")
        return cls(SigningKey(bytes.fromhex(fields.text("sign", HASH))), identity)


def recovery_identity() -> tuple[str, str]:
    """A new age key pair: the secret key as the ``age`` program reads it, and its recipient."""
    from pyrage.x25519 import Identity

    identity = Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_of(identity: str) -> str:
    """The recipient (``age1…``) of an age secret key."""
    from pyrage.x25519 import Identity

    return str(Identity.from_str(identity).to_public())


def is_recipient(text: str) -> bool:
    """Can something be encrypted to it?"""
    from pyrage import RecipientError
    from pyrage.x25519 import Recipient

    try:
        Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def is_signed(public: str, tag: Tag, data: bytes, signature: bytes) -> bool:
    """Did the owner of ``public`` (64 hex digits) sign ``data`` as a ``tag``? A malformed key or signature is a no."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, tag.value + data)
    except (ValueError, InvalidSignature):
        return False
    return True


def signer(publics: Iterable[str], tag: Tag, data: bytes, signature: bytes) -> str | None:
    """The first of these public keys that signed ``data`` as a ``tag``; None when none did."""
    return next((public for public in publics if is_signed(public, tag, data, signature)), None)
