/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A refusal quotes mailboxes and hosts: "<dmarc-reports@museum.example>: User unknown". A name is
 * no word of who refused, and whoever has a mailbox or a host chooses it. */
#pragma once
#include "base/arena.h"

/* The text with "x" for each letter of a local part, and for what names SPF, DKIM or DMARC in the
 * name of a host; as long as it was, so that a place in one is the same place in the other. The
 * text itself where there is nothing of that. */
Span bounce_without_names (Span text, Arena *arena);
