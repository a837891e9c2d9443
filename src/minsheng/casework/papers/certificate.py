"""Numbers of certificates with check digits, and the address that a QR code holds so that everybody can verify them."""

from __future__ import annotations

import hashlib
import hmac
import io
import re
from base64 import b32encode
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno

from minsheng.casework.papers.kind import refuse
from minsheng.policy.language import N_

__all__ = ["CertificateNumber", "address_to_verify", "code_png", "code_svg", "proof", "read_number"]

_FORM = re.compile(r"([0-9]{6})([0-9]{4})([0-9]{5})([0-9]{2})")
_GROUPS = (6, 4, 5, 2)


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """The number of a certificate: six digits of area, the year, five digits in sequence, two check digits.

    The check digits are those of ISO 7064 MOD 97-10: one digit mistyped, or two next to each other exchanged, is always noticed.

    >>> str(CertificateNumber("620171", 2021, 17))
    '620171-2021-00017-43'
    >>> read_number("620171 2021 00017 43") == CertificateNumber("620171", 2021, 17)
    True
    """

    area: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{6}", self.area) or not 1000 <= self.year <= 9999 or not 1 <= self.serial <= 99999:
            raise ValueError("an area of six digits, a year of four, a serial from 1 to 99999")

    @property
    def digits(self) -> str:
        """All seventeen digits."""
        body = f"{self.area}{self.year:04d}{self.serial:05d}"
        return body + _check_digits(body)

    def __str__(self) -> str:
        digits, parts, start = self.digits, [], 0
        for length in _GROUPS:
            parts.append(digits[start : start + length])
            start += length
        return "-".join(parts)


def _check_digits(body: str) -> str:
    return f"{98 - int(body) * 100 % 97:02d}"


def read_number(text: str) -> CertificateNumber | None:
    """The number that somebody typed, with or without signs between; nothing when it cannot be one."""
    match = _FORM.fullmatch(re.sub(r"[\s\-]", "", text))
    if match is None or _check_digits(match[1] + match[2] + match[3]) != match[4]:
        return None
    area, year, serial = match[1], int(match[2]), int(match[3])
    return CertificateNumber(area, year, serial) if year >= 1000 and serial else None


def proof(number: CertificateNumber, key: bytes) -> str:
    """A short word that only the office can make for a number, so that nobody learns of certificates by counting numbers up.

    >>> proof(CertificateNumber("620171", 2021, 17), b"a key") == proof(CertificateNumber("620171", 2021, 18), b"a key")
    False
    """
    made = hmac.new(key, b"certificate:" + number.digits.encode(), hashlib.sha256).digest()
    return b32encode(made[:10]).decode()


def address_to_verify(base: str, number: CertificateNumber, key: bytes | None = None) -> str:
    """The address of the public page that verifies a certificate.

    Args:
        base: where the public pages are, such as ``https://example.org``.
        number: the number of the certificate.
        key: the office's secret; with it the address carries a proof that the certificate was seen.

    Raises:
        PolicyError: the base is no address of the web.

    >>> address_to_verify("https://example.org/", CertificateNumber("620171", 2021, 17))
    'https://example.org/verify/62017120210001743'
    """
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        hint = N_("Give the address of the public pages, such as https://example.org.")
        refuse("J9", "", N_("{base} is not an address of the web"), hint, base=base)
    path = f"{base.rstrip('/')}/verify/{number.digits}"
    return f"{path}?proof={proof(number, key)}" if key is not None else path


def code_svg(address: str) -> str:
    """The QR code of an address, as SVG that stands inside a page."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, scale=3, border=2)
    return out.getvalue().decode()


def code_png(address: str) -> bytes:
    """The QR code of an address, as a picture for Word."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    return out.getvalue()
