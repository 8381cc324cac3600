/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Damages whole headers the way pasting does, alone, in pairs and in threes, repairs them, and
 * counts what came back. Two things are asked: how much evidence survives (a share for each
 * damage), and that none is made (always). */
#include "input/paste.h"
#include "syntax/field-block.h"
#include "syntax/field-names.h"

static const char museum[] =
    "Return-Path: <bounce-12@mail.museevert.example>\n"
    "Delivered-To: kasse@seetal.example\n"
    "Received: from out.sender.example (out.sender.example [192.0.2.25])\n"
    "\tby mx1.seetal.example (Postfix) with ESMTPS id 4AbcDe\n"
    "\tfor <kasse@seetal.example>; Mon, 01 Jun 2026 10:00:02 +0200 (CEST)\n"
    "Authentication-Results: mx1.seetal.example;\n"
    "\tdkim=fail reason=\"key not found in DNS\" header.d=museevert.example header.s=key1;\n"
    "\tspf=pass (sender IP is 192.0.2.25) smtp.mailfrom=mail.museevert.example;\n"
    "\tdmarc=fail (p=none dis=none) header.from=museevert.example\n"
    "Received-SPF: pass (mx1.seetal.example: domain of bounce-12@mail.museevert.example\n"
    "\tdesignates 192.0.2.25 as permitted sender) client-ip=192.0.2.25;\n"
    "\tenvelope-from=\"bounce-12@mail.museevert.example\"; helo=out.sender.example\n"
    "Received: from app3.sender.example (app3.sender.example [198.51.100.7])\n"
    "\tby out.sender.example with ESMTP id 54005A70DD; Mon, 01 Jun 2026 10:00:01 +0200\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=museevert.example;\n"
    "\ts=key1; t=1780300800; h=From:Reply-To:To:Subject:Date:\n"
    "\tMessage-ID:MIME-Version;\n"
    "\tbh=WTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nVHKRB9s=;\n"
    "\tb=z548Onok00ZdJB7lZL8th0klYVKvWkYfqgd/MsACSf8EGxwmuMy3AWacPZuZNTaierlMy\n"
    "\tNV6yWIez1UBH3o12WI/q5OKG8ti55UApiHdA0oYlQD2efXnoPq2xfjw0okUstDnHawsfv04=\n"
    "Date: Mon, 01 Jun 2026 10:00:00 +0200\n"
    "From: Musee Vert <billets@museevert.example>\n"
    "Reply-To: contact@museevert.example\n"
    "To: kasse@seetal.example\n"
    "Message-ID: <429940630.93535@app3.sender.example>\n"
    "Subject: Vos billets: commande 37125322\n"
    "MIME-Version: 1.0\n";

static const char theatre[] =
    "Received: from mx-in.gate.example (2001:db8:4::31) by box.mail.example with HTTPS;\n"
    " Mon, 1 Jun 2026 08:00:04 +0000\n"
    "Authentication-Results: spf=fail (sender IP is 203.0.113.9)\n"
    " smtp.mailfrom=theater.example; dkim=pass (signature was verified)\n"
    " header.d=sender.example;dmarc=fail action=quarantine\n"
    " header.from=theater.example;compauth=fail reason=000\n"
    "Received-SPF: Fail (gate.example: domain of theater.example does not\n"
    " designate 203.0.113.9 as permitted sender) receiver=gate.example;\n"
    " client-ip=203.0.113.9; helo=relay.sender.example;\n"
    "Received: from relay.sender.example (203.0.113.9) by\n"
    " mx-in.gate.example (10.0.0.4) with SMTP id 15.20; Mon, 1 Jun 2026 08:00:03 +0000\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=simple/relaxed; d=sender.example; s=s2;\n"
    " h=from : to : subject : date :\n"
    " message-id; bh=Uq5LHnWTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nV=;\n"
    " b=JV70p/IYLswI/4chWS9J3y6tVCj9r9Zi1xCwKhswSS7wPy4xfGai2MYvlk/DmSfNjo==\n"
    "From: \"Theater am Platz\" <info@theater.example>\n"
    "To: gast@mail.example\n"
    "Subject: Ihre Karten\n"
    "Date: Mon, 1 Jun 2026 08:00:00 +0000\n"
    "Message-ID: <9@relay.sender.example>\n"
    "Content-Type: text/plain\n"
    "Return-Path: info@theater.example\n";

