# SPDX-License-Identifier: MIT
"""What lies at the matching point, and how it looks to somebody who has no key."""

import numpy as np

from blindkoppel.attacks.setting import Setting
from blindkoppel.encode.bits import WORDS
from blindkoppel.encode.parameters import Parameters
from blindkoppel.rounds.files import encoded_from
from blindkoppel.rounds.packed import RoundFileError
from blindkoppel.rounds.protocol import Encoded
from blindkoppel.rounds.sealed import submit
from blindkoppel.rounds.sealing import new_sealing_pair

_BEGINS = b"PK\x03\x04"  # what packed arrays begin with


def open_store(setting: Setting, parameters: Parameters, key: bytes = b"unknown") -> Encoded:
    """Submissions that lie open at the matching point: the control of the attacks on storage.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    parameters : Parameters
        What both sides have to do alike.
    key : bytes
        The agents' key.

    Returns
    -------
    Encoded
        The records as they can be read there.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> setting = make_setting(people=40, in_file=4)
    >>> len(open_store(setting, setting.parameters).handles)
    4
    """
    return setting.encoded_file(key, parameters)


def sealed_store(setting: Setting, parameters: Parameters, key: bytes = b"unknown") -> Encoded:
    """Submissions that lie sealed at the matching point; the attacker reads what it can.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.
    parameters : Parameters
        What both sides have to do alike.
    key : bytes
        The agents' key.

    Returns
    -------
    Encoded
        What bytes of the sealed file are when they are taken for records.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> setting = make_setting(people=40, in_file=4)
    >>> bare = open_store(setting, setting.parameters)
    >>> bool((sealed_store(setting, setting.parameters).bits == bare.bits).any())
    False
    """
    encoded = setting.encoded_file(key, parameters)
    to_round, reply_to = new_sealing_pair().public, new_sealing_pair().public
    content = submit(encoded, "org", to_round=to_round, reply_to=reply_to).content
    start = max(content.find(_BEGINS), 0)
    try:
        return encoded_from(content[start:], "submission")[0]
    except RoundFileError:
        return _as_if_open(content, encoded)


def _as_if_open(content: bytes, like: Encoded) -> Encoded:
    """Bytes taken for encodings, and what follows for as many keys for each.

    The attacker is given the number of records, which padding hides from it.
    """
    records = len(like.handles)
    words = np.frombuffer(content[: len(content) // 8 * 8], dtype=np.uint64)
    bits = words[: records * WORDS].reshape(records, WORDS)
    each = (len(words) - bits.size) // records
    return Encoded(
        parameters=like.parameters,
        handles=like.handles,
        bits=bits,
        blocking_key=np.zeros(records * each, dtype=np.int16),
        row=np.repeat(np.arange(records), each),
        key=words[bits.size : bits.size + records * each],
    )
