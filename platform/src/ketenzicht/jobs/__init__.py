# SPDX-License-Identifier: EUPL-1.2
"""Long calculations: claimed by one worker, followed, cancelled, and taken up when lost."""
