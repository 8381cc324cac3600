/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/limits.h"
#include "paste/repair.h"

typedef struct {
  const char *name;
  bool (*repair) (PasteText *);
  const char *in;
  const char *out; /* NULL: stays as it is */
} Case;

#define AR "Authentication-Results: mx.example.net;"
#define AR_OF_B "Authentication-Results: mx.b.example;"

static const Case cases[] = {
    {"bom", repair_charset,
     "\xEF\xBB\xBF"
     "From: a@b.example\n",
     "From: a@b.example\n"},
    {"windows-1252", repair_charset, "Subject: caf\xE9 \x96\n",
     "Subject: caf\xC3\xA9 \xE2\x80\x93\n"},
    {"utf-8 stays", repair_charset, "Subject: caf\xC3\xA9\n", NULL},
    /* RFC 1468's escapes, lost; the pairs are those of JIS X 0208 */
    {"iso-2022-jp without escapes", repair_lost_escapes, "550 $B08@h$,$\"$j$^$;$s(B (x)\n",
     "550 \u5B9B\u5148\u304C\u3042\u308A\u307E\u305B\u3093 (x)\n"},
    {"iso-2022-jp with its escapes", repair_lost_escapes, "\x1B$B$O$$\x1B(B\n", NULL},
    {"iso-2022-jp, the second escape lost", repair_lost_escapes, "\x1B$B$O$$(B\n",
     "\u306F\u3044\n"},
    {"dollars and brackets", repair_lost_escapes, "$BASE/bin (B)\n", NULL},
    {"no kana", repair_lost_escapes, "$B0123(B\n", NULL},
    {"half a pair", repair_lost_escapes, "$B$O$(B\n", NULL},
    {"no character", repair_lost_escapes, "$B$O~~(B\n", NULL},
    {"no end", repair_lost_escapes, "$B$O$$$O$$$O$$\n", NULL},
    {"cr only", repair_line_ends, "A-B: 1\rC-D: 2\r", "A-B: 1\nC-D: 2\n"},
    {"cr only, a blank line", repair_line_ends, "A-B: 1\r\rhello\r", "A-B: 1\n\nhello\n"},
    {"cr before crlf", repair_line_ends, "A-B: 1\r\r\nC-D: 2\r\r\n", "A-B: 1\nC-D: 2\n"},
    {"cr only, the last one missing", repair_line_ends, "A-B: 1\rC-D: 2", "A-B: 1\nC-D: 2"},
    {"more cr than lf", repair_line_ends, "A-B: 1\rC-D: 2\rE-F: 3\n", "A-B: 1\nC-D: 2\nE-F: 3\n"},
    {"syslog's line ends", repair_line_ends, "A-B: 1#012 2#012#0113\nC-D: #012, #011 #0125\n",
     "A-B: 1\n 2\n\t3\nC-D: #012, #011 #0125\n"},
    {"crlf", repair_line_ends, "A-B: 1\r\nC-D: 2\r\n", "A-B: 1\nC-D: 2\n"},
    {"one cr is data", repair_line_ends, "A-B: 1\r2\nC: 3\nD: 4\n", NULL},
    {"excel", repair_line_ends, "From: a_x000D_\nTo: b\n", "From: a\nTo: b\n"},
    {"literal", repair_line_ends, "x\\nFrom: a\\r\\nTo: b", "x\nFrom: a\nTo: b"},
    {"a path is no line end", repair_line_ends, "X-File: C:\\new\\name\n", NULL},
    {"separator", repair_line_ends, "From: a\xE2\x80\xA8To: b", "From: a\nTo: b"},
    /* where fields end with LF, other signs are of the values: a Subject may hold them */
    {"a word processor's line ends", repair_line_ends, "Received: a\v by b\vTo: c",
     "Received: a\n by b\nTo: c"},
    {"a word processor's line end in a value", repair_line_ends,
     "From: a\nSubject: x\vTo: c\nTo: b\n", "From: a\nSubject: x To: c\nTo: b\n"},
    {"separator in a value", repair_line_ends,
     "From: a\nSubject: x\u2028To: c\xC2\x85"
     "To: d\nTo: b\n",
     "From: a\nSubject: x To: c To: d\nTo: b\n"},
    {"separator before the line feed", repair_line_ends,
     "From: a\u2028\nSubject: x\u2028To: b\u2028\n", "From: a\n\nSubject: x\nTo: b\n\n"},
    {"nbsp fold", repair_invisible, AR "\n\xC2\xA0 spf=pass\n", AR "\n  spf=pass\n"},
    {"zero width", repair_invisible,
     "From: a@\xE2\x80\x8B"
     "b.example\n",
     "From: a@b.example\n"},
    /* Unicode: soft hyphen, marks and embeddings of direction, joiners, isolates, the ends of each
     */
    {"all that is not seen", repair_invisible,
     "From: a\u00AD\u180E\u200B\u200F\u202A\u202E\u2060\u2064\u2066\u2069\uFEFF@b.example\n",
     "From: a@b.example\n"},
    {"all that is a space", repair_invisible,
     "Subject: a\u00A0b\u2000c\u200Ad\u202Fe\u205Ff\u3000g\n", "Subject: a b c d e f g\n"},
    {"full width", repair_invisible,
     "From\xEF\xBC\x9A"
     "a\n",
     "From:a\n"},
    {"chat with long years", repair_chat,
     "[09.11.2026, 16:02:15] Tom: " AR " spf=pass\n[09.11.2026, 16:03:30] Tom: From: a@b.example\n",
     AR " spf=pass\nFrom: a@b.example\n"},
    {"five digits are no part of a date", repair_chat,
     "[09.11.20261, 16:02:15] Tom: " AR " spf=pass\n"
     "[09.11.20261, 16:03:30] Tom: From: a@b.example\n",
     NULL},
    {"chat", repair_chat,
     "[09.11.26, 16:02:15] Tom: " AR " spf=pass\n[09.11.26, 16:03:30] Tom: From: a@b.example\n",
     AR " spf=pass\nFrom: a@b.example\n"},
    {"chat of another program", repair_chat,
     "9/11/2026, 4:02 PM - Tom K: " AR " spf=pass\n9/11/2026, 4:03 PM - Ann: who?\n",
     AR " spf=pass\nwho?\n"},
    {"chat, other words below a value", repair_chat,
     "9/11/2026, 4:02 PM - Tom K: " AR " spf=pass\n9/11/2026, 4:03 PM - Ann: who is it?\n",
     AR " spf=pass\n\nwho is it?\n"},
    {"chat without a header", repair_chat,
     "[09.11.26, 16:02:15] Tom: Hello\n[09.11.26, 16:03:30] Tom: Bye\n", NULL},
    {"one line of a chat", repair_chat, "[09.11.26, 16:02:15] Tom: " AR " spf=pass\n", NULL},
    {"a date is no chat", repair_chat,
     "09.11.26, 16:02:15 " AR " spf=pass\n09.11.26, 16:02:16 From: a\n", NULL},
    {"list of pairs", repair_name_value_list,
     "Name  : Received\nValue : from a by b;\n        Mon\n\nName  : From\nValue : a@b.example\n\n"
     "Name  : Subject\nValue : x\n",
     "Received: from a by b;\n        Mon\nFrom: a@b.example\nSubject: x\n"},
    {"a name is no pair", repair_name_value_list, "Name : From\nName : Received\n", NULL},
    /* YAML 1.2 section 7.3.1: the signs that are escaped between quotation marks */
    {"list of pairs in YAML", repair_name_value_list,
     "headers:\n  - name: Received\n    value: \"from a (\\\"b\\\" [192.0.2.1]) by c\"\n"
     "  - name: Return-Path\n    value: <a@b.example>\n  - name: Subject\n    value: x\n",
     "headers:\nReceived: from a (\"b\" [192.0.2.1]) by c\nReturn-Path: <a@b.example>\n"
     "Subject: x\n"},
    {"list of pairs in YAML, other marks", repair_name_value_list,
     "- name: Received\n  value: 'from a ''b'' c'\n- name: From\n  value: 'c'\n",
     "Received: from a 'b' c\nFrom: c\n"},
    {"the number of each line above it", repair_number_lines,
     "1\nReceived: from a\n2\n by b\n3\n\n4\nTo: c\n", "Received: from a\n by b\n\nTo: c\n"},
    {"numbers go on below words", repair_number_lines,
     "see\n9\nReceived: from a\n10\n by b\n11\nX: 7\n12\nTo: c\n13",
     "see\nReceived: from a\n by b\nX: 7\nTo: c\n13"},
    {"numbers that do not go on", repair_number_lines,
     "1\nReceived: from a\n2\n by b\n4\nX: y\n5\nTo: c\n", NULL},
    {"three numbers", repair_number_lines, "1\nReceived: from a\n2\n by b\n3\nTo: c\n", NULL},
    {"numbers in a text", repair_number_lines, "1\none\n2\ntwo\n3\nthree\n4\nfour\n", NULL},
    {"numbers of a page that shows source", repair_prefixes,
     "L1\tReceived: from a\nL2\t by b\nL3\tTo: c\n", "Received: from a\n by b\nTo: c\n"},
    {"csv", repair_rows,
     "Name,Value\n\"Received\",\"from a by b\"\n\"From\",\"\"\"A, B\"\" <a@b.example>\"\n",
     "Name,Value\nReceived: from a by b\nFrom: \"A, B\" <a@b.example>\n"},
    {"cells with quotation marks", repair_rows,
     "Received\t\"from a by b\"\nFrom\t\"a@b.example\"\n",
     "Received: from a by b\nFrom: a@b.example\n"},
    {"columns", repair_rows,
     "Name        Value\n----        -----\nReceived    from a by b\nFrom        a@b.example\n",
     "Name        Value\n----        -----\nReceived: from a by b\nFrom: a@b.example\n"},
    {"blanks are no columns", repair_rows, "Received    from a by b\nFrom        a@b.example\n",
     NULL},
    {"words are no csv", repair_rows, "From,to and date\nReceived,in short\n", NULL},
    {"entities", repair_html, "From: Musee &lt;info@musee.example&gt;\n",
     "From: Musee <info@musee.example>\n"},
    {"br", repair_html, "Received: from a<br>From: b<br/>", "Received: from a\nFrom: b\n"},
    {"br in a value", repair_html, "From: a\nSubject: x<br>" AR "</p>" AR "\nTo: b\n",
     "From: a\nSubject: x " AR " " AR "\nTo: b\n"},
    {"br in a value, quoted", repair_html, "> From: a\n> Subject: x<br>" AR "\n> To: b\n",
     "> From: a\n> Subject: x " AR "\n> To: b\n"},
    {"br before the line feed", repair_html, "From: a<br>\nSubject: x<br>To: b<br>\n",
     "From: a\nSubject: x\nTo: b\n"},
    {"address is no tag", repair_html, "<b>From:</b> <b@c.example>\n", "From: <b@c.example>\n"},
    {"html body stays", repair_html, "<p>Hello &amp; goodbye</p>\n", NULL},
    {"eaten", repair_eaten_address, "Return-Path: <news@></news@>musee.example>\n",
     "Return-Path: <news@musee.example>\n"},
    {"eaten and cut", repair_eaten_address, "Return-Path: <news@></news@>MuseeDate: x\n",
     "Return-Path:  Date: x\n"},
    {"quoted", repair_prefixes, "Hello\n> From: a\n> To: b\n", "Hello\nFrom: a\nTo: b\n"},
    {"quoted twice", repair_prefixes, ">> From: a\n>>  b\n", "From: a\n b\n"},
    {"quoted three times, with blanks", repair_prefixes,
     "> > > From: a\n> > >  b\n> > >\n> > > c\n", "From: a\n b\n\nc\n"},
    {"quoted chat stays", repair_prefixes, "> hello\n> there\n", NULL},
    {"numbered", repair_prefixes, "1: From: a\n2: To: b\n3:  c\n", "From: a\nTo: b\n c\n"},
    {"numbers must grow", repair_prefixes, "3: From: a\n2: To: b\n1:  c\n", NULL},
    {"bars", repair_prefixes, "| From: a\n| To: b\n|  c\n", "From: a\nTo: b\n c\n"},
    {"log", repair_prefixes,
     "Feb  1 12:00:00 mail postfix/cleanup[1]: From: a\nFeb  1 12:00:00 mail postfix/cleanup[1]: "
     "To: b\n"
     "Feb  1 12:00:00 mail postfix/cleanup[1]: Subject: c\n",
     "From: a\nTo: b\nSubject: c\n"},
    {"policy server", repair_prefixes,
     "Nov  9 10:12:43 mx policyd-spf[1]: prepend Received-SPF: Softfail (mailfrom)\n",
     "Received-SPF: Softfail (mailfrom)\n"},
    {"policy server's words in a sentence", repair_prefixes,
     "it says prepend Received-SPF: Softfail (mailfrom)\n", NULL},
    {"indent", repair_indent, "Hi\n\n    From: a\n        b\n    To: c\n",
     "Hi\n\nFrom: a\n    b\nTo: c\n"},
    {"indent but the first", repair_indent,
     "Return-Path: <a@b.example>\n  Received: from a\n    by b\n  From: c\n  To: d\n",
     "Return-Path: <a@b.example>\nReceived: from a\n  by b\nFrom: c\nTo: d\n"},
    {"indent but the first, two fields behind it", repair_indent,
     "Return-Path: <a@b.example>\n  Received: from a\n    by b\n  From: c\n", NULL},
    {"indent but the first, no evidence", repair_indent,
     "Subject: a\n  Comments: a\n  Keywords: b\n  Organization: c\n", NULL},
    {"an indent below words", repair_indent,
     "Tom\nyesterday\n  Received: from a\n   by b\n  From: c\n",
     "Tom\nyesterday\nReceived: from a\n by b\nFrom: c\n"},
    {"an indent below a field", repair_indent, "Subject: a\nyesterday\n  Received: from a\n", NULL},
    {"indent below YAML's sign", repair_indent,
     "header: |\n  Received: from a\n   by b\n  From: c\n  To: d\n",
     "header: |\nReceived: from a\n by b\nFrom: c\nTo: d\n"},
    {"indent of the first alone", repair_indent, "  Received: from a\nby b\nTo: c\n",
     "Received: from a\nby b\nTo: c\n"},
    {"a fold is no indent", repair_indent, "From: a\n To: b\n", NULL},
    {"stars", repair_emphasis, "*From:* a\n**To**: b\n", "From: a\nTo: b\n"},
    {"a line of code in a sentence", repair_emphasis, "`From: a`\n`Subject: x (y)`.\n`Date: b\n",
     "From: a\nSubject: x (y)\nDate: b\n"},
    {"a line set off in a sentence", repair_emphasis, "_From: a_\n**Subject: b**,\n*To:* c*\n",
     "From: a\nSubject: b\nTo: c*\n"},
    {"fence that is glued", repair_emphasis, "```From: a\nTo: b```\n", "From: a\nTo: b\n"},
    {"three backticks are no fence", repair_emphasis, "From: a\nSubject: b```\n", NULL},
    {"escaped signs", repair_escaped_signs, "From: A \\<a\\_b@c.example\\>\n",
     "From: A <a_b@c.example>\n"},
    {"escaped in a string", repair_escaped_signs, "From: \"A \\< \\>\" <a@c.example>\n", NULL},
    {"one backslash", repair_escaped_signs, "From: A \\<a@c.example>\n", NULL},
    {"ligatures", repair_invisible,
     AR " dkim=fail (veri\xEF\xAC\x81"
        "cation)\n",
     AR " dkim=fail (verification)\n"},
    {"fence", repair_emphasis, "```\nFrom: a\n```\n", "\nFrom: a\n\n"},
    {"columns", repair_tables, "From\ta@b.example\nTo\tc\n", "From: a@b.example\nTo: c\n"},
    {"wiki columns", repair_tables, "| From | a@b.example |\n| Subject | c |\n",
     "From: a@b.example\nSubject: c\n"},
    {"one row is no table", repair_tables, "From\tParis\n", NULL},
    {"columns of MediaWiki", repair_tables,
     "! Name !! Value\n|-\n| From || a@b.example\n|-\n| Subject || c | d\n|}\n",
     "! Name !! Value\nFrom: a@b.example\nSubject: c | d\n|}\n"},
    {"lines between rows", repair_tables,
     "+------+-----+\n| From | a   |\n+------+-----+\n| To | c |\n| --- | :--- |\n",
     "From: a\nTo: c\n"},
    {"a table drawn with lines", repair_tables,
     "\u250C\u2500\u252C\u2500\u2510\n\u2502 From      \u2502 a "
     "\u2502\n\u251C\u2500\u253C\u2500\u2524\n"
     "\u2502 To        \u2502 c \u2502\n\u2514\u2500\u2534\u2500\u2518\n",
     "From: a\nTo: c\n"},
    {"the names of fields above their values", repair_names_above,
     "Other\nReceived-SPF\nPass "
     "(x)\nAuthentication-Results:\n\tspf=pass\nX-A-B\nc-d\nSubject\nReply\n",
     "Other\nReceived-SPF: Pass (x)\nAuthentication-Results: spf=pass\nX-A-B: c-d\nSubject: "
     "Reply\n"},
    {"names above values, one of two letters", repair_names_above,
     "From\na@museum.example\nTo\n<v@opera.example>\nReceived\nfrom a\n",
     "From: a@museum.example\nTo: <v@opera.example>\nReceived: from a\n"},
    {"two names above values", repair_names_above, "Received-SPF\nPass (x)\nReceived\nfrom a\n",
     NULL},
    {"names above values, and a field", repair_names_above,
     "Received-SPF\nPass (x)\nReceived\nfrom a\nSubject\nx\nFrom: b\n", NULL},
    {"names one below the other", repair_names_above, "Received\nReceived-SPF\nFrom\nSubject\n",
     NULL},
    {"quoted-printable", repair_quoted_printable,
     AR " spf=3Dpass smtp.mailfrom=3Da=40b.example=\n;\n",
     AR " spf=pass smtp.mailfrom=a@b.example;\n"},
    {"an encoded line end makes no field", repair_quoted_printable,
     AR " spf=3Dfail=0ADKIM-Signature: x\n", AR " spf=fail DKIM-Signature: x\n"},
    {"base64 stays", repair_quoted_printable, "DKIM-Signature: b=abcd=3\n", NULL},
    {"double spaced", repair_double_spacing,
     "From: a\n\nTo: b\n\nDate: c\n\nSubject: d\n\n\n\nbody\n",
     "From: a\nTo: b\nDate: c\nSubject: d\n\n\n\nbody\n"},
    {"white line", repair_blank_lines, "From: a\n \nTo: b\n", "From: a\nTo: b\n"},
    {"double spaced below a greeting", repair_double_spacing,
     "Hi\n\n\n\nsee below\n\n\n\nReceived: from a\n\n by b\n\nTo: c\n\nSubject: d\n",
     "Hi\n\n\n\nsee below\n\n\n\nReceived: from a\n by b\nTo: c\nSubject: d\n"},
    {"paragraphs below a header", repair_double_spacing,
     "To: b\nFrom: a\n\nHello\n\nI am here\n\nBye\n\nMosa\n", NULL},
    {"body paragraphs stay", repair_double_spacing, "From: a\nTo: b\n\nHello\n\nBye\n", NULL},
    {"french colon", repair_field_names, "DKIM-Signature : v=1\n", "DKIM-Signature: v=1\n"},
    {"joined", repair_joined_fields,
     "Return-Path: <a@b.example> Received: from c by d From: a@b.example\n",
     "Return-Path: <a@b.example>\nReceived: from c by d\nFrom: a@b.example\n"},
    {"joined behind a value's closing sign", repair_joined_fields,
     "Return-Path: <a@b.example>Received: from c (d)From: a@b.example\n",
     "Return-Path: <a@b.example>\nReceived: from c (d)\nFrom: a@b.example\n"},
    {"joined behind a semicolon", repair_joined_fields,
     AR " dkim=pass;Received: from c by d From: a@b.example\n",
     AR " dkim=pass;\nReceived: from c by d\nFrom: a@b.example\n"},
    {"joined behind small letters", repair_joined_fields,
     "Return-Path: <a@b.example> Received: from c by xFrom: a@b.example\n",
     "Return-Path: <a@b.example>\nReceived: from c by x\nFrom: a@b.example\n"},
    {"a capital behind a capital begins no name", repair_joined_fields,
     "Return-Path: <a@b.example> Received: from c by XFrom: a@b.example\n",
     "Return-Path: <a@b.example>\nReceived: from c by XFrom: a@b.example\n"},
    {"a name with a hyphen before it", repair_joined_fields,
     "Return-Path: <a@b.example> Received: from c by x-yFrom: a@b.example\n",
     "Return-Path: <a@b.example>\nReceived: from c by x-yFrom: a@b.example\n"},
    {"an unknown field behind white space", repair_joined_fields,
     "Return-Path: <a@b.example> Received: from c by d X-Odd: y From: a@b.example\n",
     "Return-Path: <a@b.example>\nReceived: from c by d\nX-Odd: y\nFrom: a@b.example\n"},
    {"an unknown field behind a sign", repair_joined_fields,
     "Return-Path: <a@b.example> Received: from c (d)X-Odd: y From: a@b.example\n",
     "Return-Path: <a@b.example>\nReceived: from c (d)X-Odd: y\nFrom: a@b.example\n"},
    {"signed names are no fields", repair_joined_fields,
     "DKIM-Signature: h=From : To : Subject; b=x\n", NULL},
    {"a subject makes no results", repair_joined_fields,
     "Received: from a From: b Subject: x " AR " dkim=pass\n",
     "Received: from a\nFrom: b\nSubject: x " AR " dkim=pass\n"},
    {"one odd line among many", repair_joined_fields,
     "Received: from a\nFrom: b\nTo: c\nDate: d\nSubject: Re: Received: from x\n", NULL},
    {"a quoted name", repair_joined_fields, "From: \"x Received: y \" <a@b.example>\n", NULL},
    {"folds", repair_lost_folds, AR "\nspf=pass smtp.mailfrom=a@b.example;\ndkim=none\nFrom: c\n",
     AR "\n spf=pass smtp.mailfrom=a@b.example;\n dkim=none\nFrom: c\n"},
    {"a number between two headers is no fold", repair_lost_folds,
     "Subject: x\n2)\nReceived: from a\n", NULL},
    {"a line between two headers is no fold", repair_lost_folds,
     "Subject: x\n=== 2 ===\nReceived: from a\n", NULL},
    {"signature folds", repair_lost_folds,
     "DKIM-Signature: v=1; h=from:\nsubject:to;\nbh=abc=; b=AbCd\nEfGh+/=\nFrom: a\n",
     "DKIM-Signature: v=1; h=from:\n subject:to;\n bh=abc=; b=AbCd\n EfGh+/=\nFrom: a\n"},
    {"received folds", repair_lost_folds,
     "Received: from a (b [192.0.2.1])\nby c with ESMTP id 1\nfor <d@e.example>; Mon,\n26 Jun 2019 "
     "15:49:40 +0000\n",
     "Received: from a (b [192.0.2.1])\n by c with ESMTP id 1\n for <d@e.example>; Mon,\n 26 Jun "
     "2019 15:49:40 +0000\n"},
    {"comment folds", repair_lost_folds,
     "Received-SPF: pass (example.net: domain of\na@b.example designates\n192.0.2.1) "
     "client-ip=192.0.2.1\n",
     "Received-SPF: pass (example.net: domain of\n a@b.example designates\n 192.0.2.1) "
     "client-ip=192.0.2.1\n"},
    {"a name cut from its '='", repair_lost_folds,
     "Received-SPF: pass client-ip=192.0.2.1; envelope-from\n=a@b.example; helo=c.example\n"
     "From: c\n",
     "Received-SPF: pass client-ip=192.0.2.1; envelope-from\n =a@b.example; helo=c.example\n"
     "From: c\n"},
    {"a heading's rule is no fold", repair_lost_folds,
     "Received-SPF: pass client-ip=192.0.2.1; envelope-from\n===\nFrom: c\n", NULL},
    {"an unknown field is no fold", repair_lost_folds,
     AR "\nspf=pass smtp.mailfrom=a@b.example;\nX-Seetal-Check: dkim=pass "
        "header.d=b.example\nFrom: c\n",
     AR "\n spf=pass smtp.mailfrom=a@b.example;\nX-Seetal-Check: dkim=pass "
        "header.d=b.example\nFrom: c\n"},
    {"chat is no fold", repair_lost_folds,
     AR " spf=fail smtp.mailfrom=b.example;\nPlease help, we want dkim=pass\n", NULL},
    {"mailto", repair_links, "From: A <a@b.example<mailto:a@b.example>>\n",
     "From: A <a@b.example>\n"},
    {"mailto alone", repair_links, "Return-Path: <mailto:a@b.example>\n",
     "Return-Path: <a@b.example>\n"},
    {"markdown", repair_links, "From: [a@b.example](mailto:a@b.example)\n", "From: a@b.example\n"},
    {"domain link", repair_links, AR " header.d=b.example<http://b.example>;\n",
     AR " header.d=b.example;\n"},
    {"slack", repair_links, AR " header.d=<http://b.example|b.example>;\n",
     AR " header.d=b.example;\n"},
    {"jira", repair_links, "From: [a@b.example|mailto:a@b.example]\n", "From: a@b.example\n"},
    {"link over lines stays", repair_links, "Return-Path: <mailto:a@b.\nexample>\n", NULL},
    {"link without an end stays", repair_links, "Return-Path: <mailto:a@b.example\n", NULL},
    {"bracket without an end stays", repair_links, "From: [a@b.example\n", NULL},
    {"footnote", repair_links, "Return-Path: a@b.example [1]\n", "Return-Path: a@b.example\n"},
    {"list links stay", repair_links,
     "List-Unsubscribe: <http://b.example/u>, <mailto:u@b.example>\n", NULL},
    {"literal stays", repair_links, "Received: from a ([192.0.2.1]) by b [1]\n",
     "Received: from a ([192.0.2.1]) by b\n"},
    {"quotes", repair_typography,
     "Received-SPF: pass x-sender=\xE2\x80\x9C"
     "a@b.example\xE2\x80\x9D\n",
     "Received-SPF: pass x-sender=\"a@b.example\"\n"},
    {"a name keeps its apostrophe", repair_typography,
     "From: L\xE2\x80\x99Orangerie <a@b.example>\n", NULL},
    {"at", repair_redaction, "From: a[at]b[dot]example\nReturn-Path: a [at] b.example\n",
     "From: a@b.example\nReturn-Path: a@b.example\n"},
    {"plainly half a domain", repair_wrapped_words, AR " header.i=@mosa.\n museum.example;\n",
     AR " header.i=@mosa.museum.example;\n"},
    {"perhaps half a domain", repair_wrapped_words, AR " header.i=@mosa\n museum.example;\n", NULL},
    {"next property", repair_wrapped_words, AR " header.d=b.example\n header.s=x\n", NULL},
    {"encoded words all through", repair_encoded_words,
     "Authentication-Results: =?utf-8?Q?mx.example.net=3B_dkim=3Dpass?=\n",
     "Authentication-Results: mx.example.net; dkim=pass\n"},
    {"encoded words of one field are joined", repair_encoded_words,
     "Authentication-Results: =?utf-8?Q?mx.a.example;_spf=3Dpa?=\n"
     " =?utf-8?Q?ss_smtp.mailfrom=3Db.exa?= =?utf-8?Q?mple?=\nFrom: a\n",
     "Authentication-Results: mx.a.example; spf=pass smtp.mailfrom=b.example\nFrom: a\n"},
    {"of two fields they are not", repair_encoded_words,
     "Authentication-Results: =?utf-8?Q?a;_spf=3Dpass?=\nAuthentication-Results: "
     "=?utf-8?Q?b;_spf=3Dpass?=\n",
     "Authentication-Results: a; spf=pass\nAuthentication-Results: b; spf=pass\n"},
    {"an encoded word inside is its sender's text", repair_encoded_words,
     AR " =?utf-8?Q?dkim=3Dpass?= header.d=b.example\n", NULL},
    {"encoded text in a clean field is its sender's text", repair_quoted_printable,
     AR " spf=fail (x=29=3B dkim=3Dpass)\n", AR " spf=fail (x=29=3B dkim=...pass)\n"},
    {"one width", repair_hard_wraps,
     "Received: from aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (b\n"
     "bbbbbbbbb)\n"
     "From: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <a@b.exampl\n"
     "e>\n"
     "To: cccccccccccccccccccccccccccccccccccccccccccccccccccc <c@d.exampl\n"
     "e>\n",
     "Received: from aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (bbbbbbbbbb)\n"
     "From: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <a@b.example>\n"
     "To: cccccccccccccccccccccccccccccccccccccccccccccccccccc <c@d.example>\n"},
    {"one width, CRLF", repair_hard_wraps,
     "Received: from aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (b\r\n"
     "bbbbbbbbb)\r\n"
     "From: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <a@b.exampl\r\n"
     "e>\r\n"
     "To: cccccccccccccccccccccccccccccccccccccccccccccccccccc <c@d.exampl\r\n"
     "e>\r\n",
     "Received: from aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (bbbbbbbbbb)\r\n"
     "From: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <a@b.example>\r\n"
     "To: cccccccccccccccccccccccccccccccccccccccccccccccccccc <c@d.example>\r\n"},
    {"several widths", repair_hard_wraps,
     "Received: from aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (b\n"
     "by c\n"
     "From: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <a@b.exa\n"
     "mple>\n"
     "To: cccccccccccccccccccccccccccccccccccccccccccccccccccc <c@d.e\n"
     "xample>\n",
     NULL},
    {"filtered link", repair_links,
     AR " header.d=https://x.example/?url=http%3A%2F%2Fb.example%2F&data=05;\n",
     AR " header.d=b.example;\n"},
    {"filtered link of another kind", repair_links,
     AR " header.d=https://x.example/v3/__http://b.example__;!!AbC$;\n",
     AR " header.d=b.example;\n"},
    {"filtered link, by a third filter", repair_links,
     AR " header.d=https://x.example/v2/url?u=http-3A__b.example_&d=05;\n",
     AR " header.d=b.example;\n"},
    {"filtered link with slashes", repair_links,
     AR " header.d=https://x.example/?url=https%3A%2F%2Fb.example%2F%2F&data=05;\n",
     AR " header.d=b.example;\n"},
    {"filtered link with an entity", repair_links,
     AR " header.d=https://x.example/?url=http%3A%2F%2Fb.example&amp;data=05;\n",
     AR " header.d=b.example;\n"},
    {"filtered link before another pair", repair_links,
     AR " header.d=https://x.example/?url=http%3A%2F%2Fb.example;x=y;\n",
     AR " header.d=b.example;x=y;\n"},
    {"filtered link, no name of a domain", repair_links,
     AR " header.d=https://x.example/?url=http%3A%2F%2Fb.example%2Fpath&data=05;\n", NULL},
    {"filtered link of another scheme", repair_links,
     AR " header.d=https://x.example/?url=ftp%3A%2F%2Fb.example&data=05;\n", NULL},
    {"filtered link with a gap", repair_links,
     AR " header.d=https://x.example/?url=http%3A%2F%2Fb.exa...&data=05;\n", NULL},
    {"filtered link of a domain without an end", repair_links,
     AR " header.d=https://x.example/?url=http%3A%2F%2Fb-&data=05;\n", NULL},
    {"name and link", repair_links, "From: Mosa [a@b.example](mailto:a@b.example)\n",
     "From: Mosa <a@b.example>\n"},
    {"the recipient's domain between results", repair_uncertain_values,
     "Authentication-Results: spf=pass smtp.mailfrom=a.example; mosamuseum.com; dkim=none\nTo: x\n",
     NULL},
    {"Yahoo's data below its SPF comment", repair_uncertain_values,
     "Received-SPF: pass (domain of a.example designates 192.0.2.1 as permitted sender)\n "
     "IE1hcmtldHBsYWNlISBZb3VyIGxpc3Rpbmcg\n dAIiZm9vIGJhciBzbmFmdSIgWW91ciA=\nTo: x\n",
     NULL},
    {"a person who is hidden", repair_uncertain_values,
     "Authentication-Results: spf=pass smtp.mailfrom=***@mosamuseum.com; dkim=none\nTo: x\n", NULL},
    {"a domain that is hidden", repair_uncertain_values,
     "Authentication-Results: spf=pass smtp.mailfrom=a@***.com; dkim=none\nTo: x\n",
     "Authentication-Results: spf=pass ; dkim=none\nTo: x\n"},
    {"a sentence behind the last value", repair_uncertain_values,
     "Authentication-Results: spf=pass smtp.mailfrom=mosamuseum.com\nIf you want to know, ask.\n",
     NULL},
    {"a word behind the last value", repair_uncertain_values,
     "Authentication-Results: spf=pass smtp.mailfrom=mosamuseum.co\nm\n",
     "Authentication-Results: spf=pass \nm\n"},
    {"half a domain behind results", repair_uncertain_values,
     "Authentication-Results: spf=pass smtp.mailfrom=a.example; dkim=none; mosamuseum.com\nTo: x\n",
     "Authentication-Results: spf=pass smtp.mailfrom=a.example; dkim=none; \nTo: x\n"},
    {"elided id", repair_uncertain_values, "Authentication-Results: ... dkim=pass\nA-B: x\n",
     "Authentication-Results: ...; dkim=pass\nA-B: x\n"},
    {"whole words left out", repair_uncertain_values,
     "Authentication-Results: ... dkim=pass header.i=@b.example ... header.s=s1\nA-B: x\n",
     "Authentication-Results: ...; dkim=pass header.i=@b.example ; \nA-B: x\n"},
    {"half a word left out", repair_uncertain_values,
     "Authentication-Results: ... dkim=pass header.i=@b.exam... x\nA-B: x\n",
     "Authentication-Results: ...; dkim=pass ; \nA-B: x\n"},
    {"elided middle", repair_uncertain_values, AR " dkim=pass ... header.d=b.example\nTo: x\n",
     AR " dkim=pass ; \nTo: x\n"},
    {"elided domain", repair_uncertain_values, AR " dkim=pass header.d=b.exam...\nTo: x\n",
     AR " dkim=pass \nTo: x\n"},
    {"a gap behind a domain", repair_uncertain_values,
     AR " spf=pass smtp.mailfrom=a.example ... dmarc=fail\nTo: x\n",
     AR " spf=pass  ; dmarc=fail\nTo: x\n"},
    {"a gap inside a comment", repair_uncertain_values,
     AR " dkim=pass (2048 ... key) header.d=a.example; spf=none\nTo: x\n",
     AR " dkim=pass ; spf=none\nTo: x\n"},
    {"half a domain", repair_uncertain_values,
     AR " spf=pass smtp.mailfrom=a.example .evil.example;\nTo: x\n", AR " spf=pass ;\nTo: x\n"},
    {"a comment behind a domain", repair_uncertain_values,
     AR " spf=pass smtp.mailfrom=a.example (b);\nTo: x\n", NULL},
    {"the end of the paste", repair_uncertain_values, AR " dkim=pass header.d=a.example",
     AR " dkim=pass ;"},
    {"the end of a field", repair_uncertain_values, AR " dkim=pass header.d=a.example\n\nBody\n",
     NULL},
    {"a line that is lost", repair_uncertain_values,
     AR " dkim=pass header.d=a.example\n<x>\nTo: x\n", AR " dkim=pass ;\n<x>\nTo: x\n"},
    {"a key that is lost", repair_uncertain_values,
     "Received-SPF: pass client-ip=192.0.2.1; envelope-from=\"a@b.example\"; ... x\nTo: x\n",
     "Received-SPF: pass client-ip=192.0.2.1; ; ; ; identity=...\nTo: x\n"},
    {"a broken tag", repair_uncertain_values, "DKIM-Signature: d=a.example b; s=x; b=c\nTo: x\n",
     "DKIM-Signature: ; s=x; b=c\nTo: x\n"},
    {"a tag that touches a gap", repair_uncertain_values,
     "DKIM-Signature: v=1; d=a.example ... b=c\nTo: x\n", "DKIM-Signature: v=1; ; b=c\nTo: x\n"},
    {"lines left out", repair_uncertain_values,
     "DKIM-Signature: v=1; d=a.example; s=x\n ...\n b=c\nTo: x\n",
     "DKIM-Signature: v=1; d=a.example; s=x\n ;\n b=c\nTo: x\n"},
    {"half an address", repair_uncertain_values, "From: Mosa <a@b.exam\n", "From: ...\n"},
    {"a broken address", repair_uncertain_values, "From: Mosa <a@b.exam ple>\nTo: x\n",
     "From: ...\nTo: x\n"},
    {"an address", repair_uncertain_values, "From: Mosa <a@b.example>\nTo: x\n", NULL},
    {"pairs with capitals", repair_export,
     "{\"Headers\":[{\"Name\":\"From\",\"Value\":\"a@b.example\"}]}", "From: a@b.example\n\n"},
    {"pairs that are lists", repair_export, "[[\"From\",\"a@b.example\"],[\"To\",\"c\"]]",
     "From: a@b.example\nTo: c\n\n"},
    {"pairs within a string", repair_export,
     "{\"message-headers\":\"[[\\\"From\\\",\\\"a@b.example\\\"]]\"}", "From: a@b.example\n\n"},
    {"elements with a name", repair_export,
     "<h>\n<header name=\"From\">a@b.example</header>\n<header name=\"To\">c\nd</header></h>\n",
     "<h>\n\nFrom: a@b.example\nTo: c\n d\n\n</h>\n"},
    {"elements for name and value", repair_export,
     "<h><name>From</name> <value>a@b.example</value></h>\n<h><name>To</name><value>c</value></h>",
     "<h>\nFrom: a@b.example\nTo: c\n\n</h>"},
    {"an element in a subject", repair_export,
     "From: a@b.example\nSubject: <b name=\"Received\">x</b> <b name=\"To\">x</b>\n", NULL},
    {"pairs", repair_export,
     "[{\"name\":\"From\",\"value\":\"a\\r\\n b\"},{\"name\":\"To\",\"value\":\"c\"}]",
     "From: a   b\nTo: c\n\n"},
    {"pairs of another interface", repair_export,
     "[{\"Name\":\"From\",\"Value\":\"a\"},{\"key\":\"Received\",\"value\":\"b\"}]",
     "From: a\nReceived: b\n\n"},
    {"pairs in a string", repair_export,
     "{\"headers\": \"[[\\\"From\\\",\\\"a\\\"],[\\\"Received\\\",\\\"b\\\"]]\"}",
     "From: a\nReceived: b\n\n"},
    {"pairs that are lists", repair_export,
     "{\"message-headers\":[[\"From\",\"a\"],[\"Received\",\"b\"],[\"X\",1],[\"To\"]]}",
     "From: a\nReceived: b\n\n"},
    {"a space behind a name's dash", repair_dashed_names,
     "Authentication- Results: x\nDKIM- Signature: y\nX- Y: z\nTo- day: w\n",
     "Authentication-Results: x\nDKIM-Signature: y\nX-Y: z\nTo- day: w\n"},
    {"a value makes no field", repair_export,
     "{\"headers\":[{\"name\":\"Received\",\"value\":\"a\\nDKIM-Signature: x\"}]}",
     "Received: a DKIM-Signature: x\n\n"},
    {"other json", repair_export, "{\"a\":[1,2,3]}", NULL},
    {"a torn method", repair_uncertain_values,
     AR " spf=pass; dk im=pass header.i=@b.example\nTo: x\n", AR " spf=pass; \nTo: x\n"},
    {"a torn property", repair_uncertain_values,
     AR " dkim=pass header.i=@b.example header .b=AbCd\nTo: x\n", AR " dkim=pass \nTo: x\n"},
    {"a value with '=' in it", repair_uncertain_values,
     AR " spf=pass smtp.mailfrom=srs srs0=ab=c.example=d@b.example\nTo: x\n",
     AR " spf=pass  \nTo: x\n"},
    {"a substitute for what is torn", repair_uncertain_values,
     AR " spf=pass sm tp.mailfrom=a@b.example smtp.helo=mx.b.example\nTo: x\n",
     AR " spf=pass \nTo: x\n"},
    {"half a method behind a gap", repair_uncertain_values,
     AR " spf=pass ... arc=fail header.from=b.example\nTo: x\n", AR " spf=pass ; \nTo: x\n"},
    {"a hash its receiver shortened", repair_uncertain_values,
     AR " dkim=pass header.d=b.example header.b=AbCd...; spf=none\nTo: x\n", NULL},
    {"a hash that touches a gap", repair_uncertain_values,
     AR " dkim=pass header.d=b.example header.b=A... smtp.mailfrom=c.example\nTo: x\n",
     AR " dkim=pass header.d=b.example ; \nTo: x\n"},
    {"a gap in a hash", repair_uncertain_values,
     AR " dkim=pass header.b=A...spf=fail smtp.mailfrom=c.example\nTo: x\n",
     AR " dkim=pass ; \nTo: x\n"},
    {"rubble in a domain", repair_uncertain_values,
     AR " dmarc=pass header.from=b.example\\r|\nTo: x\n", AR " dmarc=pass \nTo: x\n"},
    {"a bracketed address", repair_uncertain_values,
     AR " spf=pass smtp.mailfrom=<a@b.example>;\nTo: x\n", NULL},
    {"the instance comes first", repair_uncertain_values,
     "ARC-Authentication-Results: i=1; mx.example.net; spf=pass smtp.mailfrom=b.example\nTo: x\n",
     NULL},
    {"a version behind the id", repair_uncertain_values,
     "Authentication-Results: mx.example.net 1; none\nTo: x\n", NULL},
    {"another field behind an address", repair_uncertain_values,
     "From: Mosa <a@b.example> T o: c@d.example\nDate: x\n",
     "From: Mosa <a@b.example> \nDate: x\n"},
    {"rubble inside an address", repair_uncertain_values, "From: Mosa <a@b.exam>> ple>\nTo: x\n",
     "From: ...\nTo: x\n"},
    {"two authors", repair_uncertain_values,
     "From: Mosa <a@b.example>, c@d.example (C, D), \"E, F\" <e@f.example>\nTo: x\n", NULL},
    {"one line in many", repair_hard_wraps,
     "Received: from mail.a.example by mx.b.example with ESMTP id 1; Mon\n"
     ", 1 Jun 2026 10:00:00 +0200 From: Mosa <a@b.example> To: c@d.examp\n"
     "le Date: Mon, 1 Jun 2026 10:00:00 +0200 Message-ID: <0123456789.01\n"
     "23456789.0123456789@b.example> Subject: x y z MIME-Version: 1.0\n",
     "Received: from mail.a.example by mx.b.example with ESMTP id 1; Mon, 1 Jun 2026 10:00:00 "
     "+0200 From: Mosa <a@b.example> To: c@d.example Date: Mon, 1 Jun 2026 10:00:00 +0200 "
     "Message-ID: <0123456789.0123456789.0123456789@b.example> Subject: x y z MIME-Version: 1.0\n"},
    {"wrapped twice", repair_hard_wraps,
     "Received: from mailgateway.museum-belvedere.example (mailgateway.m\n"
     "useum-belv\n"
     "edere.example [192.0.2.1]) by mx.a.example\n"
     "From: (Belvedere Palace Museum, the box office of the east wing, o\n"
     "pen from t\n"
     "en to six) <billetterie@b.example>\n"
     "Message-ID: <0123456789.0123456789.0123456789.0123456789.01234567.\n"
     "0123456789\n"
     "0123456789012345678901234567@b.example>\n"
     "Subject: Votre commande 0123456789 du 1er juin, a l'entree du muse\n"
     "e, 10 h, e\n"
     "t une autre chose encore, 0123456789\n",
     "Received: from mailgateway.museum-belvedere.example (mailgateway.museum-belvedere.example "
     "[192.0.2.1]) by mx.a.example\n"
     "From: (Belvedere Palace Museum, the box office of the east wing, open from ten to six) "
     "<billetterie@b.example>\n"
     "Message-ID: "
     "<0123456789.0123456789.0123456789.0123456789.01234567.01234567890123456789012345678901234567@"
     "b.example>\n"
     "Subject: Votre commande 0123456789 du 1er juin, a l'entree du musee, 10 h, et une autre "
     "chose encore, 0123456789\n"},
    {"wrapped below numbers", repair_hard_wraps,
     "  1: Received: from mailgateway.museum-belvedere.example (mailgateway.mu\n"
     "seum-belvedere.example [192.0.2.1]) by mx.a.example\n"
     "  2: From: (Belvedere Palace Museum, the box office of the east wing, op\n"
     "en from ten to six) <billetterie@b.example>\n"
     "  3: Message-ID: <0123456789.0123456789.0123456789.0123456789.01234567.0\n"
     "1234567890123456789012345678901234567@b.example>\n"
     "  4: Subject: Votre commande 0123456789 du 1er juin, a l'entree du musee\n"
     ", 10 h, et une autre chose encore, 0123456789\n",
     "  1: Received: from mailgateway.museum-belvedere.example "
     "(mailgateway.museum-belvedere.example [192.0.2.1]) by mx.a.example\n"
     "  2: From: (Belvedere Palace Museum, the box office of the east wing, open from ten to six) "
     "<billetterie@b.example>\n"
     "  3: Message-ID: "
     "<0123456789.0123456789.0123456789.0123456789.01234567.01234567890123456789012345678901234567@"
     "b.example>\n"
     "  4: Subject: Votre commande 0123456789 du 1er juin, a l'entree du musee, 10 h, et une autre "
     "chose encore, 0123456789\n"},
    {"wrapped below bold names", repair_hard_wraps,
     "*Received:* from mailgateway.museum-belvedere.example (mailgateway.mu\n"
     "seum-belvedere.example [192.0.2.1]) by mx.a.example\n"
     "*From:* (Belvedere Palace Museum, the box office of the east wing, op\n"
     "en from ten to six) <billetterie@b.example>\n"
     "*DKIM-Signature:* v=1; a=rsa-sha256; c=relaxed/relaxed; d=b.example; \n"
     "s=a;\n"
     " h=from : reply-to :\n"
     " to : subject : date;\n",
     "*Received:* from mailgateway.museum-belvedere.example "
     "(mailgateway.museum-belvedere.example [192.0.2.1]) by mx.a.example\n"
     "*From:* (Belvedere Palace Museum, the box office of the east wing, open from ten to six) "
     "<billetterie@b.example>\n"
     "*DKIM-Signature:* v=1; a=rsa-sha256; c=relaxed/relaxed; d=b.example; s=a;\n"
     " h=from : reply-to :\n"
     " to : subject : date;\n"},
    {"wrapped, then encoded", repair_hard_wraps,
     "DKIM-Signature: v=3D1; a=3Drsa-sha256; c=3Drelaxed/relaxed; d=3Dmuseum-bel\n"
     "vedere.example;\n"
     "Received: from mailgateway.museum-belvedere.example (mailgateway.m\n"
     "useum-belvedere.example [192.0.2.1]) by mx.a.example\n"
     "From: (Belvedere Palace Museum, the box office of the east wing, o\n"
     "pen from ten to six) <billetterie@b.example>\n",
     "DKIM-Signature: v=3D1; a=3Drsa-sha256; c=3Drelaxed/relaxed; "
     "d=3Dmuseum-belvedere.example;\n"
     "Received: from mailgateway.museum-belvedere.example "
     "(mailgateway.museum-belvedere.example [192.0.2.1]) by mx.a.example\n"
     "From: (Belvedere Palace Museum, the box office of the east wing, open from ten to six) "
     "<billetterie@b.example>\n"},
    {"wrapped below lost folds", repair_hard_wraps,
     AR "\n"
        "spf=pass smtp.mailfrom=mailgateway.museum-belvedere.example;\n"
        "dkim=fail (body hash did not verify) header.d=museum-belveder\n"
        "e.example header.s=key1;\n"
        "Received: from mailgateway.museum-belvedere.example (mailgate\n"
        "way.museum-belvedere.example [192.0.2.1])\n"
        "by mx.a.example\n"
        "From: (Belvedere Palace Museum, the box office of the east wi\n"
        "ng) <a@b.example>\n"
        "To: c@d.example\n",
     AR "\n"
        "spf=pass smtp.mailfrom=mailgateway.museum-belvedere.example;\n"
        "dkim=fail (body hash did not verify) header.d=museum-belvedere.example header.s=key1;\n"
        "Received: from mailgateway.museum-belvedere.example "
        "(mailgateway.museum-belvedere.example [192.0.2.1])\n"
        "by mx.a.example\n"
        "From: (Belvedere Palace Museum, the box office of the east wing) <a@b.example>\n"
        "To: c@d.example\n"},
    /* two values of one length are no width */
    {"lost folds alone", repair_hard_wraps,
     AR "\n"
        "spf=pass (mx.example.net: domain of a@b.example designates 0.0.0.0)\n"
        "smtp.mailfrom=a@b.example;\n"
        "dkim=pass (2048-bit key) header.d=c.example header.i=@c.example hea\n"
        "From: a@b.example\n",
     NULL},
    {"torn, and whole elsewhere", repair_torn_words,
     AR " dkim=fail header.d=muse um.example; spf=pass smtp.mailfrom=x@mu\n seum.example\n"
        "From: <a@museum.example>\n",
     AR " dkim=fail header.d=museum.example; spf=pass smtp.mailfrom=x@museum.example\n"
        "From: <a@museum.example>\n"},
    /* .ch is a registry's, .example nobody's: what stands before the gap can be no domain */
    {"torn at a dot", repair_torn_words,
     AR " dkim=fail header.d=musee-vert. ch; spf=pass smtp.helo=a .ch\n",
     AR " dkim=fail header.d=musee-vert.ch; spf=pass smtp.helo=a.ch\n"},
    {"the end of a sentence", repair_torn_words, AR " dmarc=fail header.from=a.ch. help me\n",
     NULL},
    {"torn, and nowhere whole", repair_torn_words,
     AR " dkim=fail header.d=muse um.example\nFrom: <a@other.example>\n", NULL},
    {"torn words of the grammar", repair_torn_words,
     AR " dmar c=fail header.fr om=a.example; spf=soft fail; dkim=no ne\n",
     AR " dmarc=fail header.from=a.example; spf=softfail; dkim=none\n"},
    {"two words of the grammar", repair_torn_words, AR " spf=pass dkim=fail; dkim=pass fail\n",
     NULL},
    {"a selector", repair_torn_words,
     "DKIM-Signature: d=a.example; s=key1; b=x\n" AR " dkim=fail header.s=ke y1\n",
     "DKIM-Signature: d=a.example; s=key1; b=x\n" AR " dkim=fail header.s=key1\n"},
    {"a comment's words", repair_torn_words,
     "Received-SPF: pass (x: domain of a@b.example designates 192.0.2.1) x=y\n"
     "Return-Path: <a@b.example>\n",
     NULL},
    {"an author's address", repair_torn_words,
     "From: Mosa <bo x@a.example>\nReply-To: <c@a.example>\n",
     "From: Mosa <box@a.example>\nReply-To: <c@a.example>\n"},
    {"two names", repair_torn_words, "From: <a.example x@b.example>\nTo: a.example, b.example\n",
     NULL},
    {"joined with quote marks", repair_joined_prefixes,
     "> Received: from a > \tby b > " AR " spf=pass > From: c\n",
     "> Received: from a\n> \tby b\n> " AR " spf=pass\n> From: c\n"},
    {"joined with numbers", repair_joined_prefixes,
     "  1: Received: from a   2: " AR " 9: x   3: \tspf=pass   4: From: d\n",
     "  1: Received: from a  \n2: " AR " 9: x  \n3: \tspf=pass  \n4: From: d\n"},
    {"a quoted arrow", repair_joined_prefixes, "> we saw a > b > c > d and dkim=pass\n", NULL},
    {"bold line starts", repair_emphasis, "*From:* a\n*To:* b\n*for c; 10:*00:02\n",
     "From: a\nTo: b\nfor c; 10:00:02\n"},
    {"stars in one line", repair_emphasis, "From: a\n*note:* b\n*a:*b\n", NULL},
    {"joined rows", repair_tables,
     "Header Name\tHeader Value From\ta@b.example Received\tfrom a by b To\tc Subject\td\n",
     "Header Name\tHeader Value\nFrom: a@b.example\nReceived: from a by b\nTo: c\nSubject: d\n"},
    {"joined rows, just as many", repair_tables,
     "Date\tx From\ta@b.example Received\tfrom a by b X-Odd\tc\n",
     "Date: x\nFrom: a@b.example\nReceived: from a by b\nX-Odd: c\n"},
    {"joined rows, too few", repair_tables, "Date\tx From\ta@b.example Received\tfrom a by b\n",
     NULL},
    {"quoted-printable rows", repair_quoted_printable,
     "From=09a@b.example\nAuthentication-Results=09mx.example.net; dkim=3Dpass\n",
     "From\ta@b.example\nAuthentication-Results\tmx.example.net; dkim=pass\n"},
    {"quoted-printable indent", repair_quoted_printable, "=09" AR " dkim=3Dpass\n",
     "\t" AR " dkim=pass\n"},
    {"literal line ends in a text of one line", repair_line_ends,
     "\n" AR " spf=pass\\r\\n a\\r\\n b\\r\\n c\\r\\n d\\r\\n e\n",
     "\n" AR " spf=pass\n a\n b\n c\n d\n e\n"},
    {"literal line ends in a text of several", repair_line_ends,
     "\n" AR " spf=pass\\r\\n a\\r\\n b\\r\\n c\\r\\n d\\r\\n e\nBye\n", NULL},
    {"literal rows", repair_line_ends, "From\\ta\\r\\nTo\\tb\\r\\nSubject\\tc",
     "From\ta\nTo\tb\nSubject\tc"},
    {"literal tabs at line starts", repair_line_ends, "Received: a\r\\tby b\rFrom: c\r\\td\r",
     "Received: a\n\tby b\nFrom: c\n\td\n"},
    {"an export behind a number", repair_export,
     "  1: {\"h\": [{\"name\":\"From\",\"value\":\"a@b.example\"},"
     "{\"name\":\"Received\",\"value\":\"from c\"}]}\n",
     "  1: \nFrom: a@b.example\nReceived: from c\n\n"},
    {"a cut export", repair_export,
     "[{\"name\":\"From\",\"value\":\"a\"},{\"name\":\"Return-Path\",\"value\":\"b\"},"
     "{\"name\":\"To\",\"va",
     "[\nFrom: a\nReturn-Path: b\n"},
    {"a list's bullets", repair_prefixes, "h:\n  - From: a\n  - To: b\n  - Date: c\n",
     "h:\nFrom: a\nTo: b\nDate: c\n"},
    {"numbers without a sign", repair_prefixes, "  9  From: a\n 10  To: b\n 11    c\n 12\n",
     "From: a\nTo: b\n  c\n\n"},
    {"numbers and one blank", repair_prefixes, "9 From: a\n10  b\n11 To: c\n",
     "From: a\n b\nTo: c\n"},
    {"numbers in brackets", repair_prefixes, "[1] From: a\n[2] To: b\n[3]  c\n",
     "From: a\nTo: b\n c\n"},
    {"a mark on the first line alone", repair_prefixes, "| Received: from a\nTo: b\n",
     "Received: from a\nTo: b\n"},
    {"a number on the first line alone", repair_prefixes, "  1: Received: from a\n by b\nTo: c\n",
     "Received: from a\n by b\nTo: c\n"},
    {"a mark above a blank line", repair_prefixes, "| Received: from a\n\nTo: b\n", NULL},
    {"spilled out of a quotation", repair_spilled_quotes,
     "> Received: from mailgateway.museum-belvedere.example by mx1.a.example\nwith ESMTP id 1\n"
     "> Authentication-Results:\nmailgateway.museum-belvedere-palace.mx1.a.example;\n> dkim=none\n"
     "> From: a@b.example\n",
     "> Received: from mailgateway.museum-belvedere.example by mx1.a.example with ESMTP id 1\n"
     "> Authentication-Results: mailgateway.museum-belvedere-palace.mx1.a.example;\n> dkim=none\n"
     "> From: a@b.example\n"},
    {"an answer between quoted lines", repair_spilled_quotes,
     "> Received: from mailgateway.museum-belvedere.example by mx1.a.example\n"
     "> From: a@b.example\nwho?\n> To: c@d.example\nand who?\n> Subject: e\n",
     NULL},
    {"a doubled no-break space", repair_invisible,
     AR "\n\xC3\x82\xC2\xA0\xC3\x82\xC2\xA0 spf=pass\n", AR "\n   spf=pass\n"},
    {"an editor's tabs", repair_invisible, AR "\n\xE2\x86\x92spf=pass (a \xE2\x86\x92 b)\n",
     AR "\n\tspf=pass (a \xE2\x86\x92 b)\n"},
    {"bold names in a table", repair_tables,
     "| **Header** | **Value** |\n| **Received** | `from a` |\n| **From** | `b` |\n",
     "| **Header** | **Value** |\nReceived: from a\nFrom: b\n"},
    {"rows with semicolons", repair_rows, "Name;Wert\nReceived;\"from a\"\nFrom;\"b; c\"\n",
     "Name;Wert\nReceived: from a\nFrom: b; c\n"},
    {"terms of HTML", repair_html,
     "<dl><dt>Received</dt><dd>from a</dd><dt>From</dt><dd>&lt;b&gt;</dd></dl>\n",
     "Received\tfrom a\nFrom\t<b>\n\n"},
    {"character data", repair_export, "<a><![CDATA[Received: from a\n]]></a>\n",
     "<a>\n\nReceived: from a\n\n\n</a>\n"},
    {"lines that a diff added", repair_prefixes, "+From: a\n+To: b\n+Date: c\n",
     "From: a\nTo: b\nDate: c\n"},
    {"a program's log", repair_prefixes,
     "2026-11-11 09:45:03 INFO parser: Received: from a\n"
     "2026-11-11 09:45:03 INFO parser:   by b\n"
     "2026-11-11T09:45:03.120Z From: c\n"
     "2026-11-11 09:45:03 INFO parser: To: d\n",
     "Received: from a\n  by b\nFrom: c\nTo: d\n"},
    {"colours of a wiki", repair_emphasis,
     "{color:#172b4d}Received: from a\nFrom: {b}\nTo: c{color}\n",
     "Received: from a\nFrom: {b}\nTo: c\n"},
    /* RFC 1866 section 5.5.1: in a paragraph a line end is a space */
    {"HTML with a wrapped source", repair_html,
     "<p class=MsoNormal><span\nlang=FR>Received: from a by\nb; x<o:p></o:p></span></p>\n"
     "<p class=MsoNormal>From:\nc</p>\n",
     "Received: from a by b; x\nFrom: c\n"},
    {"a paragraph around lines", repair_html, "<p>Received: a\n by &lt;b@c&gt;\nTo: c</p>\n",
     "Received: a\n by <b@c>\nTo: c\n"},
    {"tags between two texts", repair_html,
     "<pre>Received: &lt;a@b&gt;\nFrom: x\nTo: b\n</pre><p>2</p><pre>Received: c\n</pre>\n",
     "Received: <a@b>\nFrom: x\nTo: b\n\n2\nReceived: c\n\n"},
    {"a tag in a value", repair_html, "From: &lt;x@y&gt;\nSubject: a <br>To: c\nTo: b\n",
     "From: <x@y>\nSubject: a  To: c\nTo: b\n"},
    {"lines between paragraphs", repair_html, "<p>Received: a</p>\nwords\n<div>From: b\nc</div>\n",
     "Received: a\nwords\nFrom: b\nc\n"},
    {"HTML that was escaped twice", repair_html,
     "&lt;p&gt;From: &amp;lt;a@b.example&amp;gt;&lt;/p&gt;\n&lt;p&gt;Received: x&lt;/p&gt;\n",
     "From: <a@b.example>\nReceived: x\n"},
    {"numbers of HTML", repair_html,
     "From: &#60;a&#64;b.example&#x3E;<br>Received: x<br>&#9;by&#160;y\n",
     "From: <a@b.example>\nReceived: x\n\tby y\n"},
    {"a form feed", repair_page_ends,
     "Received: a\n\n\f"
     "To: b\n",
     "Received: a\nTo: b\n"},
    {"empty pages", repair_page_ends,
     "Received: a\n\n\f\f\f\n"
     "To: b\n",
     "Received: a\nTo: b\n"},
    {"numbers of pages alone", repair_page_ends,
     "Received: from a\n1\n\f by b\n- 2 -\n\n\fTo: c\n3\n", "Received: from a\n by b\nTo: c\n3\n"},
    {"the same line below each page", repair_page_ends,
     "Received: from a\nTicket 4711\nPage 1 of 2\n\f by b\nTo: c\nTicket 4711\nPage 2 of 2\n",
     "Received: from a\n by b\nTo: c\nTicket 4711\nPage 2 of 2\n"},
    {"a line below one page", repair_page_ends,
     "Received: from a\nTicket 4711\nPage 1 of 2\n\f by b\nTo: c\n",
     "Received: from a\nTicket 4711\n by b\nTo: c\n"},
    {"page numbers", repair_page_ends,
     "Received: a\n\n2/3\n\fTicket 4711, page 3 of 3\n\n by b\nTo: c\n",
     "Received: a\n by b\nTo: c\n"},
    {"the address below a page", repair_page_ends,
     "To: a\nhttps://mail.example/u/0/?ik=1&view=om 1/2\n10/11/26, 11:40 Original\nFrom: c\n",
     "To: a\nFrom: c\n"},
    {"a value's rest on the next page", repair_page_ends,
     "DKIM-Signature: b=\n\f"
     "MDA5ODc2NTQzMjEw\nby mx1.a.example with ESMTP id 4Tg\nTo: c\n",
     "DKIM-Signature: b=\nMDA5ODc2NTQzMjEw\nby mx1.a.example with ESMTP id 4Tg\nTo: c\n"},
    {"an address", repair_page_ends, "To: a\nhttps://mail.example/u/0/ 1\nFrom: c\n", NULL},
    /* below the author the blank line can be the header's end: the rest is its sender's */
    {"a form feed below the author", repair_page_ends, "From: a\n\n\f" AR " dmarc=pass\n", NULL},
    {"character data in a value", repair_export, "From: a\nSubject: <![CDATA[ x\nTo: b ]]>\n",
     NULL},
    {"a field below a long quoted line", repair_spilled_quotes,
     "> To: a\nFrom: mailgateway@museum-belvedere.example\n> Cc: b\nReceived: "
     "from mailgateway.museum.example\n> X: y\n",
     NULL},
    {"a value in a sentence", repair_nameless,
     "They see \"spf=fail smtp.mailfrom=a.example\", why?\n",
     "They see \"\n\nAuthentication-Results: spf=fail smtp.mailfrom=a.example\n\n\", why?\n"},
    {"a value behind a colon", repair_nameless,
     "Header: mx.b.example; dkim=fail header.d=a.example\n",
     "Header: \n\nAuthentication-Results: mx.b.example; dkim=fail header.d=a.example\n\n"},
    {"a value at a sentence's end", repair_nameless,
     "They see \"spf=fail smtp.mailfrom=a.example\".",
     "They see \"\n\nAuthentication-Results: spf=fail smtp.mailfrom=a.example\n\n"},
    {"values of one reporter, line by line", repair_nameless,
     "mx.b.example; dmarc=fail header.from=a.example\nmx.b.example; dkim=none\n"
     "mx.b.example; spf=pass smtp.mailfrom=c.example\n",
     AR_OF_B " dmarc=fail header.from=a.example\n" AR_OF_B " dkim=none\n" AR_OF_B
             " spf=pass smtp.mailfrom=c.example\n"},
    {"a value of another reporter about nobody", repair_nameless,
     "mx.b.example; dmarc=fail header.from=a.example\nmx.c.example; dkim=none\n",
     AR_OF_B " dmarc=fail header.from=a.example\nmx.c.example; dkim=none\n"},
    {"words in a sentence", repair_nameless, "They see \"spf=fail\" of a.example\n", NULL},
    {"a month below its day", repair_lost_folds,
     "Received: from a by b; Mon, 1\nJun 2026 10:00:00 +0000\nTo: c\n",
     "Received: from a by b; Mon, 1\n Jun 2026 10:00:00 +0000\nTo: c\n"},
    {"a mark above words", repair_prefixes, "| Received: from a\nhello\n", NULL},
    {"a list of tickets", repair_prefixes, "2 tickets for Monday\n3 tickets for Friday\n4 more\n",
     NULL},
    {"dashes in a name", repair_dashed_names,
     "Received\u2011SPF: pass\nAuthentication\u2212Results: x\nMessage\u2010ID: <a>\n",
     "Received-SPF: pass\nAuthentication-Results: x\nMessage-ID: <a>\n"},
    {"a dash in other words", repair_dashed_names, "Zug\u2013um\u2013Zug: heute\n", NULL},
    {"a dash in an address", repair_typography,
     "From: Tango \u2013 Argentino <a@th\u2212e\u2011x.example>\n",
     "From: Tango \u2013 Argentino <a@th-e-x.example>\n"},
    {"quoted-printable as a whole", repair_whole_quoted_printable,
     AR " spf=3Dp=\nass smtp.mailfrom=3Da@b.example; dk=\nim=3Dnone\n",
     AR " spf=pass smtp.mailfrom=a@b.example; dkim=none\n"},
    {"quoted-printable, blanks before the ends of lines", repair_whole_quoted_printable,
     AR " spf=3Dpass = \t\r\n smtp.mailfrom=3Db.example=\n;\n",
     AR " spf=pass  smtp.mailfrom=b.example;\n"},
    {"quoted-printable that ends with a sign", repair_whole_quoted_printable,
     AR " spf=3Dpass =\n smtp.mailfrom=3Db.example=\n; =",
     AR " spf=pass  smtp.mailfrom=b.example; ="},
    {"quoted-printable that ends with an encoded sign", repair_whole_quoted_printable,
     AR " spf=3Dpass =\n smtp.mailfrom=3Db.example=\n; x=3D",
     AR " spf=pass  smtp.mailfrom=b.example; x="},
    {"quoted-printable in small letters", repair_whole_quoted_printable,
     AR " spf=3dpass =\n smtp.mailfrom=3db.example=\n;\n", NULL},
    {"quoted-printable behind a raw sign", repair_whole_quoted_printable,
     "=x\n" AR " spf=3Dpass =\n smtp.mailfrom=3Db.example=\n;\n", NULL},
    {"one soft line break", repair_whole_quoted_printable,
     AR " spf=3Dpass smtp.mailfrom=3Db.example=\n;\n", NULL},
    {"one sign that is encoded", repair_whole_quoted_printable, AR " spf=3Dpass =\n (x)=\n;\n",
     NULL},
    {"one raw sign, and it is none", repair_whole_quoted_printable,
     AR " spf=3Dp=\nass smtp.mailfrom=a@b.example; dk=\nim=3Dnone\n", NULL},
    {"an encoded line end in a whole", repair_whole_quoted_printable,
     AR " spf=3Df=\nail=0AFrom: a; dk=\nim=3Dnone\n", AR " spf=fail From: a; dkim=none\n"},
    {"base64 as a whole", repair_whole_base64,
     "Hello\n\nQXV0aGVudGljYXRpb24tUmVzdWx0czogbXguZXhhbXBsZS5uZXQ7IHNwZj1mYWlsIHNtdHAu\n"
     "bWFpbGZyb209YkBiLmV4YW1wbGU7IGRtYXJjPWZhaWwgaGVhZGVyLmZyb209Yi5leGFtcGxlCkZy\n"
     "b206IEIgPGJAYi5leGFtcGxlPgpTdWJqZWN0OiBZb3VyIHRpY2tldHMgZm9yIE1vbmRheQo=\n\nBye\n",
     "Hello\n\n" AR " spf=fail smtp.mailfrom=b@b.example; dmarc=fail header.from=b.example\n"
     "From: B <b@b.example>\nSubject: Your tickets for Monday\n\nBye\n"},
    {"base64 below a header is a body", repair_whole_base64,
     "From: a\n\nQXV0aGVudGljYXRpb24tUmVzdWx0czogbXguZXhhbXBsZS5uZXQ7IHNwZj1mYWlsIHNtdHAu\n"
     "bWFpbGZyb209YkBiLmV4YW1wbGU7IGRtYXJjPWZhaWwgaGVhZGVyLmZyb209Yi5leGFtcGxlCkZy\n"
     "b206IEIgPGJAYi5leGFtcGxlPgpTdWJqZWN0OiBZb3VyIHRpY2tldHMgZm9yIE1vbmRheQo=\n",
     NULL},
    {"rtf", repair_rtf,
     "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\n{\\*\\generator X}\\pard\\f0 From: Caf\\'e9 \\{x\\} "
     "<a@b.example>\\par\nTo: \\u8364?\\tab c\\par\n}\n",
     "From: Caf\u00E9 {x} <a@b.example>\nTo: \u20AC\tc\n"},
    {"words of rtf", repair_rtf,
     "{\\rtf1 a\\par b\\line c\\row d\\tab e\\cell f\\emdash g\\endash h\\lquote i\\rquote "
     "j\\ldblquote k\\rdblquote l\\b m\\b0 n}",
     "a\nb\nc\nd\te\tf-g-h'i'j\"k\"lmn"},
    {"symbols of rtf", repair_rtf,
     "{\\rtf1 a\\~b\\_c\\-d\\\\e\\{f\\}g\\'e9h\\'80i\\u8364?j\\u-3?k\\u228\\'e4l\\\nm}",
     "a b-cd\\e{f}g\u00E9h\u20ACi\u20ACj\uFFFDk\u00E4l\nm"},
    {"groups of rtf that are not shown", repair_rtf,
     "{\\rtf1 a{\\*\\bkmkstart x{y}}b{\\pict 00{00}\\par}c{\\b d{\\fldinst x}e}f{\\'e9}}",
     "abcdef\u00E9"},
    {"lines of rtf", repair_rtf, " \n{\\rtf1 a\nb\r\nc}", "abc"},
    {"not rtf", repair_rtf, "{\\rt1 a}", NULL},
    {"rtf behind words", repair_rtf, "x{\\rtf1 a}", NULL},
    {"the inside of rtf", repair_rtf,
     "From: a\\par\nTo: b\\par\nCc: c\\par\nDate: d\\par\nSubject: e\\par\n",
     "From: a\nTo: b\nCc: c\nDate: d\nSubject: e\n"},
    {"the inside of rtf, all lines but the last", repair_rtf,
     "From: a\\par\nTo: b\\par\nCc: c\\par\nDate: d\\par\nSubject: e\\par\nA-B: f",
     "From: a\nTo: b\nCc: c\nDate: d\nSubject: e\nA-B: f"},
    {"too few lines of rtf", repair_rtf,
     "From: a\\par\nTo: b\\par\nCc: c\\par\nDate: d\\par\nSubject: e\n", NULL},
    {"lines of rtf behind a line of settings", repair_rtf,
     "\\pard\\f0\nFrom: a\\par\nTo: b\\par\nCc: c\\par\nDate: d\\par\nSubject: e\\par\n",
     "From: a\nTo: b\nCc: c\nDate: d\nSubject: e\n"},
    {"lines of rtf, no evidence", repair_rtf,
     "a: a\\par\nb: b\\par\nc: c\\par\nd: d\\par\ne: e\\par\n", NULL},
    {"a value alone", repair_nameless,
     "mx.example.net; dmarc=fail (p=none) header.from=b.example\n",
     AR " dmarc=fail (p=none) header.from=b.example\n"},
    {"a value of ARC", repair_nameless,
     "\"i=1; mx.a.example; dkim=pass header.i=@b.example; \" +\n\t\"dmarc=pass "
     "header.from=b.example\"\n",
     "ARC-Authentication-Results: i=1; mx.a.example; dkim=pass header.i=@b.example; \" +\n"
     "\t\"dmarc=pass header.from=b.example\n"},
    {"a value below talk of a field", repair_nameless,
     "The `From:` line stays.\ndmarc=fail header.from=b.example\n",
     "The `From:` line stays.\nAuthentication-Results: dmarc=fail header.from=b.example\n"},
    {"a value below a field", repair_nameless,
     "From: \"A\" <a@b.example>\ndmarc=fail header.from=b.example\n", NULL},
    {"a value of another field", repair_nameless,
     "X-Gateway-Info: ok;\n spf=pass smtp.mailfrom=a.example;\n dmarc=pass header.from=a.example\n",
     NULL},
    {"its folds lost", repair_nameless,
     "X-Gateway-Info: ok;\nspf=pass smtp.mailfrom=a.example;\ndmarc=pass header.from=a.example\n",
     NULL},
    {"a field with nothing on its line", repair_nameless,
     "X-Gateway-Info:\n spf=pass smtp.mailfrom=a.example\n", NULL},
    {"a word above, and a colon", repair_nameless, "Results:\n spf=pass smtp.mailfrom=a.example\n",
     "Results:\nAuthentication-Results: spf=pass smtp.mailfrom=a.example\n"},
    {"below a field and a blank line", repair_nameless,
     "X-Mailer: a;\n\n spf=pass smtp.mailfrom=a.example\n",
     "X-Mailer: a;\n\nAuthentication-Results: spf=pass smtp.mailfrom=a.example\n"},
    {"a value alone, in lines", repair_nameless,
     "Hello\nspf=pass (sender IP is 192.0.2.1)\nsmtp.mailfrom=b.example;\n dmarc=pass\n\nBye\n",
     "Hello\nAuthentication-Results: spf=pass (sender IP is 192.0.2.1)\n smtp.mailfrom=b.example;\n"
     " dmarc=pass\n\nBye\n"},
    {"an id on its own line", repair_nameless,
     "mx.example.net;\n  dkim=none;\n  spf=fail "
     "smtp.mailfrom=b.example\n",
     AR "\n  dkim=none;\n  spf=fail smtp.mailfrom=b.example\n"},
    {"a Received-SPF value alone", repair_nameless,
     "fail (mx.example.net: domain of a@b.example does not designate 192.0.2.1 as permitted "
     "sender) client-ip=192.0.2.1\n",
     "Received-SPF: fail (mx.example.net: domain of a@b.example does not designate 192.0.2.1 as "
     "permitted sender) client-ip=192.0.2.1\n"},
    {"a value in backticks", repair_nameless, "`mx.a.example; dmarc=fail header.from=b.example`\n",
     "Authentication-Results: mx.a.example; dmarc=fail header.from=b.example\n"},
    {"a value in quotes, in lines", repair_nameless,
     "\"mx.a.example;\n  dkim=none;\ndmarc=fail header.from=b.example\" \n",
     "Authentication-Results: mx.a.example;\n  dkim=none;\n dmarc=fail header.from=b.example\n"},
    {"a quote that does not end", repair_nameless, "'dmarc=fail header.from=b.example\n",
     "Authentication-Results: dmarc=fail header.from=b.example\n"},
    {"prose about results", repair_nameless, "There it says dmarc=fail header.from=b.example\n",
     NULL},
    {"a result of nobody", repair_nameless, "dmarc=fail (p=none)\n", NULL},
    {"beside another field", repair_nameless,
     "From: a\n\nmx.example.net; dmarc=fail header.from=b.example\n", NULL},
    /* Unicode's quotation marks, hyphens and dashes, the minus, their small and wide forms */
    {"signs of typography", repair_typography,
     "Received-SPF: pass (x) \u201Ca\u201D \u201Eb\u201D \u00ABc\u00BB \u2018d\u2019 e\u2013f "
     "g\u2014h "
     "i\u2212j k\u2011l m\u2010n o\u2012p q\uFE63r s\uFF0Dt u\u2026\n",
     "Received-SPF: pass (x) \"a\" \"b\" \"c\" 'd' e-f g-h i-j k-l m-n o-p q-r s-t u...\n"},
    /* RFC 2047 section 4: B is base64, and both letters stand in either case */
    {"encoded words in base64", repair_encoded_words,
     "Authentication-Results: "
     "=?utf-8?B?bXguZXhhbXBsZS5uZXQ7IGRraW09cGFzcyBoZWFkZXIuZD1iLmV4YW1wbGU=?=\n",
     AR " dkim=pass header.d=b.example\n"},
    {"in small letters", repair_encoded_words,
     "Authentication-Results: "
     "=?utf-8?b?bXguZXhhbXBsZS5uZXQ7IGRraW09cGFzcyBoZWFkZXIuZD1iLmV4YW1wbGU=?=\n",
     AR " dkim=pass header.d=b.example\n"},
    {"an encoding nobody knows", repair_encoded_words,
     "Authentication-Results: =?utf-8?X?mx.example.net=3B_dkim=3Dpass?=\n", NULL},
    {"an encoded line end in a word", repair_encoded_words,
     "Authentication-Results: =?utf-8?Q?mx.example.net=3B_dkim=3Dpass=0Ax?=\n", NULL},
    {"more than ASCII in a word", repair_encoded_words,
     "Authentication-Results: =?utf-8?Q?mx.example.net=3B_dkim=3Dpass=C3=A9?=\n", NULL},
    {"a comment on its own line", repair_nameless,
     "mx.example.net; dmarc=fail\n(p=none) header.from=b.example\n",
     AR " dmarc=fail\n (p=none) header.from=b.example\n"},
    {"a comment without a host", repair_nameless,
     "fail (domain of a@b.example does not designate 192.0.2.1 as permitted sender) "
     "client-ip=192.0.2.1\n",
     "Received-SPF: fail (domain of a@b.example does not designate 192.0.2.1 as permitted sender) "
     "client-ip=192.0.2.1\n"},
    {"folds between ids", repair_lost_folds,
     "References: <a@b.example>\n<c@d.example>\nMessage-ID:\n<e@f.example>\nFrom: g\n",
     "References: <a@b.example>\n <c@d.example>\nMessage-ID:\n <e@f.example>\nFrom: g\n"},
    {"folds between addresses", repair_lost_folds,
     "Received: from a by b\nTo: a@b.example,\nc@d.example\nFrom: Mosa\n<e@f.example>\nDate:\nMon, "
     "1 Jun 2026 10:00:00 +0000\nSubject: x\n",
     "Received: from a by b\nTo: a@b.example,\n c@d.example\nFrom: Mosa\n <e@f.example>\nDate:\n "
     "Mon, "
     "1 Jun 2026 10:00:00 +0000\nSubject: x\n"},
    {"what an export has no value of", repair_export,
     "[{\"name\":\"From\",\"value\":\"a\"},{\"name\":\"Cc\",\"value\":null},{\"name\":\"Bad "
     "name\",\"value\":\"b\"},{\"name\":\"To\",\"value\":\"c\"}]",
     "From: a\nTo: c\n\n"},
    /* the second of two texts may be the body of what the first one is the header of */
    {"one base64 text of two", repair_whole_base64,
     "QXV0aGVudGljYXRpb24tUmVzdWx0czogbXguZXhhbXBsZS5uZXQ7IHNwZj1mYWlsIHNtdHAu\n"
     "bWFpbGZyb209YkBiLmV4YW1wbGU7IGRtYXJjPWZhaWwgaGVhZGVyLmZyb209Yi5leGFtcGxlCkZy\n"
     "b206IEIgPGJAYi5leGFtcGxlPgpTdWJqZWN0OiBZb3VyIHRpY2tldHMgZm9yIE1vbmRheQo=\n\n"
     "QXV0aGVudGljYXRpb24tUmVzdWx0czogbXguZXhhbXBsZS5uZXQ7IHNwZj1mYWlsIHNtdHAu\n"
     "bWFpbGZyb209YkBiLmV4YW1wbGU7IGRtYXJjPWZhaWwgaGVhZGVyLmZyb209Yi5leGFtcGxlCkZy\n"
     "b206IEIgPGJAYi5leGFtcGxlPgpTdWJqZWN0OiBZb3VyIHRpY2tldHMgZm9yIE1vbmRheQo=\n",
     AR " spf=fail smtp.mailfrom=b@b.example; dmarc=fail header.from=b.example\n"
        "From: B <b@b.example>\nSubject: Your tickets for Monday\n\n"
        "QXV0aGVudGljYXRpb24tUmVzdWx0czogbXguZXhhbXBsZS5uZXQ7IHNwZj1mYWlsIHNtdHAu\n"
        "bWFpbGZyb209YkBiLmV4YW1wbGU7IGRtYXJjPWZhaWwgaGVhZGVyLmZyb209Yi5leGFtcGxlCkZy\n"
        "b206IEIgPGJAYi5leGFtcGxlPgpTdWJqZWN0OiBZb3VyIHRpY2tldHMgZm9yIE1vbmRheQo=\n"},
    {"two numbered lines are few", repair_prefixes, "1: From: a\n2: To: b\n", NULL},
    {"one field below numbers", repair_prefixes, "1: From: a\n2: hello\n3: bye\n", NULL},
    {"literal tabs behind line feeds", repair_line_ends, "Received: a\n\\tby b\nFrom: c\n\\td\n",
     "Received: a\n\tby b\nFrom: c\n\td\n"},
    {"one literal tab", repair_line_ends, "Received: a\n\\tby b\nFrom: c\n", NULL},
    {"a hidden domain", repair_quoted_printable, AR " spf=fail header.i=3D@b.example\n",
     AR " spf=fail header.i=...@b.example\n"},
    {"a gap in an export", repair_export,
     "[{\"name\":\"Received\",\"value\":\"a\"},{\"name\":\"From\",\"value\":\"b...\",\"value\":"
     "\"c\"},{\"name\":\"Return-Path\",\"value\":\"d\"}]",
     "[\nReceived: a\n{...}\nReturn-Path: d\n"},
};

