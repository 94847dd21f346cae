# SPDX-License-Identifier: MIT
"""The function whose key nobody has alone."""

import pytest
import rbcl
from hypothesis import given, settings
from hypothesis import strategies as st

from blindkoppel.encode import oprf

# RFC 9497, appendix A.1.1: ristretto255-SHA512, mode OPRF.
KEY = "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e"
SCALAR = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"
VECTORS = [
    (
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        (
            "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
            "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6"
        ),
    ),
    (
        "5a" * 17,
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        (
            "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
            "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73"
        ),
    ),
]


@pytest.mark.parametrize(("value", "element", "evaluated", "output"), VECTORS)
def test_the_oprf_is_the_one_of_the_standard(value, element, evaluated, output):
    key, value = bytes.fromhex(KEY), bytes.fromhex(value)
    blinded = oprf.blind(value, bytes.fromhex(SCALAR))
    assert blinded.element.hex() == element
    answer = oprf.evaluate(key, blinded.element)
    assert answer.hex() == evaluated
    assert oprf.finish(value, blinded, answer).hex() == output
    assert oprf.apply_key(key, value).hex() == output


@settings(max_examples=25)
@given(st.binary(max_size=40))
def test_the_blinding_never_shows_in_the_result_and_hides_the_value(value):
    key = oprf.new_scalar()
    asked = [oprf.blind(value, oprf.new_scalar()) for _ in range(2)]
    results = {oprf.finish(value, one, oprf.evaluate(key, one.element)) for one in asked}
    assert len(results) == 1
    assert asked[0].element != asked[1].element


@pytest.mark.parametrize("two", [(0, 1), (0, 2), (1, 2)])
def test_any_two_custodians_answer_like_the_whole_key(two):
    key, slope = oprf.new_scalar(), oprf.new_scalar()
    shares = oprf.share_key(key, slope)
    blinded = oprf.blind(b"value", oprf.new_scalar())
    parts = [(shares[at].number, oprf.evaluate(shares[at].scalar, blinded.element)) for at in two]
    assert oprf.combine(parts) == oprf.evaluate(key, blinded.element)


def test_one_custodian_alone_cannot_answer():
    shares = oprf.share_key(oprf.new_scalar(), oprf.new_scalar())
    answer = (1, oprf.evaluate(shares[0].scalar, rbcl.crypto_core_ristretto255_random()))
    with pytest.raises(oprf.ElementError, match="two different custodians"):
        oprf.combine([answer, answer])


@pytest.mark.parametrize("element", [b"\xff" * 32, bytes(32), b"short"])
def test_what_is_no_element_of_the_group_is_refused(element):
    with pytest.raises(oprf.ElementError, match="not an element"):
        oprf.evaluate(oprf.new_scalar(), element)
