/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text from messages made fit for a terminal. Everything a person is shown goes through here. */
#pragma once
#include "base/arena.h"

/* Appends `text` with all that could act on a terminal made visible: controls and bytes that are no
 * UTF-8 as \xNN, other unsafe characters as \u{202E}. Without `utf8`, all beyond ASCII as \u{E9}.
 * Escaping twice changes nothing. White space but the blank is escaped too. */
void text_escape (GString *out, Span text, bool utf8);
/* The same as a copy in the arena, cut to about `limit` bytes with an ellipsis. Null gives empty.
 */
Span text_escaped (Arena *arena, Span text, bool utf8, gsize limit);
/* Columns that escaped text takes on a terminal (East Asian wide characters two, combining ones
 * none). */
guint text_columns (Span escaped);
