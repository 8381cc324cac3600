/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the structs of a rule set are made of, member by member, so that one function can write any
 * of them down (rule-tables-write.c). */
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct Shape Shape;

/* What one value is. */
typedef enum {
  AS_NUMBER,  /* an integer, an enum, a bool */
  AS_SPAN,    /* Span */
  AS_STRING,  /* const char * */
  AS_STRUCT,  /* a struct of its own shape */
  AS_OWNED,   /* a pointer to one that nothing else points to, or that may be there twice */
  AS_SHARED,  /* the same, of which there is one for all that are alike */
  AS_RULE,    /* Rule * */
  AS_PATTERN, /* Pattern * */
  AS_FIELD,   /* const FieldInfo * */
  AS_RECORD,  /* const RecordInfo * */
  AS_CELL,    /* gpointer *: room for what is made while the program runs */
  AS_NOTHING, /* empty in tables: made anew, or only for who reads rule files */
} ShapeOf;

/* How many there are. */
typedef enum {
  ONE,
  LIST,  /* as many as the Vec has */
  ARRAY, /* as many as there is room for */
  LISTS, /* an array of Vecs */
} ShapeCount;

typedef struct {
  const char *name;
  gsize offset, size, align;
  ShapeOf what;
  ShapeCount count;
  const Shape *shape; /* of STRUCT, OWNED and SHARED */
} Member;

struct Shape {
  const char *type;
  gsize size;
  const Member *members; /* all of them, in their order */
  guint n;
  bool written_to; /* while the program runs */
};

/* Whether `members` are all of them. */
bool shape_is_whole (const Shape *shape);

/* shape_RuleSet, shape_Receiver … */
#define SHAPE(Struct) extern const Shape shape_##Struct;
#include "engine/rule-shape.def"