static void
test_case (gconstpointer data) {
  const Case *c = data;
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (c->in), 0, 1);
  bool changed = c->repair (text);
  g_assert_cmpstr (text->bytes->str, ==, c->out ? c->out : c->in);
  g_assert_true (changed == (c->out != NULL));
  g_assert_false (c->repair (text));
}

static void
assert_html (const char *in, const char *out) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
  bool changed = repair_html (text);
  g_test_message ("%s", in);
  g_assert_cmpstr (text->bytes->str, ==, out);
  g_assert_true (changed == (strcmp (in, out) != 0));
}

/* HTML 13.5 and 13.2.5.80: character references, by name and by number; others stay. */
static void
test_references (void) {
  static const struct {
    const char *name, *text;
  } rows[] = {{"amp", "&"},   {"lt", "<"},    {"gt", ">"},    {"quot", "\""}, {"apos", "'"},
              {"nbsp", " "},  {"#39", "'"},   {"#34", "\""},  {"#160", " "},  {"#64", "@"},
              {"#61", "="},   {"#58", ":"},   {"#46", "."},   {"#x27", "'"},  {"#x3D", "="},
              {"#x3d", "="},  {"#x2F", "/"},  {"#x2f", "/"},  {"#47", "/"},   {"#43", "+"},
              {"#x2B", "+"},  {"#x40", "@"},  {"#60", "<"},   {"#62", ">"},   {"#38", "&"},
              {"x", NULL},    {"", NULL},     {"am", NULL},   {"ampp", NULL}, {"#32", " "},
              {"#126", "~"},  {"#9", "\t"},   {"#xA0", " "},  {"#X40", "@"},  {"#31", NULL},
              {"#127", NULL}, {"#159", NULL}, {"#161", NULL}, {"#256", NULL}, {"#", NULL},
              {"#x", NULL},   {"#6a", NULL},  {"#xg", NULL},  {"64", NULL}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *in = g_strdup_printf (AR " spf=a&%s;b\n", rows[i].name);
    g_autofree char *out = g_strdup_printf (AR " spf=a%sb\n", rows[i].text);
    assert_html (in, rows[i].text ? out : in);
  }
  assert_html (AR " spf=a&amp", AR " spf=a&amp");
  assert_html (AR " spf=a&amp;", AR " spf=a&");
}

