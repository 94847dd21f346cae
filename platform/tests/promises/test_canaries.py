# SPDX-License-Identifier: EUPL-1.2
import base64

import pytest

from tests.promises.canaries import canary, owner_of, scan


@pytest.mark.parametrize(
    "encode",
    [
        str.encode,
        lambda text: text.upper().encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode().hex().encode(),
        lambda text: base64.b64encode(b"a" + text.encode() + b"bc"),
        lambda text: base64.b64encode(b"ab" + text.encode() + b"c"),
        lambda text: base64.urlsafe_b64encode(b"abc" + text.encode()),
    ],
)
def test_a_canary_is_found_in_every_encoding(encode):
    text = canary("case", "SHOP")
    assert scan(b"<p>before " + encode(text) + b" after</p>") == {text}


def test_an_allowed_canary_is_not_reported_and_another_one_is():
    own, foreign = canary("case", "SHOP"), canary("case", "Moviera")
    page = f"{own} {foreign}".encode()
    assert scan(page, [own], among=[own, foreign]) == {foreign}
    assert owner_of(foreign) == "Moviera"
