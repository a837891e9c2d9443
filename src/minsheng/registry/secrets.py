"""Encryption of personal data, and a blind index by which an encrypted number is found again.

The keys come from the environment: ``MINSHENG_KEYS``, one or more keys of 32 bytes in base64, separated by commas. The first one
encrypts; the others are still read, so that keys can be changed. The blind index rests on the last key, which therefore stays.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = [
    "KEYS",
    "KeysMissing",
    "blind_index",
    "decrypted",
    "decrypted_bytes",
    "encrypted",
    "encrypted_bytes",
    "new_key",
    "secret_for",
]

#: The environment variable with the keys.
KEYS = "MINSHENG_KEYS"
_BYTES = 32


class KeysMissing(Exception):  # noqa: N818 - what is wrong is the set-up
    """There are no keys, or they are not keys."""


def new_key() -> str:
    """A fresh key for ``MINSHENG_KEYS``.

    >>> len(base64.urlsafe_b64decode(new_key()))
    32
    """
    return base64.urlsafe_b64encode(os.urandom(_BYTES)).decode()


def encrypted(text: str) -> str:
    """A text that only who has the keys can read; never the same twice."""
    return encrypted_bytes(text.encode()).decode()


def encrypted_bytes(content: bytes) -> bytes:
    """The same for a file, such as a photo."""
    return _cipher(_keys()).encrypt(content)


def decrypted(token: str) -> str:
    """The text of a token.

    Raises:
        KeysMissing: none of the keys fits.
    """
    return decrypted_bytes(token.encode()).decode()


def decrypted_bytes(token: bytes) -> bytes:
    """The content of a token; as :func:`decrypted`."""
    try:
        return _cipher(_keys()).decrypt(token)
    except InvalidToken as problem:
        raise KeysMissing(f"none of the keys in {KEYS} fits what is stored; add the key that was used") from problem


def blind_index(text: str, *, of: str) -> str:
    """A fingerprint by which an equal text is found, and from which nobody without the key finds the text.

    Args:
        text: what is looked for.
        of: what it is, so that a number and a telephone number that are equal have different fingerprints.
    """
    key = _derived(_keys()[-1], f"index of {of}")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def secret_for(purpose: str) -> bytes:
    """A secret of this installation for one purpose, such as the proof on certificates.

    It rests on the last key, as the blind index does: what hangs on a wall today must be good after the keys were changed.
    """
    return _derived(_keys()[-1], purpose)


def fingerprints() -> list[str]:
    """Of each key in its order, a text by which it is told from the others and nothing more."""
    return [hmac.new(_derived(key, "fingerprint"), b"key", hashlib.sha256).hexdigest()[:16] for key in _keys()]


def _keys() -> tuple[str, ...]:
    given = os.environ.get(KEYS, "")
    keys = tuple(key.strip() for key in given.split(",") if key.strip())
    if not keys:
        raise KeysMissing(f"{KEYS} is not set; `minsheng keys` makes one")
    return keys


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, "encryption"))) for key in keys])


@cache
def _derived(key: str, purpose: str) -> bytes:
    """A key for one purpose from a master key."""
    try:
        master = base64.urlsafe_b64decode(key)
    except (binascii.Error, ValueError) as problem:
        raise KeysMissing(f"a key in {KEYS} is not base64") from problem
    if len(master) != _BYTES:
        raise KeysMissing(f"a key in {KEYS} has {len(master)} bytes; it must have {_BYTES}")
    return HKDF(SHA256(), _BYTES, None, f"minsheng {purpose}".encode()).derive(master)
