/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A growable array in an arena. Pushing may move the items: do not keep a pointer to an
 * item across a push of the same vec. */
#pragma once
#include "base/arena.h"

typedef struct {
  gpointer items;
  guint n;
  guint capacity;
} Vec;

/* Returns the new, zeroed item. */
gpointer vec_push_size (Arena *arena, Vec *vec, gsize item_size);

#define vec_push(arena, vec, Type) ((Type *)vec_push_size ((arena), (vec), sizeof (Type)))
#define vec_at(vec, Type, i) (&((Type *)(vec)->items)[i])
