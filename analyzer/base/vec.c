/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/vec.h"

gpointer
vec_push_size (Arena *arena, Vec *vec, gsize item_size) {
  if (vec->n == vec->capacity) {
    guint capacity = vec->capacity ? vec->capacity * 2 : 4;
    g_assert (capacity > vec->capacity);
    gpointer items = arena_alloc (arena, (gsize)capacity * item_size);
    if (vec->n)
      memcpy (items, vec->items, vec->n * item_size);
    vec->items = items;
    vec->capacity = capacity;
  }
  return (char *)vec->items + (gsize)vec->n++ * item_size;
}
