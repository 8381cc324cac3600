/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Signatures made by other programs (dkimpy, Mail::DKIM, OpenDKIM) over messages and with keys made
 * here; the examples of RFC 6376 and RFC 8463; keys that are not to be used. */
#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#include "guarded.h"
#include "verify/dkim-edits.h"
#include "verify/dkim-verify.h"

static const char *work; /* folder of the keys */
static char *rsa_record, *ed25519_record, *small_record;

/* ---- reading a message ---- */

typedef struct {
  Arena *arena;
  Message message;
  MessageReader *reader;
  Defects defects;
} Mail;

static void
mail_open (Mail *mail, Span bytes) {
  mail->arena = arena_new ();
  mail->reader = message_reader_new ();
  defects_init (&mail->defects, mail->arena);
  message_read_gmime (mail->reader, arena_dup (mail->arena, bytes), mail->arena, &mail->message,
                      &mail->defects);
}

static void
mail_close (Mail *mail) {
  message_reader_free (mail->reader);
  arena_free (mail->arena);
}

static void
verify_nth (Mail *mail, guint n, Resolver *resolver, DkimVerification *ret) {
  const Field *field = message_field (&mail->message, SPAN ("DKIM-Signature"), n);
  DkimSignature signature;
  g_assert_nonnull (field);
  dkim_signature_parse (field->value, mail->arena, &signature, NULL);
  BodySearch search;
  body_search_start (&search, 1);
  dkim_verify (&mail->message, field, &signature, &search, resolver, mail->arena, ret);
}

/* ---- keys ---- */

static void
write_private (const char *name, EVP_PKEY *key) {
  g_autofree char *path = g_build_filename (work, name, NULL);
  BIO *out = BIO_new_file (path, "w");
  g_assert_cmpint (PEM_write_bio_PrivateKey_traditional (out, key, NULL, NULL, 0, NULL, NULL), ==,
                   1);
  BIO_free (out);
}

static char *
rsa_key_record (const char *name, unsigned bits) {
  EVP_PKEY *key = EVP_RSA_gen (bits);
  unsigned char *der = NULL;
  int length = i2d_PUBKEY (key, &der);
  g_autofree char *data = g_base64_encode (der, (gsize)length);
  write_private (name, key);
  OPENSSL_free (der);
  EVP_PKEY_free (key);
  return g_strdup_printf ("v=DKIM1; k=rsa; p=%s", data);
}

static char *
ed25519_key_record (const char *name) {
  EVP_PKEY *key = EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  guint8 seed[32], public[32];
  gsize size = sizeof seed;
  g_assert_cmpint (EVP_PKEY_get_raw_private_key (key, seed, &size), ==, 1);
  size = sizeof public;
  g_assert_cmpint (EVP_PKEY_get_raw_public_key (key, public, &size), ==, 1);
  EVP_PKEY_free (key);
  g_autofree char *path = g_build_filename (work, name, NULL);
  g_autofree char *private_text = g_base64_encode (seed, sizeof seed);
  g_autofree char *data = g_base64_encode (public, sizeof public);
  g_assert_true (g_file_set_contents (path, private_text, -1, NULL));
  return g_strdup_printf ("v=DKIM1; k=ed25519; p=%s", data);
}

static Resolver *
zone_with (const char *record) {
  g_autoptr (GString) zone = g_string_new ("sel._domainkey.opera.example. 3600 IN TXT");
  for (gsize at = 0; at < strlen (record); at += 200)
    g_string_append_printf (zone, " \"%.200s\"", record + at);
  g_string_append_c (zone, '\n');
  return resolver_new_zone_text (span_of (zone->str, zone->len));
}

/* ---- signing elsewhere ---- */

#define MESSAGE                                                            \
  "From: Opera Tickets <tickets@opera.example>\r\n"                        \
  "To: Visitor <visitor@mail.example>,\r\n Other <other@mail.example>\r\n" \
  "Subject: Your  tickets\r\n"                                             \
  "Date: Mon, 02 Nov 2026 10:00:00 +0100\r\n"                              \
  "Message-ID: <1@opera.example>\r\n"                                      \
  "MIME-Version: 1.0\r\n"                                                  \
  "\r\n"                                                                   \
  "Dear  visitor, \r\n\r\n.your tickets\tare attached.\r\nFrom us\r\n\r\n\r\n"

/* Standard output of the command with `input` on its standard input; NULL when it failed. */
static GBytes *
run (const char *const *argv, const char *input) {
  g_autofree char *in_path = g_build_filename (work, "input", NULL);
  g_autofree char *out_path = g_build_filename (work, "output", NULL);
  g_assert_true (g_file_set_contents (in_path, input, -1, NULL));
  g_autoptr (GString) command = g_string_new (NULL);
  for (; *argv; argv++) {
    g_autofree char *word = g_shell_quote (*argv);
    g_string_append_printf (command, "%s ", word);
  }
  g_string_append_printf (command, "<%s >%s 2>%s.err", in_path, out_path, out_path);
  const char *shell[] = {"/bin/sh", "-c", command->str, NULL};
  int status = -1;
  char *bytes;
  gsize length;
  if (!g_spawn_sync (NULL, (char **)shell, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                     NULL) ||
      status != 0 || !g_file_get_contents (out_path, &bytes, &length, NULL) || length == 0)
    return NULL;
  return g_bytes_new_take (bytes, length);
}

typedef struct {
  const char *signer, *algorithm, *header, *body, *length;
} Recipe;

static GBytes *
sign (const Recipe *recipe, const char *message) {
  bool ed25519 = g_str_has_prefix (recipe->algorithm, "ed25519");
  g_autofree char *key = g_build_filename (work, ed25519 ? "ed25519" : "rsa", NULL);
  bool perl = strcmp (recipe->signer, "perl") == 0;
  g_autofree char *script = g_test_build_filename (
      G_TEST_DIST, "tests", "unit", perl ? "sign-mail-dkim.pl" : "sign-dkimpy.py", NULL);
  if (strcmp (recipe->signer, "opendkim") == 0) {
    const char *argv[] = {
        "opendkim-testmsg", "-C", "-d", "opera.example", "-s", "sel", "-k", key, NULL};
    return run (argv, message);
  }
  const char *argv[] = {perl ? "perl" : "/usr/bin/python3",
                        script,
                        "sel",
                        "opera.example",
                        key,
                        recipe->algorithm,
                        recipe->header,
                        recipe->body,
                        recipe->length,
                        NULL};
  return run (argv, message);
}

