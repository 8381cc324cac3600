/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file that is a message as some host stored it, whatever is odd in it. */
#pragma once
#include "base/span.h"

/* True when the text begins with the header of a received message (RFC 5322 §2.2, RFC 5321 §4.4):
 * its topmost Received says by whom and when, it has From and what a mail program writes, a blank
 * line ends it, and no field that a machine writes shows what copying does to it. A line that is no
 * field is forgiven where it cannot be a part of such a field. False: it may be a message all the
 * same. Linear. */
bool paste_is_whole_message (Span text);
/* The same without a Received: a mail that its author kept, or a help desk made. Linear. */
bool paste_is_kept_message (Span text);
