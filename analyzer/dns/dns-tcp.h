/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A question over TCP (RFC 1035 §4.2.2, RFC 7766), for answers that do not fit a datagram. ldns
 * begins its time limit anew with every byte that comes; here one deadline covers all of it. */
#pragma once
#include <sys/socket.h>

#include "base/arena.h"

/* Sends `query` (a message, without its length) and reads the answer into the arena, at most 65,535
 * bytes. `deadline` is monotonic time, µs. False: no server there, or it was not ready in time. */
bool dns_tcp_exchange (const struct sockaddr_storage *server, socklen_t server_len, Span query,
                       gint64 deadline, Arena *arena, Span *ret_answer);
