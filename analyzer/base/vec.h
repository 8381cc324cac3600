/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A growable array in an arena. Pushing may move the items: do not keep a pointer to an
 * item across a push of the same vec. */
#pragma once
#include <string.h>

#include "base/arena.h"

typedef struct {
  gpointer items;
  guint n;
  guint capacity;
} Vec;

/* Makes room for `n` items in all: up to then no push moves them or asks the arena. */
void vec_reserve_size (Arena *arena, Vec *vec, guint n, gsize item_size);

/* Returns the new, zeroed item. */
static inline gpointer
vec_push_size (Arena *arena, Vec *vec, gsize item_size) {
  if (vec->n == vec->capacity)
    vec_reserve_size (arena, vec, vec->capacity ? vec->capacity * 2 : 4, item_size);
  return memset ((char *)vec->items + (gsize)vec->n++ * item_size, 0, item_size);
}

#define vec_push(arena, vec, Type) ((Type *)vec_push_size ((arena), (vec), sizeof (Type)))
#define vec_reserve(arena, vec, n, Type) vec_reserve_size ((arena), (vec), (n), sizeof (Type))
#define vec_at(vec, Type, i) (&((Type *)(vec)->items)[i])
