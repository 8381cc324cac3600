/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifdef LAZY_GSF
#include "input/gsf-library.h"

LAZY_LIBRARY_DEFINE (gsf, GSF_FUNCTIONS, LAZY_GSF)
#endif
