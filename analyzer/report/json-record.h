/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records as JSON, from the table of fields: every key is always there; unknown is null, an empty
 * list []. A DATE gives two keys, NAME (RFC 3339 in UTC) and NAME_raw (as written). */
#pragma once
#include "evidence/evidence.h"
#include "report/json-writer.h"

#define JSON_SCHEMA_NUMBER 1

/* `scratch` holds short-lived text (dates); the caller resets or frees it. */
void json_record (JsonWriter *writer, Arena *scratch, const RecordInfo *info, gconstpointer record);
/* The whole case: evidence, the original's, verdict, findings; how it is malformed comes last. */
void json_case (JsonWriter *writer, Arena *scratch, const Case *mail_case);
