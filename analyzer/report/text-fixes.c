/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-fixes.h"
#include "base/vocabulary.h"

#define MAX_FIXES 16      /* if verbose */
#define MAX_FIXES_SHOWN 3 /* else */

static Span
who_fixes (TextCase *text, Span fix_by) {
  const Evidence *evidence = text->evidence;
  Arena *scratch = text->page.scratch;
  Span platform = text_shown (text, evidence->sender_profile.title);
  Span receiver =
      text_shown (text, span_or (evidence->receiver.title,
                                 span_or (evidence->receiver.name, evidence->receiver.host)));
  Span domain = text_shown (text, evidence->from.domain);
  if (actor_is (fix_by, ACTOR_DNS_ADMIN))
    return arena_printf (scratch, "the DNS administrator%s%.*s", domain.len ? " of " : "",
                         SPAN_FORMAT (domain));
  if (actor_is (fix_by, ACTOR_SENDER))
    return span_or (platform, SPAN ("the sending platform"));
  if (actor_is (fix_by, ACTOR_INSTITUTION))
    return arena_printf (scratch, "the institution that sends, in its settings%s%.*s",
                         platform.len ? " at " : "", SPAN_FORMAT (platform));
  if (actor_is (fix_by, ACTOR_FORWARDER))
    return SPAN ("whoever runs the system that forwards");
  if (actor_is (fix_by, ACTOR_RECEIVER))
    return arena_printf (scratch, "the receiver%s%.*s", receiver.len ? ", " : "",
                         SPAN_FORMAT (receiver));
  if (actor_is (fix_by, ACTOR_RECIPIENT_ADMIN))
    return SPAN ("the recipient's mail administrator");
  return SPAN ("whoever can");
}

static bool
has_fix (const TextCase *text, const Finding *finding) {
  bool note = severity_is (finding->severity, SEVERITY_NOTE) && !text->page.options->verbose;
  return span_is_null (finding->superseded_by) && !note &&
         (finding->fix.len || finding->records.n || finding->check.len);
}

static bool
same_records (const Vec *a, const Vec *b) {
  if (a->n != b->n)
    return false;
  for (guint i = 0; i < a->n; i++) {
    const DnsRecord *one = vec_at (a, DnsRecord, i), *other = vec_at (b, DnsRecord, i);
    if (!span_equal (one->name, other->name) || !span_equal (one->type, other->type) ||
        !span_equal (one->value, other->value))
      return false;
  }
  return true;
}

static bool
same_fix (const Finding *a, const Finding *b) {
  return span_equal (a->fix, b->fix) && span_equal (a->fix_by, b->fix_by) &&
         span_equal (a->check, b->check) && same_records (&a->records, &b->records);
}

/* Not wrapped, so that each can be copied. */
static void
write_dns_records (TextCase *text, const Vec *records) {
  Page *page = &text->page;
  guint name = 0, type = 0;
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    name = MAX (name, text_columns (text_shown (text, record->name)));
    type = MAX (type, text_columns (text_shown (text, record->type)));
  }
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    page_go_to (page, TEXT_INDENT + 4);
    page_put (page, STYLE_PLAIN, record->name);
    page_go_to (page, TEXT_INDENT + 4 + name + 2);
    page_put (page, STYLE_PLAIN, record->type);
    page_go_to (page, TEXT_INDENT + 4 + name + 2 + type + 2);
    page_put (page, STYLE_PLAIN, record->value);
    page_end_line (page);
  }
}

/* "Fix: the DNS administrator of …"; what nobody has to repair still has a next step. */
static void
write_fix_label (TextCase *text, const Finding *finding, bool first) {
  Page *page = &text->page;
  page_end_line (page);
  page_go_to (page, TEXT_INDENT);
  if (actor_is (finding->fix_by, ACTOR_NOBODY)) {
    page_put_string (page, STYLE_BOLD, first ? "Next step" : "Besides");
    page_end_line (page);
    return;
  }
  page_put_string (page, STYLE_BOLD, first ? "Fix:" : "Also:");
  page_go_to (page, 0);
  page_wrap (page, STYLE_BOLD, TEXT_INDENT + 2, who_fixes (text, finding->fix_by));
}

