# SPDX-License-Identifier: MIT
"""One case of one organisation against the file of another, and nothing is seen of either.

The matching point finds candidates by equal keys; two agents and the custodian compare the
case with them under secure computation; only a band comes out.
"""
