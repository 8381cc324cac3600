/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The repairs, one function each, in the order they are made (paste.c has the list). Each is linear
 * in the text, makes no change twice, and returns true when it changed something. */
#pragma once
#include "paste/paste-text.h"

/* repair-bytes.c */
/* Of a byte from 0x80 on. */
gunichar windows_1252_character (guchar byte);
bool repair_charset (PasteText *text);   /* BOM, UTF-16, NUL; what is not UTF-8 is windows-1252 */
bool repair_line_ends (PasteText *text); /* CRLF and bare CR to LF, U+2028, literal \n, _x000D_ */
bool
repair_invisible (PasteText *text); /* zero-width and bidi marks, odd spaces, full-width signs */
bool repair_long_lines (PasteText *text); /* LIMIT_PASTE_LINE */
/* repair-export.c */
bool repair_export (PasteText *text); /* JSON of mail programs' interfaces */
/* repair-whole.c */
bool repair_whole_quoted_printable (PasteText *text); /* soft breaks, and no '=' as it is */
bool repair_whole_base64 (PasteText *text);           /* and nothing else beside it */
bool repair_rtf (PasteText *text);
/* repair-markup.c */
bool repair_html (PasteText *text);          /* where it shows that a header is in HTML */
bool repair_tags (PasteText *text);          /* the same of any text */
bool repair_eaten_address (PasteText *text); /* <local@></local@>domain> */
bool repair_quoted_printable (PasteText *text);
bool repair_links (PasteText *text);
bool repair_escaped_signs (PasteText *text); /* "\<", "\[" of Markdown and wikis */
bool repair_encoded_words (PasteText *text);
/* repair-japanese.c */
bool repair_lost_escapes (PasteText *text); /* "$B08@h(B" */
/* repair-lines.c */
bool repair_prefixes (PasteText *text);        /* "> ", bullets, line numbers, log prefixes */
bool repair_spilled_quotes (PasteText *text);  /* ends of quoted lines, without their mark */
bool repair_joined_prefixes (PasteText *text); /* lines with marks, joined to one */
bool repair_indent (PasteText *text);
bool repair_emphasis (PasteText *text);
bool repair_tables (PasteText *text); /* name and value in two columns */
bool repair_double_spacing (PasteText *text);
bool repair_blank_lines (PasteText *text); /* white lines inside a header */
/* repair-overview.c */
bool repair_overview (PasteText *text); /* a table's rows: out of the text, into `overview` */
bool overview_tells (const PasteOverview *overview);
/* "spf=fail dkim=none", wherever it stands; a `line` of 0 where it does not. */
PasteOverview overview_in_words (Span text, Arena *arena);
/* filter-log.c: what OpenDMARC, OpenDKIM or rspamd logged; a `line` of 0 where nothing is. */
PasteOverview overview_in_filter_log (Span text, Arena *arena);
/* repair-pages.c */
bool repair_page_ends (PasteText *text); /* form feeds, and what is printed around them */
/* repair-rows.c */
bool repair_chat (PasteText *text);            /* "[09.11.26, 16:02:15] Tom: " */
bool repair_number_lines (PasteText *text);    /* "12", and below it the line it is of */
bool repair_names_above (PasteText *text);     /* "Received", and below it "from x" */
bool repair_name_value_list (PasteText *text); /* "Name : x", below it "Value : y" */
bool repair_rows (PasteText *text);            /* "Name","Value" and columns under dashes */
/* repair-names.c */
bool repair_captions (PasteText *text); /* "Da: a@b" among header fields is From */
bool repair_nameless (PasteText *text); /* "mx.example; dmarc=fail header.from=x" alone */
/* repair-fields.c */
bool repair_field_names (PasteText *text);  /* "Name :", "Name:" in odd spacing */
bool repair_dashed_names (PasteText *text); /* "Received−SPF:" */
bool repair_typography (PasteText *text);
bool repair_redaction (PasteText *text); /* [at], (dot) */
bool repair_joined_fields (PasteText *text);
bool repair_lost_folds (PasteText *text);
bool repair_wrapped_words (PasteText *text); /* words that are plainly one half */
/* repair-torn.c */
bool repair_torn_words (PasteText *text); /* words whose whole is known */
/* repair-wraps.c */
bool repair_hard_wraps (PasteText *text); /* lines cut at one width */
/* repair-uncertain.c */
bool repair_uncertain_values (PasteText *text); /* drops what touches a gap; the last of all */

/* A form feed, or the address and the number that are printed below a page. */
bool repair_is_page_end (Span line);

/* The end of this field's value is missing: an open comment, quoted string or angle bracket, a
 * signature without b=, "..." at the end. */
bool repair_is_truncated (const FieldName *field, Span value);