/* ---- damages ----------------------------------------------------------------------------------
 */

typedef char *(*Damage) (const char *text, GRand *rand);

static char *
each_line (const char *text, const char *before, const char *after) {
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; lines[i] && (lines[i + 1] || *lines[i]); i++)
    g_string_append_printf (out, "%s%s%s", before, lines[i], after);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
replace (const char *text, const char *what, const char *with) {
  GString *out = g_string_new (text);
  g_string_replace (out, what, with, 0);
  return g_string_free (out, FALSE);
}

static char *
damage_quoted (const char *text, GRand *rand) {
  return each_line (text, g_rand_boolean (rand) ? "> " : ">> ", "\n");
}

static char *
damage_indented (const char *text, GRand *rand) {
  return each_line (text, g_rand_boolean (rand) ? "    " : "\t", "\n");
}

static char *
damage_bars (const char *text, GRand *rand) {
  (void)rand;
  return each_line (text, "| ", "\n");
}

static char *
damage_numbered (const char *text, GRand *rand) {
  (void)rand;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; lines[i] && (lines[i + 1] || *lines[i]); i++)
    g_string_append_printf (out, "%3u: %s\n", i + 1, lines[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
damage_lost_folds (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\n\t", "\n");
  return replace (a, "\n ", "\n");
}

static char *
damage_nbsp (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\n\t", "\n\xC2\xA0 ");
  return replace (a, "\n ", "\n\xC2\xA0");
}

static char *
damage_joined (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\n\t", " "), *b = replace (a, "\n ", " ");
  return replace (b, "\n", " ");
}

static char *
damage_double_spaced (const char *text, GRand *rand) {
  (void)rand;
  return replace (text, "\n", "\n\n");
}

static char *
damage_html (const char *text, GRand *rand) {
  g_autofree char *a = replace (text, "&", "&amp;"), *b = replace (a, "<", "&lt;");
  g_autofree char *c = replace (b, ">", "&gt;");
  return g_rand_boolean (rand) ? each_line (c, "<div>", "</div>\n") : replace (c, "\n", "<br>\n");
}

static char *
damage_links (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "billets@museevert.example",
                                "billets@museevert.example<mailto:billets@museevert.example>");
  g_autofree char *b =
      replace (a, "info@theater.example>", "info@theater.example<mailto:info@theater.example>>");
  g_autofree char *c = replace (b, "header.d=museevert.example",
                                "header.d=museevert.example<http://museevert.example>");
  return replace (c, "header.d=sender.example", "header.d=<http://sender.example|sender.example>");
}

static char *
damage_quoted_printable (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "=", "=3D");
  return replace (a, "\t", "=09");
}

