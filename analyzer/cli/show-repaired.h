/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --show-repaired: the headers as they are understood. */
#pragma once
#include "case/pasted.h"
#include "report/sink.h"

/* The header and a blank line. What a terminal could take for a command is escaped. */
void show_repaired (Sink *sink, Span bytes, const Pasted *pasted, bool utf8);
