/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is a message as some host stored it, and what went through a clipboard. */
#include "paste/whole-message.h"

#define RECEIVED                                                                                \
  "Received: from a.example (a.example [192.0.2.1]) by mx.b.example with SMTP id 1;\n\tMon, 9 " \
  "Nov 2026 10:30:05 +0000\n"
#define AUTHOR "From: a@a.example\nMessage-ID: <1@a.example>\n"
#define WHOLE(fields) RECEIVED fields AUTHOR "\nbody\n"

static const struct {
  const char *name, *text;
  bool whole;
} rows[] = {
    {"plain", WHOLE (""), true},
    {"header alone", RECEIVED AUTHOR "\n", true},
    {"blank lines before", "   \n\n" WHOLE (""), true},
    {"byte order mark", "\xEF\xBB\xBF" WHOLE (""), true},
    /* RFC 6376 section 2.11 and 3.5: i= and z= are dkim-quoted-printable */
    {"i= of a list",
     WHOLE ("DKIM-Signature: v=1; d=m.example; s=k1;\n i=info=3Dx.org@m.example; b=QQ==\n"), true},
    {"z=", WHOLE ("DKIM-Signature: v=1; d=m.example; s=k1; z=From:a=40x=3Dy|To:b; b=QQ==\n"), true},
    {"encoded results", WHOLE ("Authentication-Results: =?utf-8?B?bXguYg==?=\n"), true},
    {"a domain wrapped",
     WHOLE ("Authentication-Results: mx.b.example; dkim=pass header.d=a\n .example\n"), true},
    {"a link is a link",
     WHOLE ("Authentication-Results: mx.b.example; bimi=pass "
            "policy.authority-uri=https://a.example/\n"),
     true},
    {"no colon", WHOLE ("X-A: b\nno field\n"), true},
    {"a name with a no-break space", WHOLE ("X-A\xC2\xA0: b\n"), true},
    {"quoted by somebody", WHOLE ("X-A: b\n> X\n"), true},
    {"dots in Subject", WHOLE ("Subject: wait...\n"), true},
    {"Received of others need no date", WHOLE ("Received: by c.example\n"), true},
    {"the line ends behind \"by\"",
     "Received: from baby.example (2001:db8::9) by\n mx.b.example with HTTPS; Mon, 9 Nov 2026\n "
     "10:30:05 +0000\n" AUTHOR "\n",
     true},
    {"multipart", RECEIVED AUTHOR "Content-Type: multipart/mixed\n\nReceived: x\n", true},

    {"three odd lines", WHOLE ("X-A: b\none\ntwo\nthree\n"), false},
    {"a lost fold",
     WHOLE ("Authentication-Results: mx.b.example;\nspf=pass smtp.mailfrom=a.example\n"), false},
    {"a lost fold of Received",
     "Received: from a.example\nby mx.b.example; Mon, 9 Nov 2026 10:30:05\n" AUTHOR "\n", false},
    {"a name that counts", WHOLE ("From\xC2\xA0: b\n"), false},
    {"an indent of the first line", "  " WHOLE (""), false},
    {"a number before the first line", " 1: " WHOLE (""), false},
    {"an address below a page", WHOLE ("https://mail.a.example/u/0/?ik=1 1/2\n"), false},
    {"words first", "Hello\n" WHOLE (""), false},
    {"quoted", "> Received: x\n> From: a@a.example\n\n", false},
    {"no end", RECEIVED AUTHOR, false},
    {"a word processor's quotation marks",
     WHOLE (
         "Authentication-Results: mx.b.example; dkim=fail reason=\xE2\x80\x9Cno key\xE2\x80\x9D\n"),
     false},
    {"no author", RECEIVED "Message-ID: <1@a.example>\n\n", false},
    {"nothing of a mail program", RECEIVED "From: a@a.example\n\n", false},
    {"no Received", AUTHOR "\n", false},
    {"no date", "Received: from a.example by mx.b.example with SMTP\n" AUTHOR "\n", false},
    {"no receiver", "Received: from a.example; Mon, 9 Nov 2026 10:30:05\n" AUTHOR "\n", false},
    {"entities", WHOLE ("Received-SPF: pass (x) envelope-from=&lt;a@a.example&gt;\n"), false},
    {"quoted-printable", WHOLE ("DKIM-Signature: v=3D1; d=3Dm.example\n"), false},
    {"quoted-printable results", WHOLE ("Authentication-Results: mx.b.example; spf=3Dpass\n"),
     false},
    {"a link for a name",
     WHOLE ("Authentication-Results: mx.b.example; dkim=pass header.d=https://x.example/\n"),
     false},
    {"a link for an address", WHOLE ("Return-Path: <a@a.example<mailto:a@a.example>>\n"), false},
    {"left out", WHOLE ("Authentication-Results: ...; spf=pass\n"), false},
    {"ellipsis", WHOLE ("Received-SPF: pass (\xE2\x80\xA6)\n"), false},
    {"another header", RECEIVED AUTHOR "\n\n" RECEIVED AUTHOR "\n", false},
    {"nothing", "", false},
};

