# SPDX-License-Identifier: EUPL-1.2
"""The numbers of telwerk beside the reference results of its peers."""