/* HTML 4 and 15: where a browser begins a new line, and a new cell. */
static void
test_tags (void) {
  static const struct {
    const char *names, *opening, *closing;
  } rows[] = {
      {"p div tr li pre blockquote h1 h2 h3 h4 table dd", "", "\n"},
      {"td th dt", "", "\t"},
      {"br hr", "\n", "\n"},
      {"tbody thead span b i u em font strong a code tt ul ol dl html body head meta style wbr o:p",
       "", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) names = g_strsplit (rows[i].names, " ", -1);
    for (char **name = names; *name; name++) {
      g_autofree char *big = g_ascii_strup (*name, -1);
      g_autofree char *out = g_strdup_printf ("Received: x%sy%sz%s", rows[i].opening,
                                              rows[i].closing, rows[i].opening);
      g_autofree char *in =
          g_strdup_printf ("Received: x<%s class=\"c\">y</%s>z<%s/>", *name, *name, big);
      assert_html (in, out);
    }
  }
  static const char *const others[] = {
      "<x>", "<nav>", "<a@b.example>", "<ab>", "<br", "<br...>", "<br\t>", "<", "</", "<>", "</>"};
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *in = g_strdup_printf ("Received: x %s", others[i]);
    assert_html (in, in);
  }
}

/* 200 characters stand for 150 bytes (RFC 4648 section 4): shorter texts are words. */
static void
test_base64_size (void) {
  for (gsize less = 0; less <= 3; less += 3) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) header = g_string_new ("Received: from a by b\nFrom: a\nSubject: ");
    while (header->len < 149 - less)
      g_string_append_c (header, 'x');
    g_string_append_c (header, '\n');
    g_autofree char *encoded = g_base64_encode ((const guchar *)header->str, header->len);
    g_assert_cmpuint (strlen (encoded), ==, less ? 196 : 200);
    g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (encoded), 0, 1);
    g_assert_true (repair_whole_base64 (text) == (less == 0));
    g_assert_cmpstr (text->bytes->str, ==, less ? encoded : header->str);
  }
}