static void
test_row (gconstpointer data) {
  guint i = GPOINTER_TO_UINT (data);
  g_assert_cmpint (paste_is_whole_message (span_from_string (rows[i].text)), ==, rows[i].whole);
}

/* The same without a Received. */
static void
test_kept (void) {
  static const struct {
    const char *text;
    bool kept;
  } kept[] = {
      {"From: a@m.example\nMIME-Version: 1.0\n\nhello\n", true},
      {"From: a@m.example\nTo: b@b.example\n\nhello\n", false},
      {"From: a@m.example\nMessage-ID: ...\n\nhello\n", false},
      {RECEIVED "From: a@m.example\nMIME-Version: 1.0\n\nhello\n", true},
      {"Hello,\nFrom: a@m.example\nMIME-Version: 1.0\n\n", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_cmpint (paste_is_kept_message (span_from_string (kept[i].text)), ==, kept[i].kept);
}

/* What an editor, a browser or a ticket system leaves in what machines write; in words of people it
 * may be theirs. */
static void
test_signs (void) {
  static const struct {
    const char *field; /* '#' stands for each of the words */
    const char *words;
    bool whole;
  } signs[] = {
      {"Authentication-Results: mx.b.example; spf=none (#)\n",
       "&lt; &gt; &amp; <br <BR <mailto:a ](mailto:a ]<a <http://a ](http://a \u2026 \u2028 \u00A0 "
       "x=\u201Ca x=\u201Ea ...",
       false},
      {"Authentication-Results: mx.b.example; spf=none (#)\n",
       "& < > &lt <b mailto:a [a](b http://a .. \u201Ca x=\u00ABa", true},
      {"Received: from a.example (#) by b.example; Mon, 9 Nov 2026 10:30:05 +0000\n",
       "&lt; <br \u00A0 ...", false},
      {"Received: from a.example (#) by b.example; Mon, 9 Nov 2026 10:30:05 +0000\n",
       "v=3D1 spf=3Dpass", true},
      {"Subject: #\n", "&lt; <br <mailto:a \u00A0 ... spf=3Dpass header.d=http://a", true},
      {"To: #\n", "&lt; <br \u00A0 spf=3Dpass header.d=http://a", true},
      {"To: #\n", "<mailto:a <MAILTO:a ...", false},
      {"X-Odd: #\n", "&lt; <br \u00A0 header.d=http://a", true},
      {"Authentication-Results: mx.b.example; x=y #\n",
       "header.d=http://a header.i=https://a header.from=http://a smtp.mailfrom=http://a "
       "smtp.helo=http://a HELO=http://a spf=3Dpass dkim=3Dpass dmarc=3Dpass smtp.mailfrom=3Da "
       "header.d=3Da header.from=3Da client-ip=3D192.0.2.1",
       false},
      {"Authentication-Results: mx.b.example; x=y #\n",
       "header.s=http://a v=3D1 d=3Da arc=3Dpass spf=3dpass", true},
      {"DKIM-Signature: x=y; #; b=QQ==\n", "v=3D1 a=3Drsa d=3Da s=3Da bh=3Da", false},
      {"DKIM-Signature:#; b=QQ==\n", "v=3D1", false},
      {"DKIM-Signature: x=y;#; b=QQ==\n", "v=3D1", false},
      {"DKIM-Signature: x=y;\n\t#; b=QQ==\n", "v=3D1", false},
      {"DKIM-Signature: x=y; #; b=QQ==\n", "i=3Da xv=3D1 spf=3Dpass q=v=3D1 h=3Da", true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++) {
    g_auto (GStrv) words = g_strsplit (signs[i].words, " ", -1);
    g_auto (GStrv) around = g_strsplit (signs[i].field, "#", 2);
    for (guint k = 0; words[k]; k++) {
      g_autofree char *text =
          g_strconcat (RECEIVED, around[0], words[k], around[1], AUTHOR "\nbody\n", NULL);
      if (paste_is_whole_message (span_from_string (text)) == signs[i].whole)
        continue;
      g_test_message ("%s in %s", words[k], signs[i].field);
      g_test_fail ();
    }
  }
}

/* The receiver, the date (RFC 5322 section 3.3 has eight digits at least: a day, a year, a time).
 */
static void
test_received (void) {
  static const struct {
    const char *value;
    bool sound;
  } values[] = {
      {"by b.example; 1 Jan 26 00:00", false},
      {"by b.example; 1 Jan 2026 0:00", true},
      {"by b.example; 1 Jan 2026 00:00", true},
      {"from a.example\n by b.example; 1 Jan 2026 00:00", true},
      {"from a.example\tby b.example; 1 Jan 2026 00:00", true},
      {"from baby b.example; 1 Jan 2026 00:00", false},
      {"from a.example; 1 Jan 2026 00:00 by b.example", false},
      {"by b.example 1 Jan 2026 00:00", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *text =
        g_strconcat ("Received: ", values[i].value, "\n" AUTHOR "\nbody\n", NULL);
    g_test_message ("%s", values[i].value);
    g_assert_true (paste_is_whole_message (span_from_string (text)) == values[i].sound);
  }
}

/* Names and lines that no mail server writes; two odd lines may be. */
static void
test_lines (void) {
  static const struct {
    const char *lines;
    bool whole;
  } texts[] = {
      {"X_A: b\nX.A: b\nX-A b\n", true},
      {"12: b\n", false},
      {"\xC2\xA0X: b\n", false},
      {"From_x: b\n", true},
      {"From!x: b\n", false},
      {"X-A!x: b\n", true},
      {"X-A!x: b\nX-B!x: b\nX-C!x: b\n", false},
      {"X-A!x: b\nX-B!x: b\n", true},
      {"X-A: //b\n", true},
      {"X-A://b\n", false},
      {"X-A: b\nReceived words\n", false},
      {"X-A: b\nauthentication-results words\n", false},
      {"Received-SPF: pass\nwords\n", false},
      {"X-A: b\nX-A\xC2\xA0 no colon\n", true},
      {"Received-SPF: pass\nX-B\xC2\xA0: b\n", true},
      {"Received-SPF: pass\nX\xC2\xA0: b\n", false},
      {"Received-SPF: pass\nFrom\xC2\xA0: b\n", false},
      {"Received-SPF: pass\nX-B\xC2\xA0 b\n", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = g_strconcat (RECEIVED, texts[i].lines, AUTHOR "\nbody\n", NULL);
    if (paste_is_whole_message (span_from_string (text)) == texts[i].whole)
      continue;
    g_test_message ("%s", texts[i].lines);
    g_test_fail ();
  }
}

/* What stands right behind the header, and before it. */
static void
test_around (void) {
  static const struct {
    const char *before, *behind;
    bool whole;
  } texts[] = {
      {"", "Received: x\n", false},
      {"", "\n\nReceived: x\n", false},
      {"", "Delivered-To: x\n", false},
      {"", "delivered-to: x\n", false},
      {"", "To: x\n", true},
      {"", "From: x\n", true},
      {"", "words\nReceived: x\n", true},
      {"\n\r\n", "body\n", true},
      {" \n\t\n", "body\n", true},
      {"\xEF\xBB\xBF\n", "body\n", true},
      {"\n ", "body\n", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text =
        g_strconcat (texts[i].before, RECEIVED AUTHOR "\n", texts[i].behind, NULL);
    if (paste_is_whole_message (span_from_string (text)) == texts[i].whole)
      continue;
    g_test_message ("%s: %s", texts[i].before, texts[i].behind);
    g_test_fail ();
  }
  static const struct {
    const char *type;
    bool multipart;
  } types[] = {{"multipart/mixed", true},
               {" Message/rfc822", true},
               {"text/plain", false},
               {"x; multipart/x", false}};
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autofree char *text =
        g_strconcat (RECEIVED AUTHOR "Content-Type: ", types[i].type, "\n\nReceived: x\n", NULL);
    g_test_message ("%s", types[i].type);
    g_assert_true (paste_is_whole_message (span_from_string (text)) == types[i].multipart);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/whole-message/%s", rows[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/whole-message/kept", test_kept);
  g_test_add_func ("/whole-message/signs", test_signs);
  g_test_add_func ("/whole-message/received", test_received);
  g_test_add_func ("/whole-message/lines", test_lines);
  g_test_add_func ("/whole-message/around", test_around);
  return g_test_run ();
}
