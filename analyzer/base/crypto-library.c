/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifdef LAZY_CRYPTO
#include "base/crypto-library.h"

LAZY_LIBRARY_DEFINE (crypto, CRYPTO_FUNCTIONS, LAZY_CRYPTO)
#endif
