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
  assert_key ("hello", "syntax");
  assert_key ("", "syntax");
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
  g_autofree char *folder = g_dir_make_tmp ("mailwhy-dkim-XXXXXX", NULL);
  work = folder;
  rsa_record = rsa_key_record ("rsa", 2048);
  small_record = rsa_key_record ("small", 768);
  ed25519_record = ed25519_key_record ("ed25519");
  g_test_add_func ("/dkim-verify/oracles", test_oracles);
  g_test_add_func ("/dkim-verify/edits", test_edits);
  g_test_add_func ("/dkim-verify/corpus", test_corpus);
  g_test_add_func ("/dkim-verify/rfc6376", test_rfc6376);
  g_test_add_func ("/dkim-verify/keys", test_keys);
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
  return status;
}
