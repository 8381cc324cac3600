/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/stanza.h"

typedef struct {
  Arena *arena;
  Vec stanzas, errors;
} Read;

static Read
read_text (const char *text) {
  Read read = {.arena = arena_new ()};
  stanza_read_all (span_from_string (text), SPAN_NULL, read.arena, &read.stanzas, &read.errors);
  return read;
}

static const StanzaField *
field_of (const Read *read, guint stanza, const char *name) {
  const StanzaField *field =
      stanza_field (vec_at (&read->stanzas, Stanza, stanza), span_from_string (name));
  g_assert_nonnull (field);
  return field;
}

static void
assert_text (Span actual, const char *expected) {
  g_autofree char *text = g_strndup (actual.data, actual.len);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_fields (void) {
  Read read = read_text ("\n# a comment\n\nKind: one\nOther:  two words \t\n\n\n\nKind: three\n");
  g_assert_cmpuint (read.errors.n, ==, 0);
  g_assert_cmpuint (read.stanzas.n, ==, 2);
  assert_text (field_of (&read, 0, "kind")->value, "one");
  assert_text (field_of (&read, 0, "Other")->value, "two words");
  assert_text (field_of (&read, 1, "Kind")->value, "three");
  g_assert_cmpuint (vec_at (&read.stanzas, Stanza, 0)->line, ==, 4);
  g_assert_cmpuint (vec_at (&read.stanzas, Stanza, 1)->line, ==, 9);
  arena_free (read.arena);
}

static void
test_continuations (void) {
  Read read = read_text ("Text: a\n b\n  c\n .\n ..\n\td\nNext: e\n");
  assert_text (field_of (&read, 0, "Text")->value, "a\nb\n c\n\n.\nd");
  assert_text (field_of (&read, 0, "Next")->value, "e");
  arena_free (read.arena);
}

/* A comment inside a value does not end it, whether or not it looks like a field. */
static void
test_comments (void) {
  Read read =
      read_text ("Text: a\n# plain\n b\n#Looks: like a field\n c\n# And: so does this\n d\n");
  const StanzaField *field = field_of (&read, 0, "Text");
  g_assert_cmpuint (read.errors.n, ==, 0);
  g_assert_cmpuint (vec_at (&read.stanzas, Stanza, 0)->fields.n, ==, 1);
  assert_text (field->value, "a\nb\nc\nd");
  g_assert_cmpuint (stanza_line_at (field, 0), ==, 1);
  g_assert_cmpuint (stanza_line_at (field, 2), ==, 3);
  g_assert_cmpuint (stanza_line_at (field, 6), ==, 7);
  arena_free (read.arena);
}

static void
test_line_ends (void) {
  Read read = read_text ("Text: a\r\n b\r\n\r\nText: c");
  g_assert_cmpuint (read.stanzas.n, ==, 2);
  assert_text (field_of (&read, 0, "Text")->value, "a\nb");
  assert_text (field_of (&read, 1, "Text")->value, "c");
  arena_free (read.arena);
}

static void
test_prose (void) {
  Read read = read_text ("Text: one\n two\n .\n three\n  $ a command\n  $ another\n four\n");
  assert_text (stanza_prose (field_of (&read, 0, "Text"), read.arena),
               "one two\n\nthree\n $ a command\n $ another\nfour");
  arena_free (read.arena);
}

static void
assert_error (const char *text, guint line, const char *part) {
  Read read = read_text (text);
  g_assert_cmpuint (read.errors.n, ==, 1);
  const StanzaError *error = vec_at (&read.errors, StanzaError, 0);
  g_assert_cmpuint (error->line, ==, line);
  g_assert_cmpint (span_find (error->text, span_from_string (part)), >=, 0);
  arena_free (read.arena);
}

static void
test_unread (void) {
  Read read = {.arena = arena_new ()};
  stanza_read_all (SPAN ("A-Text: a\n b\n# c\n d\nOther: e\nTEXT: f\n g\nTextual: h\n"),
                   SPAN ("Text"), read.arena, &read.stanzas, &read.errors);
  g_assert_cmpuint (read.errors.n, ==, 0);
  g_assert_cmpuint (read.stanzas.n, ==, 1);
  assert_text (field_of (&read, 0, "A-Text")->value, "");
  assert_text (field_of (&read, 0, "Other")->value, "e");
  assert_text (field_of (&read, 0, "Text")->value, "");
  assert_text (field_of (&read, 0, "Textual")->value, "h");
  arena_free (read.arena);
}

static void
test_errors (void) {
  assert_error ("Text: a\nno colon here\n", 2, "no field");
  assert_error ("\n continued\n", 2, "no field above it");
  assert_error ("Text: a\n \t\n b\n", 2, "white space only");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stanza/fields", test_fields);
  g_test_add_func ("/stanza/continuations", test_continuations);
  g_test_add_func ("/stanza/comments", test_comments);
  g_test_add_func ("/stanza/line-ends", test_line_ends);
  g_test_add_func ("/stanza/prose", test_prose);
  g_test_add_func ("/stanza/unread", test_unread);
  g_test_add_func ("/stanza/errors", test_errors);
  return g_test_run ();
}
