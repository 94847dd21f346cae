# SPDX-License-Identifier: MIT
"""Find the same person without showing the person.

The steps are packages that work alone: ``names`` prepares what people are called,
``encode`` turns a record into keys and encodings, ``block`` proposes pairs,
``compare`` looks at their fields, ``decide`` says match, review or no, and
``evaluate`` tells how good that was.
"""

__version__ = "0.1.0"
