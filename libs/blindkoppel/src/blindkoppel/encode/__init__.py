# SPDX-License-Identifier: MIT
"""From a record to what may be compared: match keys, and encodings that hide the record."""
