# SPDX-License-Identifier: MIT
"""Making the parameters that come with the library; needs the extra ``train``."""
