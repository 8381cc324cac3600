/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where rule files come from: the program itself, directories, the caller. */
#pragma once
#include <gio/gio.h>

#include "base/vec.h"

typedef struct {
  const char *name; /* for complaints */
  Span bytes;
} RuleFile;

typedef struct {
  Arena *arena;
  Vec files; /* of RuleFile */
  bool
      checked; /* what is right with each file by itself is known without looking: UTF-8, no control
                  characters, the names of fields, regular expressions; examples are left out */
  const char *const *languages; /* of a checked one: the locales that texts are asked in besides
                                   English, NULL-terminated; translations into others are left out.
                                   NULL: all are read */
} RuleSource;

RuleSource *rule_source_new (void);
void rule_source_free (RuleSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleSource, rule_source_free)

/* Copies both. */
void rule_source_add (RuleSource *source, const char *name, Span bytes);
/* All *.rules below a directory, in the order of their names. Error: the directory or a file cannot
 * be read, or a file is too large. */
bool rule_source_add_directory (RuleSource *source, const char *path, GError **error);
/* All *.rules below `prefix` ("/…/rules/") of the resources built into the program. Files are named
 * without the prefix. They are taken to have been checked when the program was built. */
bool rule_source_add_resources (RuleSource *source, const char *prefix, GError **error);