static Span
bytes_span (GBytes *bytes) {
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  return span_of (data, length);
}

/* One place of the message made something else. */
static GBytes *
edited (GBytes *bytes, const char *from, const char *to) {
  Span text = bytes_span (bytes);
  gssize at = span_find (text, span_from_string (from));
  g_assert_cmpint (at, >=, 0);
  GString *out = g_string_new_len (text.data, at);
  g_string_append (out, to);
  Span rest = span_skip (text, (gsize)at + strlen (from));
  g_string_append_len (out, rest.data, (gssize)rest.len);
  return g_string_free_to_bytes (out);
}

static GBytes *
without_crs (GBytes *bytes) {
  Span text = bytes_span (bytes);
  GString *out = g_string_new (NULL);
  for (gsize i = 0; i < text.len; i++)
    if (text.data[i] != '\r')
      g_string_append_c (out, text.data[i]);
  return g_string_free_to_bytes (out);
}

static const char *
record_of (const Recipe *recipe) {
  return g_str_has_prefix (recipe->algorithm, "ed25519") ? ed25519_record : rsa_record;
}

static void
assert_parts (const Recipe *recipe, GBytes *bytes, DkimPart body, DkimPart header) {
  g_autoptr (Resolver) resolver = zone_with (record_of (recipe));
  Mail mail;
  DkimVerification result;
  mail_open (&mail, bytes_span (bytes));
  verify_nth (&mail, 0, resolver, &result);
  if (result.body != body || result.header != header)
    g_test_message ("%s %s %s/%s: body %d header %d key %s problem %s", recipe->signer,
                    recipe->algorithm, recipe->header, recipe->body, result.body, result.header,
                    result.key_problem ? result.key_problem : "good",
                    result.problem ? result.problem : "none");
  g_assert_cmpint (result.body, ==, body);
  g_assert_cmpint (result.header, ==, header);
  g_assert_true (dkim_verification_passes (&result) ==
                 (body == DKIM_PART_FITS && header == DKIM_PART_FITS));
  mail_close (&mail);
}

static void
check_recipe (const Recipe *recipe, GBytes *signed_bytes) {
  g_autoptr (GBytes) lf = without_crs (signed_bytes);
  g_autoptr (GBytes) body = edited (signed_bytes, "your tickets", "my tickets");
  g_autoptr (GBytes) header = edited (signed_bytes, "visitor@mail.example", "guest@mail.example");
  assert_parts (recipe, signed_bytes, DKIM_PART_FITS, DKIM_PART_FITS);
  assert_parts (recipe, lf, DKIM_PART_FITS, DKIM_PART_FITS);
  assert_parts (recipe, body, DKIM_PART_DIFFERS, DKIM_PART_FITS);
  assert_parts (recipe, header, DKIM_PART_FITS, DKIM_PART_DIFFERS);
}

static void
test_oracles (void) {
  static const Recipe recipes[] = {
      {"dkimpy", "rsa-sha256", "relaxed", "relaxed", NULL},
      {"dkimpy", "rsa-sha256", "simple", "simple", NULL},
      {"dkimpy", "rsa-sha256", "relaxed", "simple", NULL},
      {"dkimpy", "rsa-sha256", "simple", "relaxed", NULL},
      {"dkimpy", "rsa-sha256", "relaxed", "relaxed", "l"},
      {"dkimpy", "ed25519-sha256", "relaxed", "relaxed", NULL},
      {"dkimpy", "ed25519-sha256", "simple", "simple", NULL},
      {"perl", "rsa-sha256", "relaxed", "relaxed", NULL},
      {"perl", "rsa-sha256", "simple", "simple", NULL},
      {"perl", "rsa-sha256", "relaxed", "simple", NULL},
      {"perl", "rsa-sha1", "relaxed", "relaxed", NULL},
      {"perl", "rsa-sha1", "simple", "simple", NULL},
      {"opendkim", "rsa-sha256", "simple", "simple", NULL},
  };
  guint done = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++) {
    g_autoptr (GBytes) bytes = sign (&recipes[i], MESSAGE);
    if (bytes == NULL) {
      g_test_message ("%s %s %s/%s: not signed", recipes[i].signer, recipes[i].algorithm,
                      recipes[i].header, recipes[i].body);
      continue;
    }
    check_recipe (&recipes[i], bytes);
    done++;
  }
  g_test_message ("%u of %u ways of signing", done, (guint)G_N_ELEMENTS (recipes));
  if (done == 0)
    g_test_skip ("no program that signs");
}

/* ---- which field was changed ---- */

static void
assert_edit (const Recipe *recipe, GBytes *bytes, const char *name, const char *edit) {
  g_autoptr (Resolver) resolver = zone_with (record_of (recipe));
  Mail mail;
  DkimVerification result;
  mail_open (&mail, bytes_span (bytes));
  verify_nth (&mail, 0, resolver, &result);
  g_assert_cmpint (result.header, ==, DKIM_PART_DIFFERS);
  bool found = false;
  for (guint i = 0; i < result.edits.n; i++) {
    const HeaderEdit *item = vec_at (&result.edits, HeaderEdit, i);
    g_test_message ("%.*s: %s, before: %.*s", SPAN_FORMAT (item->name), item->edit,
                    SPAN_FORMAT (item->before));
    found = found ||
            (span_equal (item->name, span_from_string (name)) && strcmp (item->edit, edit) == 0);
  }
  g_assert_true (found);
  mail_close (&mail);
}

