"""Contact details sealed with a key that is not in the database."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from wwz.errors import RuleBrokenError

NONCE = 12
PURPOSE = b"wwz contact details 1"


class SealBrokenError(RuleBrokenError):
    """The key has changed, or somebody moved or changed the bytes."""


@dataclass(frozen=True)
class Contact:
    """How to reach somebody; every part may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return any((self.name, self.email, self.phone, self.address))


@lru_cache(maxsize=4)
def derived(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())


def cipher() -> AESGCM:
    return AESGCM(derived(settings.WWZ_SEAL_KEY or settings.SECRET_KEY))


def seal(contact: Contact, signaal: UUID) -> bytes:
    """The details as bytes that belong to this signaal only."""
    nonce = os.urandom(NONCE)
    plain = json.dumps(asdict(contact)).encode()
    return nonce + cipher().encrypt(nonce, plain, signaal.bytes)


def unseal(sealed: bytes, signaal: UUID) -> Contact:
    """The details again.

    Raises
    ------
    SealBrokenError
    """
    try:
        plain = cipher().decrypt(sealed[:NONCE], sealed[NONCE:], signaal.bytes)
    except InvalidTag as fault:
        raise SealBrokenError(
            "De contactgegevens zijn niet te openen. Vraag de beheerder of de sleutel "
            "(WWZ_SEAL_KEY) is veranderd."
        ) from fault
    return Contact(**json.loads(plain))