/* RTF 1.9.1: destinations that hold no text of the document. */
static void
test_rtf_groups (void) {
  static const char *const words[] = {
      "fonttbl",      "colortbl",          "stylesheet", "info",      "pict",      "object",
      "listtable",    "listoverridetable", "generator",  "themedata", "datastore", "xmlnstbl",
      "latentstyles", "rsidtbl",           "fldinst",    "header",    "footer",    "mmathPr"};
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *in = g_strdup_printf ("{\\rtf1 a{\\%s x{\\b y}z}b}", words[i]);
    g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
    g_assert_true (repair_rtf (text));
    g_assert_cmpstr (text->bytes->str, ==, "ab");
  }
}

/* Every byte of windows-1252's own (the Encoding Standard's index windows-1252); five stand for
 * nothing, and stay control characters. */
static void
test_windows_1252 (void) {
  static const char signs[] =
      "\u20AC\xC2\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\xC2\x8D"
      "\u017D\xC2\x8F\xC2\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A"
      "\u0153\xC2\x9D\u017E\u0178\u00A0\u00FF";
  char bytes[35];
  for (guint i = 0; i < 33; i++)
    bytes[i] = (char)(0x80 + i);
  bytes[33] = (char)0xFF;
  bytes[34] = '\0';
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *in = g_strconcat ("Subject: ", bytes, "\n", NULL);
  g_autofree char *out = g_strconcat ("Subject: ", signs, "\n", NULL);
  g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
  g_assert_true (repair_charset (text));
  g_assert_cmpstr (text->bytes->str, ==, out);
}