static void
test_edits (void) {
  static const Recipe relaxed = {"dkimpy", "rsa-sha256", "relaxed", "relaxed", NULL},
                      simple = {"dkimpy", "rsa-sha256", "simple", "simple", NULL},
                      ed25519 = {"dkimpy", "ed25519-sha256", "relaxed", "relaxed", NULL};
  g_autoptr (GBytes) one = sign (&relaxed, MESSAGE), two = sign (&simple, MESSAGE),
                     three = sign (&ed25519, MESSAGE);
  if (one == NULL || two == NULL || three == NULL) {
    g_test_skip ("no dkimpy");
    return;
  }
  g_autoptr (GBytes) tag = edited (one, "Subject: Your", "Subject: [opera-list] Your");
  assert_edit (&relaxed, tag, "subject", "prefix");
  g_autoptr (GBytes) ed_tag = edited (three, "Subject: Your", "Subject: [EXTERNAL] Your");
  assert_edit (&ed25519, ed_tag, "subject", "prefix");
  g_autoptr (GBytes) reply =
      edited (one, "MIME-Version", "Reply-To: list@lists.example\r\nMIME-Version");
  assert_edit (&relaxed, reply, "reply-to", "added");
  g_autoptr (GBytes) both =
      edited (tag, "MIME-Version", "Reply-To: list@lists.example\r\nMIME-Version");
  assert_edit (&relaxed, both, "reply-to", "added");
  assert_edit (&relaxed, both, "subject", "prefix");
  g_autoptr (GBytes) folded = edited (two, "example>,\r\n Other", "example>, Other");
  assert_edit (&simple, folded, "to", "spacing");
  g_autoptr (GBytes) list =
      edited (one, "From: Opera Tickets <tickets@opera.example>",
              "X-Original-From: Opera Tickets <tickets@opera.example>\r\nFrom: Opera via List "
              "<list@lists.example>");
  assert_edit (&relaxed, list, "from", "replaced");
}

/* ---- signed here: one field and From, in the form of RFC 6376 §3.4.2 as they stand ---- */

#define OWN_HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" /* of no body, relaxed (§3.4.4) */

static EVP_PKEY *own_key;
static char *own_record;

static void
make_own_key (void) {
  unsigned char *der = NULL;
  own_key = EVP_RSA_gen (2048);
  int length = i2d_PUBKEY (own_key, &der);
  g_autofree char *data = g_base64_encode (der, (gsize)length);
  OPENSSL_free (der);
  own_record = g_strdup_printf ("v=DKIM1; k=rsa; p=%s", data);
}

/* "Name: value" made "name:value". */
static void
append_relaxed (GString *out, const char *field) {
  const char *colon = strstr (field, ": ");
  for (const char *at = field; at < colon; at++)
    g_string_append_c (out, g_ascii_tolower (*at));
  g_string_append_printf (out, ":%s\r\n", colon + 2);
}

/* In base64. */
static char *
sign_bytes (const GString *text) {
  guint8 value[512];
  gsize size = sizeof value;
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  g_assert_cmpint (EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, own_key), ==, 1);
  g_assert_cmpint (EVP_DigestSign (context, value, &size, (const guint8 *)text->str, text->len), ==,
                   1);
  EVP_MD_CTX_free (context);
  return g_base64_encode (value, size);
}

/* The field, its line end included. `field` NULL: only From is there, though `name` is signed too.
 */
static char *
sign_own (const char *from, const char *field, const char *name, const char *tags) {
  g_autofree char *unsigned_value = g_strdup_printf (
      "v=1; a=rsa-sha256; c=relaxed/relaxed; d=opera.example; s=sel; h=from:%s; bh=" OWN_HASH
      "; %sb=",
      name, tags);
  g_autoptr (GString) text = g_string_new (NULL);
  append_relaxed (text, from);
  if (field)
    append_relaxed (text, field);
  g_string_append_printf (text, "dkim-signature:%s", unsigned_value);
  g_autofree char *data = sign_bytes (text);
  return g_strdup_printf ("DKIM-Signature: %s%s\r\n", unsigned_value, data);
}

typedef struct {
  const char *original, *received; /* fields; NULL for none */
  const char *also;                /* a further field of the received message */
  const char *edit, *before;       /* edit NULL: not found */
} OwnEdit;

