/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a word processor's document: word/document.xml of a .docx (ECMA-376), content.xml of
 * an .odt (ISO 26300). */
#pragma once
#include "base/span.h"

/* Appends the text of `xml`, a line a paragraph. What is no text is passed over; only the five
 * entities of XML and characters by number are known, so nothing expands. */
void document_text (Span xml, GString *out);
/* The type of document that this member of a zip has the text of; null for other members. */
Span document_member (Span name);