/* The text in UTF-16, of the machine's order or of the other one. */
static GString *
wide_text (const char *utf8, bool swapped, bool mark) {
  g_autoptr (GError) error = NULL;
  gsize len = 0;
  g_autofree char *wide =
      g_convert (utf8, -1, (G_BYTE_ORDER == G_LITTLE_ENDIAN) == swapped ? "UTF-16BE" : "UTF-16LE",
                 "UTF-8", NULL, &len, &error);
  g_assert_no_error (error);
  GString *text = g_string_new (NULL);
  bool big = (G_BYTE_ORDER == G_LITTLE_ENDIAN) == swapped;
  if (mark)
    g_string_append_len (text, big ? "\xFE\xFF" : "\xFF\xFE", 2);
  g_string_append_len (text, wide, (gssize)len);
  return text;
}

/* With the mark and without; a sign beyond the first plane is two units. */
static void
test_wide (void) {
  static const char utf8[] = "From: a@b.example\nSubject: \U0001F3AB\U0010FFFF \u00E9\u4E2D\n";
  for (guint i = 0; i < 4; i++) {
    g_autoptr (Arena) arena = arena_new ();
    GString *wide = wide_text (utf8, i & 1, i & 2);
    g_autoptr (PasteText) text = paste_text_new (arena, span_of (wide->str, wide->len), 0, 1);
    g_assert_true (repair_charset (text));
    g_assert_cmpstr (text->bytes->str, ==, utf8);
    g_string_free (wide, TRUE);
  }
}