static const OwnEdit own_edits[] = {
    /* words before the subject, behind a mark of replying or not, up to twelve */
    {"Subject: Your tickets", "Subject: [list] Your tickets", NULL, "prefix", "Your tickets"},
    {"Subject: Your tickets", "Subject: SV: [list] Your tickets", NULL, "prefix", "Your tickets"},
    {"Subject: Re: Your tickets", "Subject: Re: [list] Your tickets", NULL, "prefix",
     "Re: Your tickets"},
    {"Subject: Fwd: Your tickets", "Subject: Fwd: [list] Your tickets", NULL, "prefix",
     "Fwd: Your tickets"},
    {"Subject: Fw: Your tickets", "Subject: Fw: [list] Your tickets", NULL, "prefix",
     "Fw: Your tickets"},
    {"Subject: AW: Your tickets", "Subject: AW: [list] Your tickets", NULL, "prefix",
     "AW: Your tickets"},
    {"Subject: TR: Your tickets", "Subject: TR: [list] Your tickets", NULL, "prefix",
     "TR: Your tickets"},
    {"Subject: Your tickets", "Subject: Re: [list] Your tickets", NULL, "prefix", "Your tickets"},
    {"Subject: Re: Your tickets", "Subject: Re: ***SPAM*** Your tickets", NULL, "prefix",
     "Re: Your tickets"},
    {"Subject: Fwd: Your tickets", "Subject: Fwd: ***SPAM*** Your tickets", NULL, "prefix",
     "Fwd: Your tickets"},
    {"Subject: Fw: Your tickets", "Subject: Fw: ***SPAM*** Your tickets", NULL, "prefix",
     "Fw: Your tickets"},
    {"Subject: AW: Your tickets", "Subject: AW: ***SPAM*** Your tickets", NULL, "prefix",
     "AW: Your tickets"},
    {"Subject: TR: Your tickets", "Subject: TR: ***SPAM*** Your tickets", NULL, "prefix",
     "TR: Your tickets"},
    {"Subject: Your tickets", "Subject: TR: ***SPAM*** Your tickets", NULL, "prefix",
     "Your tickets"},
    {"Subject: SV: Your tickets", "Subject: SV: ***SPAM*** Your tickets", NULL, NULL, NULL},
    {"Subject: Your tickets", "Subject: a b c d e f g h i j k l Your tickets", NULL, "prefix",
     "Your tickets"},
    {"Subject: Your tickets", "Subject: a b c d e f g h i j k l m Your tickets", NULL, NULL, NULL},
    /* a group elsewhere */
    {"Subject: Your tickets", "Subject: Your [list] tickets", NULL, "prefix", "Your tickets"},
    {"Subject: Your tickets", "Subject: Your tickets [list]", NULL, "prefix", "Your tickets"},
    {"Subject: Your tickets", "Subject: Your [list tickets", NULL, NULL, NULL},
    {"Comments: Your tickets", "Comments: [list] Your tickets", NULL, NULL, NULL},
    /* white space and quotation marks */
    {"To: a@x.example,b@x.example", "To: a@x.example, b@x.example", NULL, "spacing",
     "a@x.example,b@x.example"},
    {"To: a@x.example, b@x.example", "To: a@x.example,b@x.example", NULL, "spacing",
     "a@x.example, b@x.example"},
    {"To: \"A, B\" <a@x.example>,<b@x.example>", "To: \"A, B\" <a@x.example>, <b@x.example>", NULL,
     "spacing", "\"A, B\" <a@x.example>,<b@x.example>"},
    {"To: A <a@x.example>", "To: \"A\" <a@x.example>", NULL, "spacing", "A <a@x.example>"},
    {"To: \"A\" <a@x.example>", "To: A <a@x.example>", NULL, "spacing", "\"A\" <a@x.example>"},
    {"To: a@x.example", "To: <a@x.example>", NULL, "spacing", "a@x.example"},
    {"To: <a@x.example>", "To: a@x.example", NULL, "spacing", "<a@x.example>"},
    {"To: a@x.example", "To: b@x.example", NULL, NULL, NULL},
    /* kept in another field */
    {"To: A <a@x.example>", "To: x", "X-Original-From: A <a@x.example>", "replaced",
     "A <a@x.example>"},
    {"To: A <a@x.example>", "To: x", "Original-From: A <a@x.example>", "replaced",
     "A <a@x.example>"},
    {"To: A <a@x.example>", "To: x", "X-From: A <a@x.example>", "replaced", "A <a@x.example>"},
    {"To: A <a@x.example>", "To: x", "X-Original-Sender: A <a@x.example>", "replaced",
     "A <a@x.example>"},
    {"To: A <a@x.example>", "To: x", "Reply-To: A <a@x.example>", "replaced", "A <a@x.example>"},
    {"To: A <a@x.example>", "To: x", "Cc: A <a@x.example>", "replaced", "A <a@x.example>"},
    {"Reply-To: A <a@x.example>", "Reply-To: x", "X-From: A <a@x.example>", "replaced",
     "A <a@x.example>"},
    {"To: A <a@x.example>", "To: x", "X-Other: A <a@x.example>", NULL, NULL},
    {"Subject: A", "Subject: x", "X-From: A", NULL, NULL},
    /* another encoding */
    {"Content-Transfer-Encoding: 7bit", "Content-Transfer-Encoding: x", NULL, "encoding", "7bit"},
    {"Content-Transfer-Encoding: 8bit", "Content-Transfer-Encoding: x", NULL, "encoding", "8bit"},
    {"Content-Transfer-Encoding: quoted-printable", "Content-Transfer-Encoding: base64", NULL,
     "encoding", "quoted-printable"},
    {"Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: 8bit", NULL, "encoding",
     "base64"},
    {"Content-Transfer-Encoding: 7Bit", "Content-Transfer-Encoding: x", NULL, "encoding", "7Bit"},
    {"Content-Transfer-Encoding: 8Bit", "Content-Transfer-Encoding: x", NULL, "encoding", "8Bit"},
    {"Content-Transfer-Encoding: binary", "Content-Transfer-Encoding: x", NULL, "encoding",
     "binary"},
    {"Content-Type: 7bit", "Content-Type: x", NULL, NULL, NULL},
    /* signed as not there */
    {NULL, "Reply-To: a@x.example", NULL, "added", ""},
    {NULL, "Sender: ", NULL, "added", ""},
};

static void
verify_own (const char *text, Mail *mail, DkimVerification *ret) {
  g_autoptr (Resolver) resolver = zone_with (own_record);
  mail_open (mail, span_from_string (text));
  verify_nth (mail, 0, resolver, ret);
  g_assert_cmpstr (ret->problem, ==, NULL);
  g_assert_cmpstr (ret->key_problem, ==, NULL);
}

static void
test_own_edits (void) {
  const char *from = "From: T <t@opera.example>";
  for (gsize i = 0; i < G_N_ELEMENTS (own_edits); i++) {
    const OwnEdit *row = &own_edits[i];
    const char *any = row->received;
    g_autofree char *name = g_strndup (any, strcspn (any, ":"));
    g_autofree char *signature = sign_own (from, row->original, name, "");
    g_autofree char *original = g_strdup_printf ("%s%s\r\n%s\r\n\r\n", signature, from,
                                                 row->original ? row->original : "X-Nothing: x");
    g_autofree char *received =
        g_strdup_printf ("%s%s\r\n%s\r\n%s\r\n\r\n", signature, from, row->received,
                         row->also ? row->also : "X-Nothing: x");
    Mail mail;
    DkimVerification result;
    verify_own (original, &mail, &result);
    g_assert_cmpint (result.header, ==, DKIM_PART_FITS);
    mail_close (&mail);
    verify_own (received, &mail, &result);
    g_test_message ("%s: %u edits", row->received, result.edits.n);
    g_assert_cmpint (result.header, ==, DKIM_PART_DIFFERS);
    g_assert_false (result.other_form);
    g_assert_cmpuint (result.edits.n, ==, row->edit ? 1 : 0);
    if (row->edit) {
      const HeaderEdit *edit = vec_at (&result.edits, HeaderEdit, 0);
      g_autofree char *lower = g_ascii_strdown (name, -1);
      g_assert_cmpstr (edit->edit, ==, row->edit);
      g_assert_true (span_equal (edit->name, span_from_string (lower)));
      g_assert_true (span_equal (edit->before, span_from_string (row->before)));
    }
    mail_close (&mail);
  }
}

