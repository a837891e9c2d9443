"""The number of a certificate notices every slip of the pen, and its code holds the address that verifies it."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.casework.papers import compose, word
from minsheng.casework.papers.certificate import CertificateNumber, address_to_verify, proof, read_number
from minsheng.casework.papers.pdf import html
from minsheng.policy import PolicyError

numbers = st.builds(
    CertificateNumber,
    st.integers(0, 999999).map("{:06d}".format),
    st.integers(1949, 2200),
    st.integers(1, 99999),
)


@given(numbers)
def test_a_number_is_read_as_it_was_written(number):
    assert read_number(str(number)) == read_number(number.digits) == number


@given(numbers)
def test_one_wrong_digit_is_always_noticed(number):
    digits = number.digits
    for place, digit in enumerate(digits):
        for other in "0123456789".replace(digit, ""):
            assert read_number(digits[:place] + other + digits[place + 1 :]) is None


@given(numbers)
def test_two_digits_exchanged_are_always_noticed(number):
    digits = number.digits
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        assert swapped == digits or read_number(swapped) is None


@pytest.mark.parametrize("text", ["", "620171-2021-00017", "62017120210001743x", "６２０１７１-2021-00017-43"])
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    "wrong", [("62017", 2021, 1), ("620171", 21, 1), ("620171", 2021, 0), ("620171", 2021, 100000)]
)
def test_a_number_that_cannot_be_is_not_made(wrong):
    with pytest.raises(ValueError, match="six digits"):
        CertificateNumber(*wrong)


def test_with_a_key_the_address_proves_that_the_certificate_was_seen():
    number = CertificateNumber("620171", 2021, 17)
    address = address_to_verify("https://minsheng.example", number, b"key")
    assert address.endswith(f"?proof={proof(number, b'key')}")
    assert proof(number, b"key") != proof(number, b"another key")


def test_an_address_that_is_none_is_refused():
    with pytest.raises(PolicyError, match="J9"):
        address_to_verify("javascript:alert(1)", CertificateNumber("620171", 2021, 17))


def test_the_code_stands_on_the_certificate(particulars):
    given = particulars("hardship")
    paper = compose("hardship_certificate", given)
    page = html(paper)
    assert "<svg" in page
    assert given.address in page
    assert "620171-2021-00017-43" in page
    files = zipfile.ZipFile(io.BytesIO(word(paper))).namelist()
    assert [name for name in files if name.startswith("word/media/")]


def test_the_certificate_has_the_fields_of_the_real_one(particulars):
    page = html(compose("hardship_certificate", particulars("hardship")))
    wanted = (
        "姓名 性别 民族 照片 出生年月 身份证号 户籍所在地 现居住地 发证时间 编号 自理能力评估及变更 供养形式及变更 年审"
    )
    assert [word for word in wanted.split() if word not in page] == []
