/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The examples of rules as cases. An example is a message, or its header, or a paste; a line
 * "; zone" (and --institution CODE) in it ends the message, and what follows is a zone file the DNS
 * is read from. One that begins with "; --setup DOMAIN" (and --institution CODE, --sender NAME) is
 * a zone file all of it, and asks for that domain's set-up. */
#pragma once
#include "case/analyze.h"

typedef struct ExampleReader ExampleReader;
/* `rules` must outlive it. */
ExampleReader *example_reader_new (const RuleSet *rules);
void example_reader_free (ExampleReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExampleReader, example_reader_free)

RuleWorker *example_reader_worker (ExampleReader *reader);
/* Valid until the next call, and as long as `text` is. */
const Case *example_read (ExampleReader *reader, Span text);
