/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a request may take. */
#pragma once

#define SERVE_BODY (32 << 20)     /* bytes of a request: a message as long as is read */
#define SERVE_ANSWER (64 << 20)   /* of an answer */
#define SERVE_MEMORY (1024 << 20) /* address space of the process that answers */
#define SERVE_SECONDS 20          /* it has */
#define SERVE_READING 30          /* seconds a client has to say what it wants */
#define SERVE_PARALLEL 4          /* requests answered at a time; more are refused */
#define SERVE_CONNECTIONS 64      /* at a time; more are closed */
#define SERVE_PARTS 16            /* of a form */
