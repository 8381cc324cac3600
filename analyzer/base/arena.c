/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/bytes.h"

#define BLOCK_SIZE (64 * 1024)
#define ALIGNMENT 16

/* A sanitizer knows malloc's blocks, not the pieces taken out of one: it is told which bytes nobody
 * took, or took before a reset, and a gap behind each piece is never taken. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define GAP ALIGNMENT
#define forbid(bytes, size) ASAN_POISON_MEMORY_REGION ((bytes), (size))
#define permit(bytes, size) ASAN_UNPOISON_MEMORY_REGION ((bytes), (size))
#else
#define GAP 0
#define forbid(bytes, size) (void)(bytes)
#define permit(bytes, size) (void)(bytes)
#endif

typedef struct Block Block;
struct Block {
  Block *next;
  gsize size;
  gsize used;
  /* keeps the bytes after the header aligned */
  gsize unused;
};

G_STATIC_ASSERT (sizeof (Block) % ALIGNMENT == 0);

struct Arena {
  Block *first;
  Block *current;
  gsize used;
};

static char *
block_bytes (Block *block) {
  return (char *)(block + 1);
}

static Block *
block_new (gsize size) {
  Block *block = g_malloc (sizeof (Block) + size);
  *block = (Block){.size = size};
  forbid (block_bytes (block), size);
  return block;
}

Arena *
arena_new (void) {
  Arena *arena = g_new0 (Arena, 1);
  arena->first = arena->current = block_new (BLOCK_SIZE);
  return arena;
}

static void
free_blocks (Block *block) {
  while (block) {
    Block *next = block->next;
    g_free (block);
    block = next;
  }
}

void
arena_free (Arena *arena) {
  if (arena == NULL)
    return;
  free_blocks (arena->first);
  g_free (arena);
}

void
arena_reset (Arena *arena) {
  free_blocks (arena->first->next);
  arena->first->next = NULL;
  arena->first->used = 0;
  forbid (block_bytes (arena->first), arena->first->size);
  arena->current = arena->first;
  arena->used = 0;
}

char *
arena_take (Arena *arena, gsize size) {
  g_assert (size <= G_MAXSIZE / 2);
  gsize rounded = (size + ALIGNMENT - 1) & ~(gsize)(ALIGNMENT - 1);
  Block *block = arena->current;
  if (block->size - block->used < rounded + GAP) {
    block->next = block_new (MAX (BLOCK_SIZE, rounded + GAP));
    arena->current = block = block->next;
  }
  char *bytes = block_bytes (block) + block->used;
  permit (bytes, size);
  block->used += rounded + GAP;
  arena->used += rounded;
  return bytes;
}

gpointer
arena_alloc (Arena *arena, gsize size) {
  return memset (arena_take (arena, size), 0, size);
}

Span
arena_dup (Arena *arena, Span span) {
  if (span_is_null (span))
    return SPAN_NULL;
  char *copy = arena_take (arena, span.len + 1);
  if (span.len)
    memcpy (copy, span.data, span.len);
  copy[span.len] = '\0';
  return span_of (copy, span.len);
}

Span
arena_dup_lower (Arena *arena, Span span) {
  if (span_is_null (span))
    return SPAN_NULL;
  char *copy = arena_take (arena, span.len + 1);
  gsize n = 0;
  for (; n + 8 <= span.len; n += 8) {
    guint64 eight = GUINT64_TO_LE (bytes_lower (bytes_load (span.data + n)));
    memcpy (copy + n, &eight, sizeof eight);
  }
  for (; n < span.len; n++) {
    char c = span.data[n];
    copy[n] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
  }
  copy[span.len] = '\0';
  return span_of (copy, span.len);
}

Span
arena_printf (Arena *arena, const char *format, ...) {
  char most[512]; /* texts are shorter, and are not formatted twice then */
  va_list args, again;
  va_start (args, format);
  va_copy (again, args);
  int len = vsnprintf (most, sizeof most, format, args);
  va_end (args);
  g_assert (len >= 0);
  char *text = arena_alloc (arena, (gsize)len + 1);
  if ((gsize)len < sizeof most)
    memcpy (text, most, (gsize)len);
  else
    vsnprintf (text, (gsize)len + 1, format, again);
  va_end (again);
  return span_of (text, (gsize)len);
}

Span
arena_join (Arena *arena, Span a, Span b, Span c) {
  char *text = arena_take (arena, a.len + b.len + c.len + 1), *end = text;
  const Span parts[] = {a, b, c};
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].len)
      end = (char *)memcpy (end, parts[i].data, parts[i].len) + parts[i].len;
  *end = '\0';
  return span_between (text, end);
}

const char *
arena_string (Arena *arena, Span span) {
  return span_is_null (span) ? NULL : arena_dup (arena, span).data;
}

gsize
arena_used (const Arena *arena) {
  return arena->used;
}