static char *
damage_table (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\n\t", " "), *b = replace (a, "\n ", " ");
  g_auto (GStrv) lines = g_strsplit (b, "\n", -1);
  g_autoptr (GString) out = g_string_new ("Header Name\tHeader Value\n");
  for (guint i = 0; lines[i]; i++) {
    char *colon = strchr (lines[i], ':');
    if (colon)
      g_string_append_printf (out, "%.*s\t%s\n", (int)(colon - lines[i]), lines[i],
                              colon + (colon[1] == ' ' ? 2 : 1));
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
damage_json (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\n\t", " "), *b = replace (a, "\n ", " ");
  g_auto (GStrv) lines = g_strsplit (b, "\n", -1);
  g_autoptr (GString) out = g_string_new ("{\"internetMessageHeaders\": [");
  for (guint i = 0; lines[i]; i++) {
    char *colon = strchr (lines[i], ':');
    if (colon == NULL)
      continue;
    g_autofree char *c = replace (colon + 1, "\\", "\\\\"), *value = replace (c, "\"", "\\\"");
    g_string_append_printf (out, "%s{\"name\":\"%.*s\",\"value\":\"%s\"}", i ? "," : "",
                            (int)(colon - lines[i]), lines[i], g_strstrip (value));
  }
  g_string_append (out, "]}\n");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
damage_emphasis (const char *text, GRand *rand) {
  (void)rand;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; lines[i] && (lines[i + 1] || *lines[i]); i++) {
    char *colon = g_ascii_isalpha (*lines[i]) ? strchr (lines[i], ':') : NULL;
    if (colon)
      g_string_append_printf (out, "*%.*s:*%s\n", (int)(colon - lines[i]), lines[i], colon + 1);
    else
      g_string_append_printf (out, "%s\n", lines[i]);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
damage_cr (const char *text, GRand *rand) {
  (void)rand;
  return replace (text, "\n", "\r");
}

static char *
damage_literal (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\t", "\\t");
  return replace (a, "\n", "\\r\\n");
}

static char *
damage_excel (const char *text, GRand *rand) {
  (void)rand;
  return replace (text, "\n", "_x000D_\n");
}

static char *
damage_invisible (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, ": ", ":\xC2\xA0");
  return replace (a, "@", "@\xE2\x80\x8B");
}

static char *
damage_typography (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "key not found in DNS\"", "key not found in DNS\xE2\x80\x9D");
  g_autofree char *b = replace (a, "reason=\"", "reason=\xE2\x80\x9C");
  return replace (b, "From: ", "From : ");
}

static char *
damage_wrapped (const char *text, GRand *rand) {
  gsize width = (gsize)g_rand_int_range (rand, 66, 77);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; lines[i] && (lines[i + 1] || *lines[i]); i++)
    for (const char *at = lines[i]; *at; at += MIN (strlen (at), width))
      g_string_append_printf (out, "%.*s\n", (int)width, at);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
damage_cut (const char *text, GRand *rand) {
  gsize len = strlen (text);
  return g_strndup (text, len / 3 + (gsize)g_rand_int_range (rand, 0, (gint32)(len - len / 3)));
}

static char *
damage_elided (const char *text, GRand *rand) {
  GString *out = g_string_new (text);
  gsize at = (gsize)g_rand_int_range (rand, 0, (gint32)out->len - 40);
  g_string_erase (out, (gssize)at, g_rand_int_range (rand, 5, 40));
  g_string_insert (out, (gssize)at, g_rand_boolean (rand) ? " ... " : "...");
  return g_string_free (out, FALSE);
}

static char *
damage_chat (const char *text, GRand *rand) {
  static const char *const hello[] = {"Bonjour,\nnos billets n'arrivent pas, que faire ?\n\n",
                                      "Guten Tag\n\nanbei der Kopf der Nachricht:\n\n",
                                      "Hi team,\n\nsee below\n\n"};
  return g_strconcat (hello[g_rand_int_range (rand, 0, 3)], text,
                      "\nMerci / Danke / Thanks\n-- \nThe box office says dkim=pass, spf=pass\n",
                      NULL);
}

typedef struct {
  const char *name;
  Damage damage;
  guint least; /* per cent of the evidence fields that must come back whole */
} DamageKind;

static const DamageKind damages[] = {
    {"quoted", damage_quoted, 100},
    {"indented", damage_indented, 100},
    {"bars", damage_bars, 100},
    {"numbered", damage_numbered, 100},
    {"lost-folds", damage_lost_folds, 100},
    {"nbsp", damage_nbsp, 100},
    {"joined", damage_joined, 90},
    {"double-spaced", damage_double_spaced, 100},
    {"html", damage_html, 100},
    {"links", damage_links, 100},
    {"quoted-printable", damage_quoted_printable, 100},
    {"table", damage_table, 100},
    {"json", damage_json, 100},
    {"emphasis", damage_emphasis, 100},
    {"cr-only", damage_cr, 100},
    {"literal", damage_literal, 100},
    {"excel", damage_excel, 100},
    {"invisible", damage_invisible, 100},
    {"typography", damage_typography, 100},
    {"wrapped", damage_wrapped, 75},
    {"cut", damage_cut, 40},
    {"elided", damage_elided, 80},
    {"chat", damage_chat, 100},
};

/* ---- the comparison ---------------------------------------------------------------------------
 */

typedef struct {
  const FieldName *field;
  char *value; /* without any white space */
  char *text;  /* as it is */
} Piece;

static void
piece_clear (gpointer piece) {
  g_free (((Piece *)piece)->value);
  g_free (((Piece *)piece)->text);
}

static char *
without_space (Span value) {
  GString *out = g_string_new (NULL);
  for (gsize i = 0; i < value.len; i++)
    if (!g_ascii_isspace (value.data[i]))
      g_string_append_c (out, value.data[i]);
  return g_string_free (out, FALSE);
}

static void
read_pieces (Span header, GArray *pieces) {
  FieldBlock block;
  FieldBlockItem item;
  field_block_init (&block, header);
  while (field_block_next (&block, &item) && item.kind != FIELD_BLOCK_BLANK) {
    const FieldName *field = item.kind == FIELD_BLOCK_FIELD ? field_name_find (item.name) : NULL;
    if (field == NULL || !field->evidence)
      continue;
    Piece piece = {field, without_space (item.value), g_strndup (item.value.data, item.value.len)};
    g_array_append_val (pieces, piece);
  }
}

static GArray *
pieces_new (void) {
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (pieces, piece_clear);
  return pieces;
}

static GArray *
read_damaged (const char *text) {
  g_autoptr (Arena) arena = arena_new ();
  GArray *pieces = pieces_new ();
  Paste paste;
  if (paste_repair (span_from_string (text), arena, &paste)) {
    for (guint i = 0; i < paste.blocks.n; i++) {
      const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, i);
      read_pieces (span_first (block->text, block->header_len), pieces);
    }
  } else {
    read_pieces (span_from_string (text), pieces);
  }
  return pieces;
}

static bool
has_piece (const GArray *pieces, const Piece *piece) {
  for (guint i = 0; i < pieces->len; i++) {
    const Piece *other = &g_array_index (pieces, Piece, i);
    if (other->field == piece->field && strcmp (other->value, piece->value) == 0)
      return true;
  }
  return false;
}

typedef struct {
  guint wanted, found;
  guint invented; /* a pass nobody had said */
  guint misread;  /* a pass somebody had said, of an identity they had not */
} Share;

static bool
is_pass (const char *word) {
  return !g_ascii_strcasecmp (word, "spf=pass") || !g_ascii_strcasecmp (word, "dkim=pass") ||
         !g_ascii_strcasecmp (word, "dmarc=pass");
}

static bool
is_identity (const char *word) {
  return g_str_has_prefix (word, "header.d=") || g_str_has_prefix (word, "header.i=") ||
         g_str_has_prefix (word, "smtp.mailfrom=") || g_str_has_prefix (word, "header.from=");
}

static bool
item_has (const char *item, const char *pass, const char *identity) {
  g_auto (GStrv) words = g_strsplit_set (item, " \t\r\n", -1);
  return g_strv_contains ((const char *const *)words, pass) &&
         (identity == NULL || g_strv_contains ((const char *const *)words, identity));
}

static bool
was_said (const GArray *before, const char *pass, const char *identity) {
  for (guint b = 0; b < before->len; b++) {
    g_auto (GStrv) items = g_strsplit (g_array_index (before, Piece, b).text, ";", -1);
    for (guint i = 0; items[i]; i++)
      if (item_has (items[i], pass, identity))
        return true;
  }
  return false;
}

/* A pass must have been said before; so should each identity it is said of. */
static void
count_passes (const GArray *before, const Piece *piece, Share *share) {
  g_auto (GStrv) items = g_strsplit (piece->text, ";", -1);
  for (guint i = 0; items[i]; i++) {
    g_auto (GStrv) words = g_strsplit_set (items[i], " \t\r\n", -1);
    const char *pass = NULL;
    for (guint w = 0; words[w]; w++)
      pass = pass ? pass : is_pass (words[w]) ? words[w] : NULL;
    share->invented += pass && !was_said (before, pass, NULL);
    for (guint w = 0; pass && words[w]; w++)
      share->misread += is_identity (words[w]) && !was_said (before, pass, words[w]);
  }
}

static void
compare (const GArray *before, const GArray *after, Share *share, Share *by_field) {
  for (guint i = 0; i < before->len; i++) {
    const Piece *piece = &g_array_index (before, Piece, i);
    bool found = has_piece (after, piece);
    share->wanted++;
    share->found += found;
    by_field[piece->field->kind].wanted++;
    by_field[piece->field->kind].found += found;
  }
  for (guint i = 0; i < after->len; i++) {
    const Piece *piece = &g_array_index (after, Piece, i);
    if (piece->field->kind == FIELD_KIND_RESULTS)
      count_passes (before, piece, share);
  }
}

/* ---- runs -------------------------------------------------------------------------------------
 */

static GPtrArray *messages;
static Share by_field[FIELD_KIND_TEXT + 1];

/* Known not to be kept: `misread` is not 0. It is printed, not asserted: a domain cut by a line
 * wrap inside another damage still reads as a domain. */
#define SEED 20260601
#define SEEDS 8

static void
try_damages (const char *message, const guint *which, guint n, GRand *rand, Share *share) {
  g_autoptr (GArray) before = pieces_new ();
  read_pieces (span_from_string (message), before);
  g_autofree char *text = g_strdup (message);
  for (guint i = 0; i < n; i++) {
    char *worse = damages[which[i]].damage (text, rand);
    g_free (text);
    text = worse;
  }
  g_autoptr (GArray) after = read_damaged (text);
  guint invented = share->invented;
  compare (before, after, share, by_field);
  if (share->invented > invented)
    g_test_message ("invented by %s%s%s:\n%s", damages[which[0]].name, n > 1 ? "+" : "",
                    n > 1 ? damages[which[1]].name : "", text);
}

static void
test_single (gconstpointer data) {
  guint which = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED + which);
  Share share = {0};
  for (guint m = 0; m < messages->len; m++)
    for (guint i = 0; i < 10; i++)
      try_damages (messages->pdata[m], &which, 1, rand, &share);
  g_test_message ("%-17s %5.1f %% of %u fields, %u invented, %u misread", damages[which].name,
                  100.0 * share.found / share.wanted, share.wanted, share.invented, share.misread);
  g_assert_cmpuint (share.invented, ==, 0);
  g_assert_cmpuint (share.found * 100, >=, share.wanted * damages[which].least);
}

