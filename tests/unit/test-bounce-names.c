/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A refusal without the mailboxes and hosts it quotes. */
#include "apply/bounce-names.h"

#include "guarded.h"

typedef struct {
  const char *name, *text, *words; /* words: NULL for the text itself */
} Row;

static const Row rows[] = {
    /* mailboxes */
    {"mailbox", "550 <dmarc-reports@museum.example>: User unknown",
     "550 <xxxxx-xxxxxxx@museum.example>: User unknown"},
    {"bare-mailbox", "550 spf.fail@museum.example: User unknown",
     "550 xxx.xxxx@museum.example: User unknown"},
    {"any-letters", "550 <spam@museum.example>: User unknown",
     "550 <xxxx@museum.example>: User unknown"},
    {"return-address", "<dmarc=opera.example@museum.example>",
     "<xxxxx=xxxxx.xxxxxxx@museum.example>"},
    {"property", "spf=fail smtp.mailfrom=bob@opera.example",
     "spf=fail smtp.mailfrom=xxx@opera.example"},
    {"link", "see http://x.example/?s=mfrom&id=bob@opera.example",
     "see http://x.example/?s=mfrom&id=xxx@opera.example"},
    {"quoted", "<\"DMARC policy fail\"@museum.example>", "<\"xxxxx xxxxxx xxxx\"@museum.example>"},
    {"quote-without-begin", "DMARC fail\"@museum.example", NULL},
    {"empty", "failed DMARC: @museum.example", NULL},
    {"at-the-start", "@museum.example DMARC", NULL},
    {"at-the-end", "DMARC bob@", NULL},
    {"no-mailbox", "DMARC@ 5.7.26", NULL},
    /* hosts */
    {"behind-at", "<x@dmarc.museum.example>", "<x@xxxxx.museum.example>"},
    {"behind-at-without-a-dot", "x@dmarc", "x@xxxxx"},
    {"client", "<SPF-Fail.Museum.Example[192.0.2.25]>: Client host rejected",
     "<xxx-Fail.Museum.Example[192.0.2.25]>: Client host rejected"},
    {"helo", "<DKIM.Museum>: Helo command rejected", "<xxxx.Museum>: Helo command rejected"},
    {"bare-two-dots", "from dkim.museum.example is refused", "from xxxx.museum.example is refused"},
    {"bare-joined-behind", "from spf-fail.example is refused", "from xxx-fail.example is refused"},
    {"bare-joined-before", "from my-spf.example is refused", "from my-xxx.example is refused"},
    {"twice", "spf.spf.museum.example dkim.museum.example",
     "xxx.xxx.museum.example xxxx.museum.example"},
    {"value", "d=dkim.museum.example", "d=xxxx.museum.example"},
    /* words */
    {"words", "550 5.7.1 SPF, DKIM and DMARC failed", NULL},
    {"sentence-without-blank", "failed DMARC.Please see", NULL},
    {"sentence-end", "rejected by DMARC.", NULL},
    {"code", "dmarc.reject", NULL},
    {"code-with-capitals", "DMARC.Policy.Reject", NULL},
    {"property-name", "policy.x.dmarc=reject", NULL},
    {"link-host", "see http://spf.museum.example/why", NULL},
    {"link-without-scheme", "see spf.museum.example/why", NULL},
    {"nothing", "", NULL},
};

static void
check (gconstpointer data) {
  const Row *row = data;
  g_autoptr (Arena) arena = arena_new ();
  Span text = span_guarded (row->text), words = bounce_without_names (text, arena);
  g_assert_true (words.len == text.len && (words.data == text.data) == (row->words == NULL));
  g_autofree char *got = g_strndup (words.data, words.len);
  g_assert_cmpstr (got, ==, row->words ? row->words : row->text);
}

/* A local part longer than any is a name as far as is looked; then it is as given. */
static void
long_names (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *local = g_strnfill (300, 'a');
  g_autofree char *text = g_strconcat ("<", local, "@museum.example>", NULL);
  Span words = bounce_without_names (span_guarded (text), arena);
  g_assert_cmpuint (words.len, ==, strlen (text));
  for (gsize i = 1; i <= 300; i++)
    g_assert_cmpint (words.data[i], ==, i <= 300 - 256 ? 'a' : 'x');
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/bounce-names/", rows[i].name, NULL);
    g_test_add_data_func (path, &rows[i], check);
  }
  g_test_add_func ("/bounce-names/long", long_names);
  return g_test_run ();
}
