/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A bump allocator: everything one case needs, freed at once. A worker owns one
 * and resets it between messages, so the steady state allocates nothing.
 * Memory is zeroed and aligned for any type. Allocation aborts the process when the
 * system has none left, as GLib does; callers bound every size first (base/limits.h). */
#pragma once
#include "base/span.h"

typedef struct Arena Arena;

Arena *arena_new (void);
void arena_free (Arena *arena);
/* Forgets everything; blocks beyond the first few are given back to the system. */
void arena_reset (Arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Arena, arena_free)

gpointer arena_alloc (Arena *arena, gsize size);
/* Not zeroed: for bytes that are all written at once. */
char *arena_take (Arena *arena, gsize size);
/* Copies; the copy has a NUL after it that is not counted. Null stays null. */
Span arena_dup (Arena *arena, Span span);
/* ASCII letters lowered. */
Span arena_dup_lower (Arena *arena, Span span);
Span arena_printf (Arena *arena, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* One after the other; a NUL follows. */
Span arena_join (Arena *arena, Span a, Span b, Span c);
/* NUL-terminated copy for libraries that want one. A NUL inside stays inside. */
const char *arena_string (Arena *arena, Span span);
/* Bytes handed out since the last reset. */
gsize arena_used (const Arena *arena);

#define arena_new_of(arena, Type) ((Type *)arena_alloc ((arena), sizeof (Type)))
