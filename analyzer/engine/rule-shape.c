/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-shape.h"

#include "engine/rule-set-private.h"

#define SHAPE(Struct) static const Member members_##Struct[] = {
#define PLACE(Struct, member)                                          \
#member, offsetof(Struct, member), sizeof(((Struct *)NULL)->member), \
      __alignof__(((Struct *)NULL)->member)
#define MEMBER(Struct, member, WHAT, COUNT) {PLACE (Struct, member), AS_##WHAT, COUNT, NULL},
#define MEMBER_OF(Struct, member, WHAT, COUNT, Of) \
  {PLACE (Struct, member), AS_##WHAT, COUNT, &shape_##Of},
#define END_SHAPE(Struct) \
  }                       \
  ;
#include "engine/rule-shape.def"

#define SHAPE_AS(Struct, written)                                           \
  const Shape shape_##Struct = {#Struct, sizeof (Struct), members_##Struct, \
                                G_N_ELEMENTS (members_##Struct), written};
#define SHAPE(Struct) SHAPE_AS (Struct, false)
#define WRITTEN_SHAPE(Struct) SHAPE_AS (Struct, true)
#include "engine/rule-shape.def"

/* Nothing lies between two members but what aligns the second, and nothing behind the last. */
bool
shape_is_whole (const Shape *shape) {
  gsize end = 0, align = 1;
  for (guint i = 0; i < shape->n; i++) {
    const Member *member = &shape->members[i];
    if (member->offset != (end + member->align - 1) / member->align * member->align)
      return false;
    end = member->offset + member->size;
    align = MAX (align, member->align);
  }
  return shape->size == (end + align - 1) / align * align;
}
