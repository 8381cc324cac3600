/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints the list of fields: as JSON Schema for programs, as lines for people who write rules. */
#pragma once
#include "report/json-writer.h"
#include "report/sink.h"

/* JSON Schemas (draft 2020-12), each with an $id urn:mailwhy:schema:NAME:1. Every key is required;
 * keys it does not name are allowed, since later versions add some. */
/* Of what --format json and jsonl write for one message. */
void schema_write (Sink *sink);
/* Of what they write for a set-up. */
void schema_write_setup (Sink *sink);

/* "from.domain  domain  Its domain; …", a line for each field; lists of records have lines of their
 * own. */
void schema_list_fields (Sink *sink);

/* ---- for those who write one ---- */

/* Begins the object; `name` is that of the $id. */
void schema_begin (JsonWriter *writer, Sink *sink, const char *name, const char *description);
void schema_end (JsonWriter *writer);
/* "schema": the number of this version. */
void schema_number (JsonWriter *writer);
/* "key": {"type": type}, with null too where `nullable`. */
void schema_property (JsonWriter *writer, const char *key, const char *type, bool nullable);
/* "key": {"$ref": "#/$defs/TYPE"}, or an array of such. */
void schema_property_ref (JsonWriter *writer, const char *key, const char *type, bool array);
/* "required": the names, up to NULL. */
void schema_required (JsonWriter *writer, const char *const *names);
