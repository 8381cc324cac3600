/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tests of tables of rows: lists of cases, each with `row`, the name of the row that decides. */
#pragma once
#include <glib.h>

#define ASSERT_ALL_ROWS(table, list)                             \
  for (guint i = 0; i < (table).n; i++) {                        \
    guint n = 0;                                                 \
    for (guint k = 0; k < G_N_ELEMENTS (list); k++)              \
      n += g_strcmp0 ((list)[k].row, (table).rows[i].name) == 0; \
    if (n == 0)                                                  \
      g_error ("no case for the row %s", (table).rows[i].name);  \
  }

/* "PATH/01 the row's name" for each case. */
#define ADD_ROWS(path, list, function)                                              \
  for (guint i = 0; i < G_N_ELEMENTS (list); i++) {                                 \
    g_autofree char *one = g_strdup_printf (path "/%02u %s", i + 1, (list)[i].row); \
    g_test_add_data_func (one, &(list)[i], function);                               \
  }
