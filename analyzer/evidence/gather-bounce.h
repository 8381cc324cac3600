/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bounces and reports: what happened to whom, and the message that came back. */
#pragma once
#include "evidence/gather-light.h"

/* Call it after evidence_gather(), on a case whose evidence is that of `message`. When the
 * message is a bounce (RFC 3464, prose, or a notification in JSON) or a report (RFC 5965), sets
 * source.kind, fills bounces and kase->original; leaves all as it is for other mail, automatic
 * answers (RFC 3834) among them. The original's header_index count from its own first field; line
 * and offset are those of the outer message, null where the original stood in decoded text. Never
 * fails. */
void bounce_gather (const Message *message, MessageReader *reader, Arena *arena, Case *kase,
                    Defects *defects);

/* The same of a kase whose evidence is evidence_gather_light()'s; so is the original's then, of
 * which `light` keeps what it was read from: message NULL where there is none. A report (RFC 5965)
 * makes the kase insufficient. */
void bounce_gather_light (const Message *message, LightGather *light, Case *kase);

/* What the remote host said: reply code, status, whether it is for good, and whose host it was. */
void bounce_set_said (Bounce *bounce, Span status, Span text, Arena *arena);
/* Reads the header of the returned message, `bytes`, which stands in `message` or a copy of it. */
void bounce_gather_original (Span bytes, const Message *message, MessageReader *reader,
                             Arena *arena, Case *kase, Defects *defects);