static void
test_several (gconstpointer data) {
  guint n = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = NULL;
  Share share = {0};
  for (guint round = 0; round < 400 * SEEDS; round++) {
    if (round % 400 == 0) {
      g_clear_pointer (&rand, g_rand_free);
      rand = g_rand_new_with_seed (SEED + 1000 * (round / 400 + 1) + n);
    }
    guint which[3];
    for (guint i = 0; i < n; i++)
      which[i] = (guint)g_rand_int_range (rand, 0, G_N_ELEMENTS (damages));
    const char *message = messages->pdata[g_rand_int_range (rand, 0, (gint32)messages->len)];
    try_damages (message, which, n, rand, &share);
  }
  g_test_message ("%u at once: %5.1f %% of %u fields, %u invented, %u misread", n,
                  100.0 * share.found / share.wanted, share.wanted, share.invented, share.misread);
  g_assert_cmpuint (share.invented, ==, 0);
}

static void
test_fields (void) {
  static const char *const kinds[] = {"other",    "Authentication-Results", "DKIM-Signature, ARC",
                                      "Received", "Received-SPF",           "From, Return-Path"};
  for (guint i = 1; i < G_N_ELEMENTS (kinds); i++)
    if (by_field[i].wanted)
      g_test_message ("%-23s %5.1f %% of %u", kinds[i],
                      100.0 * by_field[i].found / by_field[i].wanted, by_field[i].wanted);
}

