#include "common.h"

/* Raised whenever the arguments of any kernel change; the loader refuses another number. */
BH_EXPORT int bh_abi_version(void) { return 5; }