/* What the repair of the cause changes stands below it. */
static void
write_effect (TextCase *text, const Finding *finding) {
  const Verdict *verdict = &text->mail_case->verdict;
  if (!span_equal (finding->id, verdict->cause) || verdict->counterfactual.len == 0)
    return;
  page_go_to (&text->page, TEXT_INDENT + 2);
  page_put_string (&text->page, STYLE_BOLD, "Effect:");
  page_go_to (&text->page, 0);
  page_wrap (&text->page, STYLE_PLAIN, TEXT_INDENT + 2, verdict->counterfactual);
}

/* A command stays in one line, so that it can be copied; a sentence begins with a capital. */
static void
write_check (Page *page, Span check) {
  if (check.len == 0)
    return;
  page_go_to (page, TEXT_INDENT + 2);
  page_put_string (page, STYLE_PLAIN, "Check: ");
  if (g_ascii_isupper (check.data[0])) {
    page_wrap (page, STYLE_PLAIN, TEXT_INDENT + 2, check);
    return;
  }
  page_put (page, STYLE_PLAIN, check);
  page_end_line (page);
}

static void
write_fix (TextCase *text, const Finding *finding, bool first) {
  Page *page = &text->page;
  write_fix_label (text, finding, first);
  if (finding->fix.len) {
    page_go_to (page, TEXT_INDENT + 2);
    page_wrap (page, STYLE_PLAIN, TEXT_INDENT + 2, finding->fix);
  }
  write_dns_records (text, &finding->records);
  write_check (page, finding->check);
  if (first)
    write_effect (text, finding);
}

/* Adds to the fixes to show, unless it is among them. */
static void
choose_fix (const TextCase *text, const Finding *finding, GPtrArray *chosen) {
  if (!has_fix (text, finding) || chosen->len >= MAX_FIXES)
    return;
  for (guint i = 0; i < chosen->len; i++)
    if (same_fix (g_ptr_array_index (chosen, i), finding))
      return;
  g_ptr_array_add (chosen, (gpointer)finding);
}

/* ---- how long to wait ---- */

static gint64
longest_ttl (const Vec *facts) {
  gint64 longest = 0;
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    bool is_replaced = fact->problem.len && fact->expected.len && fact->value.len;
    if (is_replaced && fact->ttl.set)
      longest = MAX (longest, fact->ttl.value);
  }
  return longest;
}

static bool
has_records (const GPtrArray *fixes) {
  for (guint i = 0; i < fixes->len; i++)
    if (((const Finding *)g_ptr_array_index (fixes, i))->records.n)
      return true;
  return false;
}

static Span
duration_words (Arena *scratch, gint64 seconds) {
  static const struct {
    gint64 seconds;
    const char *name;
  } units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
  guint i = 0;
  while (seconds % units[i].seconds != 0)
    i++;
  gint64 n = seconds / units[i].seconds;
  return arena_printf (scratch, "%" G_GINT64_FORMAT " %s%s", n, units[i].name, n == 1 ? "" : "s");
}

/* A server in between has counted the time down already, so what it says is what it has left. */
static void
write_wait (TextCase *text) {
  gint64 seconds = longest_ttl (&text->evidence->dns_facts);
  if (seconds == 0)
    return;
  page_end_line (&text->page);
  page_go_to (&text->page, TEXT_INDENT);
  page_wrap (
      &text->page, STYLE_PLAIN, TEXT_INDENT,
      arena_printf (text->page.scratch,
                    "When a record is replaced, the old one is still remembered for a while: "
                    "its time to live (TTL) was %.*s when it was answered here.",
                    SPAN_FORMAT (duration_words (text->page.scratch, seconds))));
}

/* The cause's fix first: it is the one that changes the answer. */
void
text_fixes (TextCase *text) {
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  const Vec *findings = &text->mail_case->findings;
  Span cause = text->mail_case->verdict.cause;
  for (guint i = 0; cause.len && i < findings->n; i++)
    if (span_equal (vec_at (findings, Finding, i)->id, cause))
      choose_fix (text, vec_at (findings, Finding, i), chosen);
  for (guint i = 0; i < findings->n; i++)
    choose_fix (text, vec_at (findings, Finding, i), chosen);
  bool all = text->page.options->verbose || text->mail_case->setup;
  guint shown = all ? chosen->len : MIN (chosen->len, MAX_FIXES_SHOWN);
  for (guint i = 0; i < shown; i++)
    write_fix (text, g_ptr_array_index (chosen, i), i == 0);
  if (chosen->len > shown) {
    page_end_line (&text->page);
    text_more (text, TEXT_INDENT, chosen->len - shown);
  }
  if (has_records (chosen))
    write_wait (text);
}
