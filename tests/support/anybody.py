"""A command run so that modes of files count, for root too.

subprocess.run([*AS_ANYBODY, sys.executable, "-c", "..."])
"""

from __future__ import annotations

import os
import sys

# Root reads and writes whatever the mode says; without these two capabilities it does not.
_AS_ANYBODY = """
import ctypes, os, sys
for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.argv[1], sys.argv[1:])
"""
AS_ANYBODY = (sys.executable, "-c", _AS_ANYBODY) if os.geteuid() == 0 else ()
"""Put before a command, makes modes of files count for root too."""
