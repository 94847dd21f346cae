# SPDX-License-Identifier: EUPL-1.2
"""The example of the guide: bicycles that an organisation lends, with a list, an act, an alarm."""