/* Half a pair stands for nothing; one NUL among letters is damage and no encoding. */
static void
test_not_wide (void) {
  static const char half[] = "\xFF\xFE"
                             "A\0\x3C\xD8"
                             "B\0\x3C\xD8";
  static const char nul[] = "From: a@b.exa\0mple\nTo: b@c.example\n";
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, span_of (half, sizeof half - 1), 0, 1);
  g_assert_true (repair_charset (text));
  g_assert_cmpstr (text->bytes->str, ==,
                   "A\uFFFD"
                   "B\uFFFD");
  static const char low[] = "\xFF\xFE"
                            "A\0\x01\xDC"
                            "\x1A\xFF\x01\xDC";
  g_autoptr (PasteText) second = paste_text_new (arena, span_of (low, sizeof low - 1), 0, 1);
  g_assert_true (repair_charset (second));
  g_assert_cmpstr (second->bytes->str, ==, "A\uFFFD\uFF1A\uFFFD");
  static const char odd[] = "\xFF\xFE"
                            "A\0B\0C";
  g_autoptr (PasteText) cut = paste_text_new (arena, span_of (odd, sizeof odd - 1), 0, 1);
  g_assert_true (repair_charset (cut));
  g_assert_cmpstr (cut->bytes->str, ==, "AB");
  /* a mark is no damage to tell of */
  g_autoptr (PasteText) marked = paste_text_new (arena, SPAN ("\xEF\xBB\xBFTo: b\n"), 0, 1);
  g_assert_true (repair_charset (marked));
  g_assert_cmpuint (marked->notes->len, ==, 0);
  g_autoptr (PasteText) plain = paste_text_new (arena, span_of (nul, sizeof nul - 1), 0, 1);
  g_assert_true (repair_charset (plain));
  g_assert_cmpstr (plain->bytes->str, ==, "From: a@b.example\nTo: b@c.example\n");
}

