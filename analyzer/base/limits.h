/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every bound on what a message can make the program do. A message that meets one is
 * still answered; a defect names the limit. Sizes are bytes unless said otherwise. */
#pragma once

/* A table of a line each. */
/* clang-format off */

#define LIMIT_MESSAGE (G_GUINT64_CONSTANT (32) << 20)  /* kept of one message; the rest is passed over */
#define LIMIT_MAILBOX_MESSAGE (8 << 20) /* kept of one of many messages: several are in memory at a time */
#define LIMIT_CHUNK (1 << 20)         /* of messages that are handed to a worker at once, unless one is larger */
#define LIMIT_CHUNK_MESSAGES 128      /* messages in it */
#define LIMIT_INFLATED (G_GUINT64_CONSTANT (256) << 20) /* before the next is asked */
#define LIMIT_INFLATION 400           /* bytes out of one compressed byte */
#define LIMIT_ZSTD_WINDOW_LOG 27      /* 128 MiB: what the command zstd reads without being told to */
#define LIMIT_UNQUOTED 16384          /* ">From " lines un-quoted in one message */
#define LIMIT_PASSED_OVER (G_GUINT64_CONSTANT (1) << 30) /* behind what is kept of one message; then the input is given up */
#define LIMIT_WORKER_STACK (8 << 20)  /* of each thread: what the first one usually has */
#define LIMIT_SUFFIX_LIST (16 << 20)  /* of a public suffix list */
#define LIMIT_MEMBERS 65536           /* files in one archive */
#define LIMIT_ARCHIVE_DEPTH 4         /* archives in archives */
#define LIMIT_DOCUMENT (8 << 20)      /* of the XML of a document's text */
#define LIMIT_OUTLOOK (64 << 20)      /* of one .msg */
#define LIMIT_TREE_DEPTH 64           /* folders in folders */
#define LIMIT_NAMES (1 << 17)         /* file names of one folder in memory at a time */
#define LIMIT_WAITING_OUTPUT (4 << 20) /* of one worker, before it waits for its turn */
#define LIMIT_READ (1 << 16)          /* asked of the system at once */
#define LIMIT_HEADER_BLOCK (8 << 20)  /* kept of one header block */
#define LIMIT_FIELD (1 << 20)         /* kept of one header field's value */
#define LIMIT_FIELDS 4096             /* header fields read in one message */
#define LIMIT_TRACE_FIELDS 256        /* of one kind: Received, Authentication-Results, DKIM-Signature … */
#define LIMIT_ADDRESS_FIELD (64 << 10) /* of an address field given to the address parser */
#define LIMIT_ADDRESS_NESTING 256     /* ':' or '(' in an address field: each can open a level */
#define LIMIT_ADDRESSES 256           /* mailboxes read in one field */
#define LIMIT_MIME_DEPTH 64           /* multipart or message levels */
#define LIMIT_MIME_BYTES (8 << 20)    /* of a message whose parts are looked for; the rest is not read */
#define LIMIT_MIME_BOUNDARIES 1024    /* multiparts in one message, nested or not */
#define LIMIT_MIME_DELIMITERS 4096    /* lines that divide parts */
#define LIMIT_MIME_PARTS 256          /* leaf parts kept of one message */
#define LIMIT_ATTACHED 64             /* messages attached to one that are opened */
#define LIMIT_ATTACHED_DEPTH 4        /* of messages in messages that are opened */
#define LIMIT_PART (2 << 20)          /* of one part's content that is decoded */
#define LIMIT_BODY_SEARCH (G_GUINT64_CONSTANT (256) << 20) /* hashed to find what changed a body, over all signatures: a second */
#define LIMIT_BOUNCES 4096            /* recipients of one bounce that are kept; all are counted */
#define LIMIT_DIAGNOSTIC (8 << 10)    /* of one diagnostic text */
#define LIMIT_BOUNCE_TEXT (256 << 10) /* of a bounce's prose that is looked through */
#define LIMIT_BOUNCE_LINES 8192       /* lines of it */
#define LIMIT_REFUSAL_PARAGRAPHS 64   /* of a text without a reply of SMTP whose words are looked at */
#define LIMIT_LOG_LINE (64 << 10)     /* of one line of a log */
#define LIMIT_RESULTS 256             /* results in one Authentication-Results */
#define LIMIT_PROPERTIES 64           /* properties of one result */
#define LIMIT_TAGS 64                 /* tags of one tag list (RFC 6376 §3.2) */
#define LIMIT_SIGNED_FIELDS 256       /* names in h= */
#define LIMIT_DOMAIN 1024             /* a domain name that is compared; DNS itself ends at 255 */
#define LIMIT_DEFECTS 256
#define LIMIT_DEFECT_TEXT 512
#define LIMIT_EXCERPT 64              /* message bytes quoted in a defect's text */
#define LIMIT_CONTENT_FIELD (16 << 10) /* of a Content-* field given to the MIME parser */
#define LIMIT_REGEX_SUBJECT (64 << 10)
#define LIMIT_PASTE (2 << 20)         /* of a pasted text that is repaired; the rest is passed over */
#define LIMIT_PASTE_LINES (64 << 10)  /* lines of it */
#define LIMIT_PASTE_LINE (64 << 10)   /* of one line of it */
#define LIMIT_PASTE_BLOCKS 64         /* header blocks in one paste */
#define LIMIT_PASTE_REPAIRS 256       /* repairs shown one by one; all are counted */
#define LIMIT_PASTE_EXCERPT 80        /* of "before" and "after" of a repair */
#define LIMIT_JSON_DEPTH 64           /* of a pasted export or a notification; deeper is not read as JSON */
#define LIMIT_NOTIFICATION (1 << 19)  /* of a notification in JSON: 256 KiB, escaped; read, it can take a hundred times that */
#define LIMIT_TALLY 8192              /* keys kept of one table of the summary */
#define LIMIT_TALLY_KEY 256           /* bytes of one part of a key */
#define LIMIT_REPORT (64 << 20)       /* of one DMARC or TLS report, uncompressed */
#define LIMIT_TLS_REPORT (1 << 20)    /* of one in JSON: read, it can take a hundred times that */
#define LIMIT_REPORT_DEPTH 32         /* elements in elements of one */
#define LIMIT_REPORT_VALUE 1024       /* of one value in it */
#define LIMIT_REPORT_RATIO (8 << 20)  /* of one, before LIMIT_INFLATION is asked */
#define LIMIT_REPORT_MESSAGES G_GINT64_CONSTANT (1000000000000) /* a row of a report can stand for */
#define LIMIT_SOURCE_QUERIES 200      /* to the DNS, about the sources a summary shows */
#define LIMIT_REPORTS_KNOWN (1 << 20) /* keys of reports kept to tell duplicates */
#define LIMIT_ARCHIVE_FILES 1024      /* files read of one attached archive */
#define LIMIT_ATTACHED_REPORTS 64     /* reports read of one message */
#define LIMIT_SUMMARY_FILE (64 << 20) /* of one summary that is merged, a line */
