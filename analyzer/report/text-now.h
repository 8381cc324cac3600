/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the DNS says now: rows that go below what the receiver saw then. */
#pragma once
#include "report/text-rows.h"

void text_now_add_spf (TextCase *text, Vec *rows);
void text_now_add_dkim (TextCase *text, Vec *rows);
void text_now_add_dmarc (TextCase *text, Vec *rows);
/* "example.org (selector s1)" */
Span text_key_words (TextCase *text, Span domain, Span selector);
