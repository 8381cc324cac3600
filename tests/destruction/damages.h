/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What copying a header from one program into another does to it. */
#pragma once
#include <glib.h>
#include <stdbool.h>

/* A new text. */
typedef char *(*Damage) (const char *text, GRand *rand);

typedef struct {
  const char *name;
  Damage damage;
  bool varies;      /* does it differently each time */
  bool header_only; /* the body is lost; so it is done before others, and once */
} DamageKind;

extern const DamageKind damages[];
extern const guint n_damages;