/* A signer that names the one form and hashes the other. */
static void
test_other_form (void) {
  static const struct {
    const char *named, *hashed;
    bool other;
  } rows[] = {
      {"relaxed", "From: T <t@opera.example>\r\nSubject: A  b\r\nDKIM-Signature: ", true},
      {"simple", "from:T <t@opera.example>\r\nsubject:A b\r\ndkim-signature:", true},
      {"relaxed", "From: T <t@opera.example>\r\nsubject:A b\r\nDKIM-Signature: ", false},
      {"relaxed", "From: T <t@opera.example>\r\nSubject: A  c\r\nDKIM-Signature: ", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *value = g_strdup_printf (
        "v=1; a=rsa-sha256; c=%s/relaxed; d=opera.example; s=sel; h=from:subject; bh=" OWN_HASH
        "; b=",
        rows[i].named);
    g_autoptr (GString) text = g_string_new (rows[i].hashed);
    g_string_append (text, value);
    g_autofree char *data = sign_bytes (text);
    g_autofree char *message = g_strdup_printf (
        "DKIM-Signature: %s%s\r\nFrom: T <t@opera.example>\r\nSubject: A  b\r\n\r\n", value, data);
    Mail mail;
    DkimVerification result;
    verify_own (message, &mail, &result);
    g_test_message ("%s: %s", rows[i].named, rows[i].hashed);
    g_assert_cmpint (result.header, ==, DKIM_PART_DIFFERS);
    g_assert_true (result.other_form == rows[i].other);
    g_assert_cmpuint (result.edits.n, ==, 0);
    mail_close (&mail);
  }
}

/* A value of the most bytes is tried, one byte more is not: of the field as it came, of the copy
 * in z= and of another field. */
static guint
edits_of (const char *signature, const char *fields) {
  g_autofree char *text =
      g_strdup_printf ("%sFrom: T <t@opera.example>\r\n%s\r\n\r\n", signature, fields);
  Mail mail;
  DkimVerification result;
  verify_own (text, &mail, &result);
  g_assert_cmpint (result.header, ==, DKIM_PART_DIFFERS);
  mail_close (&mail);
  return result.edits.n;
}

static void
test_edited_size (void) {
  const char *from = "From: T <t@opera.example>";
  for (gsize more = 0; more < 2; more++) {
    guint expected = more ? 0 : 1;
    /* the blank behind the colon is a byte of the value */
    g_autofree char *words = g_strnfill (DKIM_EDIT_FIELD_MAX - strlen (" [list] ") + more, 'x');
    g_autofree char *subject = g_strconcat ("Subject: ", words, NULL);
    g_autofree char *one = sign_own (from, subject, "subject", "");
    g_autofree char *tagged = g_strconcat ("Subject: [list] ", words, NULL);
    g_assert_cmpuint (edits_of (one, tagged), ==, expected);

    g_autofree char *value = g_strnfill (DKIM_EDIT_FIELD_MAX - 1 + more, 'x');
    g_autofree char *to = g_strconcat ("To: ", value, NULL);
    g_autofree char *copy = g_strconcat ("z=To:x", value, "; ", NULL);
    g_autofree char *copied = g_strconcat ("To: x", value, NULL);
    g_autofree char *two = sign_own (from, copied, "to", copy);
    g_assert_cmpuint (edits_of (two, "To: other"), ==, expected);

    g_autofree char *three = sign_own (from, to, "to", "");
    g_autofree char *kept = g_strconcat ("To: other\r\nX-From: ", value, NULL);
    g_assert_cmpuint (edits_of (three, kept), ==, expected);
  }
}

/* RFC 6376 §3.5 z=: copies of the fields, "|" between them, bytes as "=3D". */
static void
test_copied_fields (void) {
  static const struct {
    const char *copies;
    bool found;
  } rows[] = {
      {"To:a=20b=3Dc", true},     {"From:x|To:a=20b=3Dc", true}, {"To:a=20b=3dc|From:x", true},
      {"TO:a=20b=3Dc", true},     {"To:a=20b=3D", false},        {"To:a=20b=3Dc=4", false},
      {"To:a=20b=3Dc=4G", false}, {"Cc:a=20b=3Dc", false},       {"To", false},
      {":a=20b=3Dc", false},      {"|To:a=20b=3Dc", true},
  };
  const char *from = "From: T <t@opera.example>";
  /* what is no escape stands for itself */
  g_autofree char *odd = sign_own (from, "To: a=4Gb=", "to", "z=To:a=4Gb=; ");
  g_autofree char *odd_text = g_strdup_printf ("%s%s\r\nTo: other\r\n\r\n", odd, from);
  Mail odd_mail;
  DkimVerification odd_result;
  verify_own (odd_text, &odd_mail, &odd_result);
  g_assert_cmpuint (odd_result.edits.n, ==, 1);
  mail_close (&odd_mail);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *tags = g_strdup_printf ("z=%s; ", rows[i].copies);
    g_autofree char *signature = sign_own (from, "To: a b=c", "to", tags);
    g_autofree char *text = g_strdup_printf ("%s%s\r\nTo: other\r\n\r\n", signature, from);
    Mail mail;
    DkimVerification result;
    verify_own (text, &mail, &result);
    g_test_message ("%s", rows[i].copies);
    g_assert_cmpuint (result.edits.n, ==, rows[i].found ? 1 : 0);
    if (rows[i].found) {
      const HeaderEdit *edit = vec_at (&result.edits, HeaderEdit, 0);
      g_assert_cmpstr (edit->edit, ==, "copied");
      g_assert_true (span_equal (edit->before, SPAN ("a b=c")));
    }
    mail_close (&mail);
  }
}

