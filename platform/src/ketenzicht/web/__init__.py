# SPDX-License-Identifier: EUPL-1.2
"""The design system: base templates, components, styles, scripts and charts."""