/* UTF-16 without a mark is known by its NULs: ASCII has one in each pair, at the same place, and
 * less than a tenth stand at the other one. */
static void
test_marks_of_wide (void) {
  static const struct {
    const char *text;
    bool wide;
  } rows[] = {
      {"From: a@b.example\nA:", true},           /* 20 characters */
      {"From: a@b.example\nA\u0100", true},      /* one of them has its NUL elsewhere */
      {"From: a@b.example\n\u0100\u0100", false} /* two, which is a tenth */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint big = 0; big < 2; big++) {
      g_autoptr (Arena) arena = arena_new ();
      GString *wide = wide_text (rows[i].text, big, false);
      g_autoptr (PasteText) text = paste_text_new (arena, span_of (wide->str, wide->len), 0, 1);
      g_assert_cmpuint (wide->len, ==, 40);
      repair_charset (text);
      g_assert_true ((strcmp (text->bytes->str, rows[i].text) == 0) == rows[i].wide);
      g_string_free (wide, TRUE);
    }
}

/* SPF tests one identity. Where that is torn, no other one that stands there may pass for it,
 * whatever its name is at this writer. */
static void
test_substitutes (void) {
  static const struct {
    const char *name;
    bool substitute;
  } rows[] = {
      {"smtp.mailfrom", true}, {"smtp.helo", true}, {"smtp.mail", true}, {"smtp.from", true},
      {"envelope-from", true}, {"x-sender", true},  {"sender", true},    {"helo", true},
      {"x-helo", true},        {"X-Helo", true},    {"policy.x", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *in = g_strdup_printf (
        AR " spf=pass %s=mx.b.example (x) sm tp.mailfrom=a@b.example\nTo: x\n", rows[i].name);
    g_autofree char *kept = g_strdup_printf (" %s=mx.b.example", rows[i].name);
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
    g_test_message ("%s", in);
    g_assert_true (repair_uncertain_values (text));
    g_assert_true ((strstr (text->bytes->str, kept) == NULL) == rows[i].substitute);
  }
}

/* Rubble in the value of a name that says who somebody is takes the pair away; in other values it
 * is what somebody wrote. */
static void
test_identity_names (void) {
  static const struct {
    const char *name;
    bool identity;
  } rows[] = {
      {"envelope-from", true}, {"helo", true},      {"x-sender", true}, {"identity", true},
      {"client-ip", true},     {"receiver", true},  {"x-helo", true},   {"X-HELO", true},
      {"problem", false},      {"x-record", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *in =
        g_strdup_printf ("Received-SPF: pass (x) a=b; %s=c>d.example; e=f\nTo: x\n", rows[i].name);
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
    repair_uncertain_values (text);
    g_test_message ("%s", in);
    g_assert_true ((strstr (text->bytes->str, "c>d.example") == NULL) == rows[i].identity);
  }
}

/* What the value of a name without local parts cannot hold (RFC 8601 section 2.7, RFC 1034 section
 * 3.5); an address may have a '=' in it. */
static void
test_plain_names (void) {
  static const struct {
    const char *name;
    bool plain;
  } rows[] = {
      {"header.d", true},  {"header.s", true}, {"header.from", true},    {"HEADER.D", true},
      {"smtp.helo", true}, {"helo", true},     {"smtp.mailfrom", false}, {"header.i", false},
  };
  static const char *const values[] = {"a=d.example", "d.example-", "d.example_"};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (values); k++) {
      g_autofree char *in =
          g_strdup_printf (AR " spf=pass %s=%s; dkim=none\nTo: x\n", rows[i].name, values[k]);
      g_autoptr (Arena) arena = arena_new ();
      g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
      repair_uncertain_values (text);
      g_test_message ("%s", in);
      g_assert_true ((strstr (text->bytes->str, values[k]) == NULL) == rows[i].plain);
    }
}

/* The last field of what was copied alone: it is whole when a sign closes it, or when it ends with
 * a name below a public suffix; else its last value may be half of one. */
static void
test_one_field (void) {
  static const struct {
    const char *last;
    bool whole;
  } rows[] = {
      {"header.d=b.com", true},   {"header.d=b-c.com", true},   {"header.d=b.co.uk", true},
      {"header.d=b.com;", true},  {"header.d=b.com (c)", true}, {"header.i=\"@b.com\"", true},
      {"header.d=b.co.u", false}, {"header.d=b.exam", false},   {"header.d=com", false},
      {"header.d=.com", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *in = g_strdup_printf (AR " dkim=pass %s", rows[i].last);
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
    repair_uncertain_values (text);
    g_test_message ("%s", in);
    g_assert_true ((strstr (text->bytes->str, rows[i].last) != NULL) == rows[i].whole);
  }
}

/* Three dots or more, or the sign for them, and brackets around both sides of them. */
static void
test_elisions (void) {
  static const struct {
    const char *line;
    bool elision;
  } rows[] = {
      {"...", true},      {" .... ", true},   {"[...]", true}, {"[ ... ]", true}, {"\u2026", true},
      {"[\u2026]", true}, {"..", false},      {"[..]", false}, {"[....", false},  {"....]", false},
      {"(...)", false},   {"\u2026.", false}, {"...x", false}, {"x...", false},   {"[]", false},
      {"[", false},       {"", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].line);
    g_assert_true (paste_line_is_elision (span_from_string (rows[i].line)) == rows[i].elision);
  }
}

/* RFC 9989 section 5.3.1: a second author counts, and is looked for at the beginning of what stands
 * behind the name. */
static void
test_second_author (void) {
  for (gsize at = 254; at <= 257; at++) {
    g_autoptr (GString) in = g_string_new ("Return-Path: <a@b.example> Received: from a by b "
                                           "From: a@b.example From: ");
    for (gsize i = 2; i < at; i++)
      g_string_append_c (in, 'x');
    g_string_append (in, "@c.example\n");
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (PasteText) text = paste_text_new (arena, span_of (in->str, in->len), 0, 1);
    g_assert_true (repair_joined_fields (text));
    g_test_message ("%" G_GSIZE_FORMAT, at);
    g_assert_true ((strstr (text->bytes->str, "\nFrom: x") != NULL) == (at < 256));
  }
}

static Paste
repair (Arena *arena, const char *text) {
  Paste paste;
  paste_repair (span_from_string (text), arena, &paste);
  return paste;
}

static const char *
block_text (Arena *arena, const Paste *paste, guint i) {
  g_assert_cmpuint (i, <, paste->blocks.n);
  return arena_string (arena, vec_at (&paste->blocks, PasteBlock, i)->text);
}

/* A museum's ticket in the style of a wiki page: no-break spaces for folds, "..." for what is left
 * out, two samples with prose around them. */
static const char wiki_page[] =
    "Nos mails partent chaque jour.\n\nExample of the SPF information:\n\n"
    "Date: Wed, 26 Jun 2019 15:49:40 -0500 (CDT)\nFrom: Musee Vert <xxx@museevert.example>\n"
    "Received: from mail.museevert.example ([192.0.2.48])\n\xC2\xA0 by mx1.seetal.example with "
    "ESMTP; 26 Jun 2019 22:49:42 +0200\n\n"
    "...\nReceived-SPF: Pass (mx1.seetal.example: domain of\n\xC2\xA0 postmaster@museevert.example "
    "designates 192.0.2.48 as\n"
    "\xC2\xA0 permitted sender) identity=xxx; client-ip=192.0.2.48;\n\xC2\xA0 "
    "x-record-text=\"v=spf1 a -all\"\n\n\n"
    "Subject: A message\n\n...\n\nIn this example the record is:\n\nv=spf1 "
    "include:spf.sender.example ~all\n\n"
    "Example of DKIM:\n\nDate: Wed, 26 Jun 2019 15:49:40 -0500 (CDT)\nFrom: Musee Vert "
    "<xxx@museevert.example>\n...\n"
    "DKIM-Signature: d=museevert.example; i=@museevert.example; a=rsa-sha256; s=key1\n\xC2\xA0 "
    "\xC2\xA0 ...\n"
    "\xC2\xA0 \xC2\xA0 bh=WTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nVHKRB9s=;\n\xC2\xA0 "
    "b=dYPEA8XsfrF9\n\xC2\xA0 SS7wPy4xfGai=\n\n"
    "\xC2\xA0 ...\n\nAuthentication-Results: ... dkim=pass (signature verified) "
    "header.i=@museevert.example ...\n\n\n"
    "Subject: Another message\n\nSee the manual.\n";

static void
test_wiki_page (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste = repair (arena, wiki_page);
  g_assert_cmpuint (paste.blocks.n, ==, 2);
  const char *first = block_text (arena, &paste, 0);
  g_assert_nonnull (
      strstr (first, "\nReceived-SPF: Pass (mx1.seetal.example: domain of\n  postmaster@"));
  g_assert_nonnull (strstr (first, "\nSubject: A message\n"));
  g_assert_null (strstr (first, "Authentication-Results"));
  const char *second = block_text (arena, &paste, 1);
  g_assert_nonnull (
      strstr (second, "\nAuthentication-Results: ...; dkim=pass (signature verified) "));
  g_assert_nonnull (strstr (second, " header.i=@museevert.example \n"));
  g_assert_nonnull (strstr (second, "s=key1\n    ;\n    bh=WTj"));
  g_assert_cmpint (vec_at (&paste.blocks, PasteBlock, 1)->confidence, ==, PASTE_LOW);
}

/* A page export that lost its lines: an address eaten as a tag, a field glued to it. */
static void
test_fused_page (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste =
      repair (arena, "Info | ||\n---|---|---|\n| ||\n"
                     "Return-path:<news@></news@>VertDate: Wed, 26 Jun 2019 15:49:40 -0500 ... "
                     "Authentication-Results: ... dkim=pass (signature verified) "
                     "header.i=@museevert.example ...\n|\n...\n");
  g_assert_cmpuint (paste.blocks.n, ==, 1);
  const char *text = block_text (arena, &paste, 0);
  g_assert_nonnull (strstr (text, "\nDate: Wed, 26 Jun 2019 15:49:40 -0500"));
  g_assert_nonnull (strstr (text, "\nAuthentication-Results: ...; dkim=pass"));
  g_assert_null (strstr (text, "Vert"));
}

static void
test_translated_names (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste;
  PasteWords words = {0};
  *vec_push (arena, &words.authors, Span) = SPAN ("Da");
  *vec_push (arena, &words.captions, Span) = SPAN ("Da");
  *vec_push (arena, &words.captions, Span) = SPAN ("Oggetto");
  static const char shown[] =
      "Da: Museo <a@b.example>\nOggetto: Biglietti\n" AR " spf=pass smtp.mailfrom=b.example\n"
      "Received: from a.example by mx.example.net; Mon, 1 Jun 2026\n";
  g_assert_true (paste_repair_with (span_from_string (shown), &words, arena, &paste));
  g_assert_cmpuint (paste.blocks.n, ==, 1);
  g_assert_true (g_str_has_prefix (block_text (arena, &paste, 0),
                                   "From: Museo <a@b.example>\nAuthentication-Results: "));
  /* above a quoted mail they are no header's */
  static const char quoted[] =
      "Da: Museo <a@b.example>\nOggetto: Biglietti\n\n" AR " spf=pass smtp.mailfrom=b.example\n"
      "Received: from a.example by mx.example.net; Mon, 1 Jun 2026\n";
  g_assert_true (paste_repair_with (span_from_string (quoted), &words, arena, &paste));
  g_assert_null (strstr (block_text (arena, &paste, 0), "From: "));
}

#define COPY                                                                        \
  "Received: from a.example by mx.example.net; Mon, 1 Jun 2026 10:00:00 +0000\n" AR \
  " dmarc=fail header.from=a.example\nFrom: a@a.example\nMessage-ID: <1@a.example>\n"

static void
test_repeated (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste = repair (arena, "One:\n\n" COPY "\nand again:\n\n> " COPY);
  g_assert_cmpuint (paste.blocks.n, ==, 1);
  paste = repair (arena, "This line:\n\n" AR
                         " dmarc=fail header.from=a.example\n\nis of this header:\n\n" COPY);
  g_assert_cmpuint (paste.blocks.n, ==, 1);
  g_assert_nonnull (strstr (block_text (arena, &paste, 0), "Received: "));
  /* the first counts: what follows can be the body */
  paste = repair (arena, "> " COPY "\nlook:\n\n" AR
                         " dmarc=pass header.from=a.example\nReceived: from b.example by "
                         "mx.example.net; Mon, 1 Jun 2026 10:00:00 +0000\nFrom: a@a.example\n"
                         "Message-ID: <1@a.example>\n");
  g_assert_cmpuint (paste.blocks.n, ==, 1);
  g_assert_nonnull (strstr (block_text (arena, &paste, 0), "dmarc=fail"));
  /* another receiver's */
  paste = repair (arena, "One:\n\n" COPY "\ntwo:\n\nAuthentication-Results: mx.other.example; "
                         "dmarc=pass header.from=a.example\nFrom: a@a.example\n"
                         "Message-ID: <1@a.example>\n");
  g_assert_cmpuint (paste.blocks.n, ==, 2);
}

static const char clean[] =
    "Received: from a.example ([192.0.2.1])\n\tby mx.example.net; Mon, 1 Jun 2026 10:00:00 "
    "+0000\n" AR
    "\n\tspf=pass smtp.mailfrom=a.example\nFrom: a@a.example\nTo: b@example.net\nSubject: x\n\n"
    "> From: quoted@c.example\n> Received: from c\n<p>From: &lt;d&gt;</p>\n";

static void
test_clean (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste;
  g_assert_false (paste_repair (span_from_string (clean), arena, &paste));
  g_assert_false (paste_repair (SPAN (""), arena, &paste));
  g_assert_false (paste_repair (SPAN ("Hello,\nour mails fail, please help.\n"), arena, &paste));
}

static void
test_several (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *two = g_strconcat (
      "Hallo,\n\n> Received: from a.example by b.example; Mon, 1 Jun 2026 10:00:00 +0000\n"
      "> From: a@a.example\n\nund die zweite:\n---------- Forwarded message\n",
      clean, NULL);
  Paste paste = repair (arena, two);
  g_assert_cmpuint (paste.blocks.n, >=, 2);
  const PasteBlock *second = vec_at (&paste.blocks, PasteBlock, 1);
  g_assert_cmpuint (second->title.len, >, 0);
  g_assert_true (span_starts_with (second->text, SPAN ("Received: from a.example ([192.0.2.1])")));
}

/* What one message's receiver said does not speak for another message. */
static void
test_not_merged (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste =
      repair (arena, "> " AR " dkim=pass header.d=a.example\n> From: a@a.example\n> Subject: x\n\n"
                     "> " AR " dkim=fail header.d=b.example\n> From: b@b.example\n");
  g_assert_cmpuint (paste.blocks.n, ==, 2);
  g_assert_null (strstr (block_text (arena, &paste, 1), "a.example"));
}

/* A body may hold a header that its author wrote. Somebody's words above the first speak for a
 * collection, another author for another message. */
static void
test_behind (void) {
#define WHOLE \
  "Received: from c by mx1.b.example with ESMTP; Mon, 1 Jun 2026\nFrom: a@b.example\nSubject: x\n"
#define TOP AR " spf=fail\nReceived: from c by mx1.b.example with ESMTP; Mon, 1 Jun 2026\n"
#define SECOND "\nDear all, look:\n\n" AR " spf=pass\nFrom: a@"
  static const struct {
    const char *text;
    Behind behind;
  } rows[] = {
      {WHOLE SECOND "b.example\nTo: c@d.example\n", BEHIND_OWN_TEXT},
      {"-----Original Message-----\nFrom: a@b.example\nSent: Monday\nTo: u\nSubject: x\n\n" AR
       " dmarc=pass header.from=b.example\n",
       BEHIND_OWN_TEXT},
      {WHOLE SECOND "B.example\nTo: c@d.example\n", BEHIND_OWN_TEXT},
      {"Here it is:\n\n" WHOLE SECOND "b.example\nTo: c@d.example\n", BEHIND_SAME_AUTHOR},
      {WHOLE SECOND "other.example\nTo: c@d.example\n", BEHIND_MESSAGE},
      {WHOLE SECOND "c.example\nTo: c@d.example\n", BEHIND_MESSAGE},
      {WHOLE SECOND "other.example\nTo: c@d.example\n" SECOND "b.example\nTo: c@d.example\n",
       BEHIND_OWN_TEXT},
      /* the message begins with an empty line */
      {TOP "\nReturn-Path: <a@b.example>\n" AR " spf=pass\n" WHOLE, BEHIND_OWN_TEXT},
      {TOP "From:\n\nReturn-Path: <a@b.example>\n" AR " spf=pass\n" WHOLE, BEHIND_OWN_TEXT},
      {TOP "Subject: x\n\nReturn-Path: <a@b.example>\n" AR " spf=pass\n" WHOLE, BEHIND_OWN_TEXT},
      /* a name so long that its address stands on the next line */
      {TOP "From: The Museum of Fine Arts and Letters\n <a@b.example>\nTo: x\n" SECOND
           "b.example\nTo: c@d.example\n",
       BEHIND_OWN_TEXT},
      {TOP "From: The Museum of Fine Arts and Letters\n <a@b.example>\nTo: x\n" SECOND
           "c.example\nTo: c@d.example\n",
       BEHIND_MESSAGE},
      {"Here they are:\n\n" TOP "\nReturn-Path: <a@b.example>\n" AR " spf=pass\n" WHOLE,
       BEHIND_NOTHING},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_auto (GStrv) lines = g_strsplit (rows[i].text, "\n", -1);
    g_autofree char *quoted = g_strjoinv ("\n> ", lines);
    g_autofree char *text = g_strconcat ("> ", quoted, NULL);
    Paste paste = repair (arena, text);
    g_assert_cmpuint (paste.blocks.n, >=, 2);
    g_assert_cmpint (vec_at (&paste.blocks, PasteBlock, 0)->behind, ==, BEHIND_NOTHING);
    g_assert_cmpint (vec_at (&paste.blocks, PasteBlock, paste.blocks.n - 1)->behind, ==,
                     rows[i].behind);
  }
}

/* The lower half of a torn header: its results are another's than the one who received it. A second
 * author speaks against the first. What is a paste of its own says so. */
static void
test_torn (void) {
  static const char half[] = "> Return-Path: <a@b.example>\n"
                             "> Received: from c by mx1.b.example with ESMTP; Mon, 1 Jun 2026\n"
                             "> " AR " dmarc=pass header.from=b.example\n";
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *torn = g_strconcat (
      half, "\n> " AR " spf=pass\n> Received: from d by c\n> From: a@b.example\n", NULL);
  Paste paste = repair (arena, torn);
  g_assert_cmpuint (paste.blocks.n, ==, 2);
  g_assert_false (vec_at (&paste.blocks, PasteBlock, 0)->trace_gap);
  g_assert_true (vec_at (&paste.blocks, PasteBlock, 1)->trace_gap);
  g_autofree char *other =
      g_strconcat (half, "\nAnd another one:\n\n> " AR " spf=pass\n> From: a@b.example\n", NULL);
  paste = repair (arena, other);
  g_assert_cmpuint (paste.blocks.n, ==, 2);
  g_assert_false (vec_at (&paste.blocks, PasteBlock, 1)->trace_gap);
  g_autofree char *authors = g_strconcat (
      half, "> From: a@b.example\n\n> From: e@f.example\n> To: g@h.example\n> Subject: x\n", NULL);
  paste = repair (arena, authors);
  g_assert_cmpuint (paste.blocks.n, >=, 1);
  g_assert_true (vec_at (&paste.blocks, PasteBlock, 0)->trace_gap);
  g_autofree char *hidden = g_strconcat ("> Return-Path: <a@b.example> *Received\tfrom c by d\n",
                                         half + 31, "> From: a@b.example\n", NULL);
  paste = repair (arena, hidden);
  g_assert_true (vec_at (&paste.blocks, PasteBlock, 0)->trace_gap);
}

static void
test_overview (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste = repair (
      arena,
      "Message ID\t<1@a.example>\nSPF:\tPASS avec l'IP 192.0.2.7 En savoir plus\n"
      "DKIM:\t'PASS' avec le domaine a.example En savoir plus\nDMARC:\t'FAIL' En savoir plus\n");
  g_assert_true (span_equal (paste.overview.spf, SPAN ("pass")));
  g_assert_true (span_equal (paste.overview.ip, SPAN ("192.0.2.7")));
  g_assert_true (span_equal (paste.overview.dkim_domain, SPAN ("a.example")));
  g_assert_true (span_equal (paste.overview.dmarc, SPAN ("fail")));
  g_assert_cmpuint (paste.overview.line, ==, 2);
  /* the cells of the table, one below the other */
  paste =
      repair (arena, "ID du message\n<1@a.example>\nSPF :\nPASS avec l'IP 192.0.2.7\n\nDKIM :\n\n"
                     "'PASS' avec le domaine a.example\nDMARC :\n'FAIL'\n");
  g_assert_true (span_equal (paste.overview.spf, SPAN ("pass")));
  g_assert_true (span_equal (paste.overview.ip, SPAN ("192.0.2.7")));
  g_assert_true (span_equal (paste.overview.dkim_domain, SPAN ("a.example")));
  g_assert_true (span_equal (paste.overview.dmarc, SPAN ("fail")));
  g_assert_cmpuint (paste.overview.line, ==, 3);
  paste = repair (arena, "SPF\nDKIM\nDMARC\npass\n");
  g_assert_cmpuint (paste.overview.line, ==, 0);
  /* its rows alone look like the fields of a header; a server's line makes them fields */
  paste = repair (arena, "SPF: FAIL with IP 192.0.2.1\nDKIM: PASS with domain a.example\n"
                         "DMARC: FAIL\nFrom: b@c.example\nSubject: d\n");
  g_assert_cmpuint (paste.overview.line, ==, 1);
  paste =
      repair (arena, "SPF: FAIL\nDKIM: PASS\nDMARC: FAIL\nReceived: from a by b; Mon, 9 Nov 2026"
                     " 10:11:12 +0100\nFrom: b@c.example\nSubject: d\n");
  g_assert_cmpuint (paste.overview.line, ==, 0);
}

/* What somebody says of results, where nothing else tells of one. */
static void
test_told (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste = repair (arena, "Good morning\n\nwe see spf=fail dkim=pass here\n");
  g_assert_true (paste.overview.told);
  g_assert_cmpuint (paste.overview.line, ==, 3);
  g_assert_cmpuint (paste.blocks.n, ==, 0);
  paste = repair (arena, "SPF: pass with IP 192.0.2.7\nDKIM: pass\nspf=fail dkim=fail\n");
  g_assert_false (paste.overview.told);
  g_assert_true (span_equal (paste.overview.spf, SPAN ("pass")));
  paste =
      repair (arena, "we see spf=fail dkim=pass here\n\n> Received: from a.example by mx.b.example;"
                     " Mon, 9 Nov 2026 10:11:12 +0100\n> From: c@a.example\n> Subject: d\n");
  g_assert_cmpuint (paste.blocks.n, ==, 1);
  g_assert_cmpuint (paste.overview.line, ==, 0);
  /* a header's own words are its writer's */
  paste = repair (arena, "From: c@a.example\nSubject: spf=fail dkim=pass\nTo: d@b.example\n");
  g_assert_cmpuint (paste.overview.line, ==, 0);
}

static void
test_captions (void) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste =
      repair (arena, "Von: Museum\nGesendet\xC2\xA0: Montag\nAn: info\nBetreff: Karten\n\nTag\n");
  static const char *const known[] = {"Von", "Gesendet", "An", "An"};
  PasteWords words = {0};
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    *vec_push (arena, &words.captions, Span) = span_from_string (known[i]);
  paste_apply_words (&paste, &words, arena);
  g_assert_cmpuint (paste.blocks.n, ==, 0);
  g_assert_cmpuint (paste.pseudo_fields, ==, 3);
}

