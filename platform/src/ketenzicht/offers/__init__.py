# SPDX-License-Identifier: EUPL-1.2
"""Asking another organisation to take something on. Until it says yes, nothing changes.

What is offered, who may see it and what a yes moves are the app's; that an offer is answered by
whoever was asked, once, before its moment, with a reason and another way when the answer is no,
is said here.
"""
