/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifdef LAZY_LDNS
#include "dns/ldns-library.h"

LAZY_LIBRARY_DEFINE (ldns, LDNS_FUNCTIONS, LAZY_LDNS)
#endif
