/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --show-repaired: the headers as they are understood. */
#pragma once
#include "input/raw-message.h"
#include "report/sink.h"

/* The header and a blank line. What a terminal could take for a command is escaped. */
void show_repaired (Sink *sink, const RawMessage *raw, bool utf8);
