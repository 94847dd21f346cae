# SPDX-License-Identifier: EUPL-1.2
"""To which activity of the register of processing an act on a kind of thing belongs.

Three activities process people's data, each on a legal ground of its own (see the guide on
security); estimates and releases process counts and stand in none of them.
"""

SIGNAL_INTAKE = "signal-intake"
CARE_COORDINATION = "care-coordination"
NATIONAL_REGISTRATION = "national-registration"

ACTIVITY_OF = {
    **dict.fromkeys(("report", "forward", "reporter"), SIGNAL_INTAKE),
    **dict.fromkeys(
        (
            "break-glass",
            "break-glass-list",
            "case",
            "case-list",
            "consent",
            "dispute",
            "identity",
            "label",
            "need",
            "stall-list",
            "transfer",
            "transfer-list",
            "whereabouts",
        ),
        CARE_COORDINATION,
    ),
    **dict.fromkeys(("entry", "register"), NATIONAL_REGISTRATION),
}