/* ---- real mail, when there is some ------------------------------------------------------------
 */

/* Every file below `path`, a few levels deep. */
static void
collect (const char *path, guint depth, GPtrArray *files) {
  g_autoptr (GDir) dir = depth < 6 ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    char *child = g_build_filename (path, name, NULL);
    if (g_file_test (child, G_FILE_TEST_IS_DIR)) {
      collect (child, depth + 1, files);
      g_free (child);
    } else {
      g_ptr_array_add (files, child);
    }
  }
}

static char *
beside (const char *variable, const char *folder) {
  const char *set = g_getenv (variable);
  if (set)
    return g_strdup (set);
  const char *source = g_getenv ("srcdir");
  return g_build_filename (source ? source : ".", "..", "shared", folder, NULL);
}

/* All lines up to the first blank one are fields or folds: nothing to repair. */
static bool
is_clean_header (Span text) {
  FieldBlock block;
  FieldBlockItem item;
  guint fields = 0;
  bool received = false;
  field_block_init (&block, text);
  if (span_starts_with (text, SPAN ("From ")) || span_index (text, '\n') < 0)
    return false;
  while (field_block_next (&block, &item) && item.kind == FIELD_BLOCK_FIELD) {
    fields++;
    for (gsize i = 0; i < item.name.len; i++)
      if (!g_ascii_isalnum (item.name.data[i]) && item.name.data[i] != '-' &&
          item.name.data[i] != '_')
        return false;
    received |= span_equal_nocase (item.name, SPAN ("Received"));
  }
  return item.kind == FIELD_BLOCK_BLANK && fields >= 6 && received;
}

