/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifdef LAZY_ARCHIVE
#include "input/archive-library.h"

LAZY_LIBRARY_DEFINE (archive, ARCHIVE_FUNCTIONS, LAZY_ARCHIVE)
#endif