/* §5.4.2: the lowest of several fields of one name is signed first. */
static void
test_field_order (void) {
  const char *from = "From: T <t@opera.example>";
  g_autofree char *signature = sign_own (from, "Received: two", "received", "");
  static const struct {
    const char *fields;
    DkimPart header;
  } rows[] = {
      {"Received: one\r\nReceived: two\r\n", DKIM_PART_FITS},
      {"Received: two\r\nReceived: one\r\n", DKIM_PART_DIFFERS},
      {"RECEIVED:  two \r\n", DKIM_PART_FITS},
      {"Received: three\r\nReceived: one\r\nreceived: two\r\n", DKIM_PART_FITS},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf ("%s%s%s\r\n\r\n", signature, rows[i].fields, from);
    Mail mail;
    DkimVerification result;
    verify_own (text, &mail, &result);
    g_assert_cmpint (result.header, ==, rows[i].header);
    mail_close (&mail);
  }
}

/* ---- what keeps a signature from being computed ---- */

/* RFC 6376 §6.1.1; a sample without v= or h= still has a body to compare. */
static void
test_problems (void) {
#define REST "c=relaxed/relaxed; d=opera.example; s=sel; h=from; bh=" OWN_HASH "; b=AAAA"
  static const struct {
    const char *tags, *problem;
  } rows[] = {
      {"v=1; a=rsa-sha256; " REST, NULL},
      {"a=rsa-sha256; " REST, NULL},
      {"v=1; a=RSA-SHA1; " REST, NULL},
      {"v=1; a=ed25519-sha256; " REST, NULL},
      {"v=1; a=rsa-sha256; c=relaxed; d=opera.example; s=sel; bh=" OWN_HASH "; b=AAAA", NULL},
      {"v=1; " REST, "syntax"},
      {"v=1; a=rsa-sha256; d=opera.example; s=sel; h=from; b=AAAA", "syntax"},
      {"v=1; a=rsa-sha256; a=rsa-sha256; " REST, "syntax"},
      {"v=2; a=rsa-sha256; " REST, "version"},
      {"v=1; a=rsa-md5; " REST, "algorithm"},
      {"v=1; a=ed25519-sha1; " REST, "algorithm"},
      {"v=1; a=rsa; " REST, "algorithm"},
      {"v=1; a=rsa-sha256; c=nowsp; d=opera.example; s=sel; bh=" OWN_HASH "; b=AAAA",
       "canonicalization"},
      {"v=1; a=rsa-sha256; s=sel; bh=" OWN_HASH "; b=AAAA", "domain"},
      {"v=1; a=rsa-sha256; d=; s=sel; bh=" OWN_HASH "; b=AAAA", "domain"},
      {"v=1; a=rsa-sha256; d=opera.example; bh=" OWN_HASH "; b=AAAA", "domain"},
      {"v=1; a=rsa-sha256; d=opera.example; s=; bh=" OWN_HASH "; b=AAAA", "domain"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
        g_strdup_printf ("DKIM-Signature: %s\r\nFrom: t@opera.example\r\n\r\nx\r\n", rows[i].tags);
    Mail mail;
    DkimVerification result;
    mail_open (&mail, span_from_string (text));
    verify_nth (&mail, 0, NULL, &result);
    g_test_message ("%s", rows[i].tags);
    g_assert_cmpstr (result.problem, ==, rows[i].problem);
    g_assert_false (result.key_known);
    g_assert_false (dkim_verification_passes (&result));
    bool computed = rows[i].problem == NULL || strcmp (rows[i].problem, "domain") == 0;
    g_assert_cmpint (result.body, ==, computed ? DKIM_PART_DIFFERS : DKIM_PART_UNKNOWN);
    mail.message.header_cut = true;
    verify_nth (&mail, 0, NULL, &result);
    g_assert_cmpstr (result.problem, ==, rows[i].problem ? rows[i].problem : "header-cut");
    mail_close (&mail);
  }
#undef REST
}

/* §3.6.1: a key that is there and must not be used for this signature. */
static void
test_key_uses (void) {
  static const struct {
    const char *tags, *identity, *problem;
    bool testing;
  } rows[] = {
      {"", "", NULL, false},
      {"h=sha256; ", "", NULL, false},
      {"h=sha1:SHA256; ", "", NULL, false},
      {"h=sha1; ", "", "hash", false},
      {"h=; ", "", "hash", false},
      {"t=y; ", "", NULL, true},
      {"t=s; ", "", NULL, false},
      {"t=y:s; ", "i=@mail.opera.example; ", "strict-identity", true},
      {"t=s; ", "i=@mail.opera.example; ", "strict-identity", false},
      {"t=s; ", "i=a@opera.example; ", NULL, false},
      {"t=x; ", "i=@mail.opera.example; ", NULL, false},
      {"s=email; ", "", NULL, false},
      {"s=*; ", "", NULL, false},
      {"s=tlsrpt:email; ", "", NULL, false},
      {"s=tlsrpt; ", "", "service", false},
      {"s=; ", "", "service", false},
      {"n=a note; ", "", NULL, false},
  };
  const char *from = "From: T <t@opera.example>";
  const char *data = strstr (own_record, "p=");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *record = g_strconcat ("v=DKIM1; ", rows[i].tags, data, NULL);
    g_autoptr (Resolver) resolver = zone_with (record);
    g_autofree char *signature = sign_own (from, "To: x", "to", rows[i].identity);
    g_autofree char *text = g_strdup_printf ("%s%s\r\nTo: x\r\n\r\n", signature, from);
    Mail mail;
    DkimVerification result;
    mail_open (&mail, span_from_string (text));
    verify_nth (&mail, 0, resolver, &result);
    g_test_message ("%s%s", rows[i].tags, rows[i].identity);
    g_assert_cmpstr (result.key_problem, ==, rows[i].problem);
    g_assert_true (result.key.key.testing == rows[i].testing);
    g_assert_cmpint (result.header, ==, DKIM_PART_FITS);
    mail_close (&mail);
  }
  g_autoptr (Resolver) other = zone_with (ed25519_record);
  g_autofree char *signature = sign_own (from, "To: x", "to", "");
  g_autofree char *text = g_strdup_printf ("%s%s\r\nTo: x\r\n\r\n", signature, from);
  Mail mail;
  DkimVerification result;
  mail_open (&mail, span_from_string (text));
  verify_nth (&mail, 0, other, &result);
  g_assert_cmpstr (result.key_problem, ==, "key-mismatch");
  mail_close (&mail);
}

