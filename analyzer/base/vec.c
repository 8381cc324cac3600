/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/vec.h"

void
vec_reserve_size (Arena *arena, Vec *vec, guint n, gsize item_size) {
  g_assert (vec->capacity < G_MAXUINT / 2);
  if (n <= vec->capacity)
    return;
  gpointer items = arena_take (arena, (gsize)n * item_size);
  if (vec->n)
    memcpy (items, vec->items, vec->n * item_size);
  vec->items = items;
  vec->capacity = n;
}
