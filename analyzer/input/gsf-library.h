/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libgsf. */
#pragma once
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-utils.h>

#include "base/lazy-library.h"

#ifdef LAZY_GSF

/* clang-format off */
#define GSF_FUNCTIONS(F) \
  F (gsf_infile_child_by_index) \
  F (gsf_infile_child_by_name) \
  F (gsf_infile_get_type) \
  F (gsf_infile_msole_new) \
  F (gsf_infile_name_by_index) \
  F (gsf_infile_num_children) \
  F (gsf_init) \
  F (gsf_input_memory_new) \
  F (gsf_input_read) \
  F (gsf_input_size)
/* clang-format on */

LAZY_LIBRARY (gsf, GSF_FUNCTIONS)

#define gsf_infile_child_by_index gsf_functions.gsf_infile_child_by_index_
#define gsf_infile_child_by_name gsf_functions.gsf_infile_child_by_name_
#define gsf_infile_get_type gsf_functions.gsf_infile_get_type_
#define gsf_infile_msole_new gsf_functions.gsf_infile_msole_new_
#define gsf_infile_name_by_index gsf_functions.gsf_infile_name_by_index_
#define gsf_infile_num_children gsf_functions.gsf_infile_num_children_
#define gsf_init gsf_functions.gsf_init_
#define gsf_input_memory_new gsf_functions.gsf_input_memory_new_
#define gsf_input_read gsf_functions.gsf_input_read_
#define gsf_input_size gsf_functions.gsf_input_size_

#else
LINKED_LIBRARY (gsf)
#endif
