# SPDX-License-Identifier: EUPL-1.2
from ketenzicht.world.command import main

main()