/* §3.5 l=: what stands behind the signed bytes. */
static void
test_unsigned_bytes (void) {
  static const struct {
    const char *tags, *body;
    DkimPart part;
    guint64 bytes;
  } rows[] = {
      {"l=0; ", "x\r\n", DKIM_PART_FITS, 3},    {"l=0; ", "", DKIM_PART_FITS, 0},
      {"", "x\r\n", DKIM_PART_DIFFERS, 0},      {"l=2; ", "x\r\n", DKIM_PART_DIFFERS, 1},
      {"l=9; ", "x\r\n", DKIM_PART_DIFFERS, 0},
  };
  const char *from = "From: T <t@opera.example>";
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *signature = sign_own (from, "To: x", "to", rows[i].tags);
    g_autofree char *text =
        g_strdup_printf ("%s%s\r\nTo: x\r\n\r\n%s", signature, from, rows[i].body);
    Mail mail;
    DkimVerification result;
    verify_own (text, &mail, &result);
    g_test_message ("%s: %s", rows[i].tags, rows[i].body);
    g_assert_cmpint (result.body, ==, rows[i].part);
    g_assert_cmpuint (result.unsigned_bytes, ==, rows[i].bytes);
    mail_close (&mail);
  }
}

/* ---- RFC examples and the corpus ---- */

/* "name: text \" with continuation lines, or "name: TEMPERROR", made a zone. */
static Resolver *
corpus_zone (const char *text) {
  g_autoptr (GString) zone = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  bool open = false;
  for (char **line = lines; *line; line++) {
    bool more = g_str_has_suffix (*line, "\\");
    char *colon = open ? NULL : strchr (*line, ':');
    if (!open && colon == NULL)
      continue;
    if (!open)
      g_string_append_printf (zone, "%.*s. 3600 IN TXT", (int)(colon - *line), *line);
    g_autofree char *value = g_strstrip (g_strdup (open ? *line : colon + 1));
    if (more)
      value[strlen (value) - 1] = '\0';
    for (gsize at = 0; at < strlen (value); at += 200)
      g_string_append_printf (zone, " \"%.200s\"", value + at);
    if (!more)
      g_string_append_c (zone, '\n');
    open = more;
  }
  return resolver_new_zone_text (span_of (zone->str, zone->len));
}

static bool
corpus_file (const char *name, char **ret, gsize *ret_length) {
  const char *corpus = g_getenv ("MAILWHY_CORPUS");
  g_autofree char *full = g_strconcat ("internal__dkim__testdata__", name, NULL);
  g_autofree char *path =
      g_build_filename (corpus ? corpus : "/nonexistent", "auth", "chasquid-dkim", full, NULL);
  return g_file_get_contents (path, ret, ret_length, NULL);
}

static void
assert_corpus (const char *zone_name, const char *message_name, const char *expected) {
  g_autofree char *zone = NULL, *message = NULL;
  gsize length;
  if (!corpus_file (zone_name, &zone, NULL) || !corpus_file (message_name, &message, &length)) {
    g_test_skip ("no corpus");
    return;
  }
  g_autoptr (Resolver) resolver = corpus_zone (zone);
  Mail mail;
  mail_open (&mail, span_of (message, length));
  for (guint i = 0; expected[i]; i++) {
    DkimVerification result;
    verify_nth (&mail, i, resolver, &result);
    g_test_message ("%s %u: body %d header %d key %s", message_name, i, result.body, result.header,
                    result.key_problem ? result.key_problem : "good");
    g_assert_true (dkim_verification_passes (&result) == (expected[i] == '+'));
  }
  mail_close (&mail);
}

static void
test_corpus (void) {
  assert_corpus ("01-rfc8463.dns", "01-rfc8463.msg", "++"); /* RFC 8463, appendix A */
  assert_corpus ("05-dns_temp_error.dns", "05-dns_temp_error.msg", "-+");
  assert_corpus ("06-dns_perm_error.dns", "06-dns_perm_error.msg", "-+");
  assert_corpus ("08-our_signature.dns", "08-our_signature.msg", "+++");
  assert_corpus ("08-our_signature.dns", "09-limited_body.msg", "+++");
  assert_corpus ("10-strict_domain_check_pass.dns", "01-rfc8463.msg", "++");
  assert_corpus ("11-strict_domain_check_fail.dns", "11-strict_domain_check_fail.msg", "-");
}