/* Every kept byte is found again in the paste. */
static void
test_map (void) {
  static const char in[] = "Guten Tag,\n\n> From: a@a.example<mailto:a@a.example>\n> Received: "
                           "from a.example\n> by b.example; Mon, 1 Jun 2026\n";
  g_autoptr (Arena) arena = arena_new ();
  Paste paste = repair (arena, in);
  const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, 0);
  const char *words[] = {"From:", "a@a.example", "Received:", "by b.example"};
  const guint lines[] = {3, 3, 4, 5};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize offset;
    guint line;
    gssize at = span_find (block->text, span_from_string (words[i]));
    g_assert_cmpint (at, >=, 0);
    g_assert_true (source_map_find (&block->map, (gsize)at, &offset, &line));
    g_assert_true (g_str_has_prefix (in + offset, words[i]));
    g_assert_cmpuint (line, ==, lines[i]);
  }
}

static void
test_source_map (void) {
  g_autoptr (Arena) arena = arena_new ();
  SourceMap map = {0};
  gsize offset;
  guint line;
  g_assert_false (source_map_find (&map, 3, &offset, &line));
  g_assert_cmpuint (offset, ==, 3);
  source_map_add_lines (&map, arena, 0, SPAN ("ab\ncd\n"), 10, 7);
  g_assert_true (source_map_find (&map, 4, &offset, &line));
  g_assert_cmpuint (offset, ==, 14);
  g_assert_cmpuint (line, ==, 8);
  g_assert_true (source_map_find (&map, 99, &offset, &line));
  g_assert_cmpuint (offset, ==, 16);
}

static void
test_limits (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new ("> From: a@a.example\n> Received: from a\n");
  while (text->len <= LIMIT_PASTE)
    g_string_append (text, "> X-Filler: 0123456789012345678901234567890123456789\n");
  Paste paste = repair (arena, text->str);
  g_assert_true (paste.cut);
  g_string_assign (text, "> From: a@a.example\n> Received: from a\n> X-Long: ");
  while (text->len < LIMIT_PASTE_LINE + 100)
    g_string_append_c (text, 'x');
  paste = repair (arena, text->str);
  g_assert_cmpuint (paste.blocks.n, ==, 1);
  g_assert_cmpuint (vec_at (&paste.blocks, PasteBlock, 0)->counts[REPAIR_LINE_LIMIT], ==, 1);
}

static void
test_names (void) {
  g_assert_nonnull (field_name_find (SPAN ("authentication-RESULTS")));
  g_assert_nonnull (field_name_guess (SPAN ("X-Whatever")));
  g_assert_nonnull (field_name_guess (SPAN ("Odd-Field")));
  const char *none[] = {"h",          "b",  "bh",  "spf", "ECDHE-RSA-AES256-GCM-SHA384",
                        "google.com", "15", "http"};
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (field_name_guess (span_from_string (none[i])));
  for (guint i = 1; i < field_names_count (); i++)
    g_assert_cmpint (span_compare_nocase (span_from_string (field_names_nth (i - 1)->name),
                                          span_from_string (field_names_nth (i)->name)),
                     <, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/paste/repair/%02u %s", i, cases[i].name);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/paste/references", test_references);
  g_test_add_func ("/paste/tags", test_tags);
  g_test_add_func ("/paste/base64-size", test_base64_size);
  g_test_add_func ("/paste/rtf-groups", test_rtf_groups);
  g_test_add_func ("/paste/windows-1252", test_windows_1252);
  g_test_add_func ("/paste/wide", test_wide);
  g_test_add_func ("/paste/not-wide", test_not_wide);
  g_test_add_func ("/paste/marks-of-wide", test_marks_of_wide);
  g_test_add_func ("/paste/substitutes", test_substitutes);
  g_test_add_func ("/paste/identity-names", test_identity_names);
  g_test_add_func ("/paste/wiki-page", test_wiki_page);
  g_test_add_func ("/paste/fused-page", test_fused_page);
  g_test_add_func ("/paste/clean", test_clean);
  g_test_add_func ("/paste/translated-names", test_translated_names);
  g_test_add_func ("/paste/repeated", test_repeated);
  g_test_add_func ("/paste/several", test_several);
  g_test_add_func ("/paste/not-merged", test_not_merged);
  g_test_add_func ("/paste/behind", test_behind);
  g_test_add_func ("/paste/torn", test_torn);
  g_test_add_func ("/paste/summary", test_overview);
  g_test_add_func ("/paste/told", test_told);
  g_test_add_func ("/paste/captions", test_captions);
  g_test_add_func ("/paste/map", test_map);
  g_test_add_func ("/paste/source-map", test_source_map);
  g_test_add_func ("/paste/limits", test_limits);
  g_test_add_func ("/paste/names", test_names);
  g_test_add_func ("/paste/plain-names", test_plain_names);
  g_test_add_func ("/paste/one-field", test_one_field);
  g_test_add_func ("/paste/elisions", test_elisions);
  g_test_add_func ("/paste/second-author", test_second_author);
  return g_test_run ();
}
