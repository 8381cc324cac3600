/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libarchive. */
#pragma once
#include <archive.h>
#include <archive_entry.h>

#include "base/lazy-library.h"

#ifdef LAZY_ARCHIVE

/* clang-format off */
#define ARCHIVE_FUNCTIONS(F) \
  F (archive_entry_filetype) \
  F (archive_entry_is_data_encrypted) \
  F (archive_entry_pathname) \
  F (archive_entry_pathname_utf8) \
  F (archive_filter_bytes) \
  F (archive_format) \
  F (archive_read_data) \
  F (archive_read_free) \
  F (archive_read_new) \
  F (archive_read_next_header) \
  F (archive_read_open) \
  F (archive_read_open_fd) \
  F (archive_read_support_filter_bzip2) \
  F (archive_read_support_filter_none) \
  F (archive_read_support_filter_xz) \
  F (archive_read_support_format_7zip) \
  F (archive_read_support_format_raw) \
  F (archive_read_support_format_tar) \
  F (archive_read_support_format_zip)
/* clang-format on */

LAZY_LIBRARY (archive, ARCHIVE_FUNCTIONS)

#define archive_entry_filetype archive_functions.archive_entry_filetype_
#define archive_entry_is_data_encrypted archive_functions.archive_entry_is_data_encrypted_
#define archive_entry_pathname archive_functions.archive_entry_pathname_
#define archive_entry_pathname_utf8 archive_functions.archive_entry_pathname_utf8_
#define archive_filter_bytes archive_functions.archive_filter_bytes_
#define archive_format archive_functions.archive_format_
#define archive_read_data archive_functions.archive_read_data_
#define archive_read_free archive_functions.archive_read_free_
#define archive_read_new archive_functions.archive_read_new_
#define archive_read_next_header archive_functions.archive_read_next_header_
#define archive_read_open archive_functions.archive_read_open_
#define archive_read_open_fd archive_functions.archive_read_open_fd_
#define archive_read_support_filter_bzip2 archive_functions.archive_read_support_filter_bzip2_
#define archive_read_support_filter_none archive_functions.archive_read_support_filter_none_
#define archive_read_support_filter_xz archive_functions.archive_read_support_filter_xz_
#define archive_read_support_format_7zip archive_functions.archive_read_support_format_7zip_
#define archive_read_support_format_raw archive_functions.archive_read_support_format_raw_
#define archive_read_support_format_tar archive_functions.archive_read_support_format_tar_
#define archive_read_support_format_zip archive_functions.archive_read_support_format_zip_

#else
LINKED_LIBRARY (archive)
#endif