/* RFC 6376, appendix A: what was signed, and with which key. The body hash is the RFC's own. */
static void
test_rfc6376 (void) {
  static const Span body =
      SPAN ("Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n");
  guint8 digest[BODY_DIGEST_MAX];
  BodyHashMethod method = {G_CHECKSUM_SHA256, CANONICAL_SIMPLE, G_MAXUINT64};
  gsize size = body_hash_of (body, &method, digest, NULL);
  g_autofree char *text = g_base64_encode (digest, size);
  g_assert_cmpstr (text, ==, "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
}

/* ---- keys that are not to be used ---- */

static void
assert_key (const char *text, const char *problem) {
  g_autoptr (Arena) arena = arena_new ();
  DkimKey key;
  dkim_key_parse (span_guarded (text), arena, &key);
  g_assert_cmpstr (key.problem, ==, problem);
}

static void
test_keys (void) {
  assert_key (rsa_record, NULL);
  assert_key (ed25519_record, NULL);
  assert_key (small_record, "weak");
  assert_key ("v=DKIM1; k=rsa; p=", "revoked");
  assert_key ("v=DKIM1; k=rsa", "data-missing");
  assert_key ("v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKB", "data");
  assert_key ("v=DKIM1; k=rsa; p=MIGfMA0$CSq", "base64");
  assert_key ("v=DKIM1; k=rsa; p=\"MIGfMA0G\"", "quote");
  assert_key ("k=rsa; v=DKIM1; p=AAAA", "version");
  assert_key ("v=DKIM2; p=AAAA", "version");
  assert_key ("v=DKIM1; k=ed448; p=AAAA", "key-type");
  assert_key ("sel1-opera._domainkey.platform.example", "is-name");
  assert_key ("sel1-opera._domainkey.platform.example.", "is-name");
  assert_key ("v=DKIM1; k=rsa; p=AAAA; p=AAAA", "tag-duplicate");
  assert_key ("v=DKIM1; k=ed25519; p=AAAA", "data");
  assert_key ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ==", "data");
  assert_key ("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", NULL); /* RFC 8463 A.2 */
  assert_key ("k=ED25519; p=11qYAYKxCrfVS/7 TyWQHOg7hcvPapiMlrwIaaPcHURo=", NULL);
  assert_key ("p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "data"); /* rsa by default */
  assert_key ("v=DKIM1; p=\xe2\x80\x9c"
              "AAAA",
              "quote");
  assert_key ("v=DKIM1; p=AAAA\xe2\x80\x9d", "quote");
  assert_key ("mail.platform.example", "is-name");
  assert_key (".example", "syntax");
  assert_key ("a.example=b", "syntax"); /* no tag has a dot in its name (§3.2) */
  assert_key ("v=dkim1; p=AAAA", "version");
  assert_key ("v=; p=AAAA", "version");
  assert_key ("hello", "syntax");
  assert_key ("", "syntax");
}

static void
assert_bits (const char *record, gint64 bits, bool weak) {
  g_autoptr (Arena) arena = arena_new ();
  DkimKey key;
  dkim_key_parse (span_from_string (record), arena, &key);
  g_assert_true (key.bits.set == (bits > 0));
  g_assert_cmpint (key.bits.value, ==, bits);
  g_assert_true (key.weak == weak);
  g_assert_cmpstr (key.problem, ==, weak ? "weak" : NULL);
}

/* RFC 8301 §3.2: at least 1024 bits. RFC 8017 appendix A.1.1: a key without the frame that names
 * its kind, as RFC 6376 §3.6.1 says it of p=. */
static void
test_key_sizes (void) {
  assert_bits (rsa_record, 2048, false);
  assert_bits (small_record, 768, true);
  assert_bits (ed25519_record, 0, false);
  EVP_PKEY *key = EVP_RSA_gen (1024);
  unsigned char *framed = NULL, *bare = NULL;
  int framed_length = i2d_PUBKEY (key, &framed), bare_length = i2d_PublicKey (key, &bare);
  g_autofree char *one = g_base64_encode (framed, (gsize)framed_length);
  g_autofree char *two = g_base64_encode (bare, (gsize)bare_length);
  g_autofree char *first = g_strconcat ("p=", one, NULL), *second = g_strconcat ("p=", two, NULL);
  assert_bits (first, 1024, false);
  assert_bits (second, 1024, false);
  OPENSSL_free (framed);
  OPENSSL_free (bare);
  EVP_PKEY_free (key);
}

static void
test_key_find (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (
      SPAN ("a._domainkey.opera.example. CNAME sel1.platform.example.\n"
            "b._domainkey.opera.example. TXT \"v=DKIM1; p=\"\n"
            "c._domainkey.opera.example. TXT \"v=DKIM1; p=AAAA\"\n"
            "c._domainkey.opera.example. TXT \"v=DKIM1; p=BBBB\"\n"
            "d._domainkey.opera.example. CNAME e._domainkey.opera.example.\n"
            "e._domainkey.opera.example. CNAME d._domainkey.opera.example.\n"
            "f._domainkey.opera.example. CNAME sel1.unknown.test.\n"
            "www.platform.example. A 192.0.2.1\n"));
  const struct {
    Span name;
    const char *problem;
  } cases[] = {{SPAN ("a._domainkey.opera.example"), "alias-broken"},
               {SPAN ("b._domainkey.opera.example"), "revoked"},
               {SPAN ("c._domainkey.opera.example"), "several"},
               {SPAN ("d._domainkey.opera.example"), "alias-loop"},
               {SPAN ("f._domainkey.opera.example"), "not-in-file"},
               {SPAN ("x._domainkey.opera.example"), "missing"}};
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    DkimKeyState state;
    dkim_key_find (resolver, cases[i].name, arena, &state);
    g_assert_cmpstr (state.problem, ==, cases[i].problem);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  message_init ();
  g_assert_true (crypto_library_load ());
  g_autofree char *folder = g_dir_make_tmp ("mailwhy-dkim-XXXXXX", NULL);
  work = folder;
  rsa_record = rsa_key_record ("rsa", 2048);
  small_record = rsa_key_record ("small", 768);
  ed25519_record = ed25519_key_record ("ed25519");
  make_own_key ();
  g_test_add_func ("/dkim-verify/oracles", test_oracles);
  g_test_add_func ("/dkim-verify/edits", test_edits);
  g_test_add_func ("/dkim-verify/own-edits", test_own_edits);
  g_test_add_func ("/dkim-verify/other-form", test_other_form);
  g_test_add_func ("/dkim-verify/edited-size", test_edited_size);
  g_test_add_func ("/dkim-verify/copied-fields", test_copied_fields);
  g_test_add_func ("/dkim-verify/field-order", test_field_order);
  g_test_add_func ("/dkim-verify/problems", test_problems);
  g_test_add_func ("/dkim-verify/key-uses", test_key_uses);
  g_test_add_func ("/dkim-verify/unsigned-bytes", test_unsigned_bytes);
  g_test_add_func ("/dkim-verify/corpus", test_corpus);
  g_test_add_func ("/dkim-verify/rfc6376", test_rfc6376);
  g_test_add_func ("/dkim-verify/keys", test_keys);
  g_test_add_func ("/dkim-verify/key-sizes", test_key_sizes);
  g_test_add_func ("/dkim-verify/key-find", test_key_find);
  int status = g_test_run ();
  static const char *const files[] = {"rsa",    "small",      "ed25519", "input",
                                      "output", "output.err", ""};
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (folder, files[i], NULL);
    g_remove (path);
  }
  g_free (rsa_record);
  g_free (small_record);
  g_free (ed25519_record);
  g_free (own_record);
  EVP_PKEY_free (own_key);
  return status;
}
