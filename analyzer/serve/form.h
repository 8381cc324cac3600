/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a request brings: a form's fields, or a mail as it is. */
#pragma once
#include <libsoup/soup.h>
#include <stdbool.h>

typedef struct {
  GBytes *mail;      /* NULL: none */
  char *language;    /* as "fr"; NULL: not chosen */
  char *institution; /* empty: none; NULL: not told */
  char *voice;       /* "neutral", "platform"; NULL: not chosen */
} Form;

/* A form of several parts, the short kind, or a body of any other type, which is the mail; for that
 * the others may stand in the address. A file goes before a text. False when it cannot be read.
 */
bool form_read (SoupMessageHeaders *headers, GBytes *body, GHashTable *query, Form *ret);
/* Letters, digits and what codes are written with. */
bool form_is_word (const char *text);
void form_clear (Form *form);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Form, form_clear)
