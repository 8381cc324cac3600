/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints the list of fields: as JSON Schema for programs, as lines for people who write rules. */
#pragma once
#include "report/sink.h"

/* JSON Schema (draft 2020-12) of what --format json and jsonl write for one message. Every key is
 * required; keys it does not name are allowed, since later versions add some. */
void schema_write (Sink *sink);

/* "from.domain  domain  Its domain; …", a line for each field; lists of records have lines of their
 * own. */
void schema_list_fields (Sink *sink);