static void
test_clean_mail (void) {
  g_autofree char *path = beside ("MAILWHY_CORPUS", "corpus");
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  collect (path, 0, files);
  if (files->len == 0) {
    g_test_skip ("no folder of real mail");
    return;
  }
  guint clean = 0, touched = 0;
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *bytes = NULL;
    gsize len;
    if (!g_file_get_contents (files->pdata[i], &bytes, &len, NULL) ||
        !is_clean_header (span_of (bytes, len)))
      continue;
    g_autoptr (Arena) arena = arena_new ();
    Paste paste;
    clean++;
    if (paste_repair (span_of (bytes, len), arena, &paste)) {
      touched++;
      g_test_message ("touched: %s", (char *)files->pdata[i]);
    }
  }
  g_test_message ("%u clean messages, %u touched", clean, touched);
  g_assert_cmpuint (touched, ==, 0);
}

/* The pages a support team really pastes from. */
static void
test_pages (void) {
  g_autofree char *path = beside ("MAILWHY_PAGES", "source-pages");
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  collect (path, 5, files);
  if (files->len == 0)
    g_test_skip ("no pages");
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *bytes = NULL;
    gsize len;
    g_autoptr (Arena) arena = arena_new ();
    Paste paste;
    g_assert_true (g_file_get_contents (files->pdata[i], &bytes, &len, NULL));
    g_assert_true (paste_repair (span_of (bytes, len), arena, &paste));
    g_assert_cmpuint (paste.blocks.n, >=, 1);
    const PasteBlock *last = vec_at (&paste.blocks, PasteBlock, paste.blocks.n - 1);
    g_assert_cmpint (
        span_find (last->text,
                   SPAN ("Authentication-Results: ...; dkim=pass (signature verified)")),
        >=, 0);
    g_assert_cmpint (last->confidence, ==, PASTE_LOW);
    for (guint b = 0; b < paste.blocks.n; b++) {
      const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, b);
      Paste again;
      g_assert_false (block->unstable);
      g_assert_false (paste_repair (block->text, arena, &again) && again.blocks.n != 1);
    }
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  messages = g_ptr_array_new ();
  g_ptr_array_add (messages, (char *)museum);
  g_ptr_array_add (messages, (char *)theatre);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++) {
    g_autofree char *path = g_strdup_printf ("/destruction/one/%s", damages[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_single);
  }
  g_test_add_data_func ("/destruction/two", GUINT_TO_POINTER (2), test_several);
  g_test_add_data_func ("/destruction/three", GUINT_TO_POINTER (3), test_several);
  g_test_add_func ("/destruction/fields", test_fields);
  g_test_add_func ("/destruction/clean-mail", test_clean_mail);
  g_test_add_func ("/destruction/pages", test_pages);
  int status = g_test_run ();
  g_ptr_array_free (messages, TRUE);
  return status;
}
