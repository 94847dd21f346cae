# SPDX-License-Identifier: EUPL-1.2
"""The port of work: what any app says about what somebody must do, with no table behind it.

An app registers the things its work is about (`kinds`), says in `states` what stands by the facts
of one of them, and `touch`es it in every act that changes those facts (`acting`). What carries
that out, and all that reads it, is `ketenzicht.work`; it is attached when the platform starts.
So the lowest app puts something on a day in the same way as the highest.
"""
