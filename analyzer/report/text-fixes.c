/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-fixes.h"
#include "apply/findings.h"
#include "base/vocabulary.h"
#include "judge/actor.h"
#include "judge/steps.h"

#define MAX_FIXES_SHOWN 3 /* unless verbose */

Span
text_actor (TextCase *text, Span fix_by) {
  Page *page = &text->page;
  return text_shown (text, actor_name (text->evidence, fix_by, page->words, page->scratch));
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
    page_put (page, STYLE_BOLD,
              first ? text_say (text, LABEL_NEXT_STEP) : text_say (text, LABEL_BESIDES));
    page_end_line (page);
    return;
  }
  page_put (page, STYLE_BOLD, first ? text_say (text, LABEL_FIX) : text_say (text, LABEL_ALSO_FIX));
  page_go_to (page, 0);
  page_wrap (page, STYLE_BOLD, TEXT_INDENT + 2, text_actor (text, finding->fix_by));
}

/* What the repair of the cause changes stands below it. */
static void
write_effect (TextCase *text, const Finding *finding) {
  const Verdict *verdict = &text->mail_case->verdict;
  if (!span_equal (finding->id, verdict->cause) || verdict->counterfactual.len == 0)
    return;
  page_go_to (&text->page, TEXT_INDENT + 2);
  page_put (&text->page, STYLE_BOLD, text_say (text, LABEL_EFFECT));
  page_go_to (&text->page, 0);
  page_wrap (&text->page, STYLE_PLAIN, TEXT_INDENT + 2, verdict->counterfactual);
}

/* A command stays in one line, so that it can be copied; a sentence begins with a capital. */
static void
write_check (Page *page, Span check) {
  if (check.len == 0)
    return;
  page_go_to (page, TEXT_INDENT + 2);
  page_put (page, STYLE_PLAIN, page_say (page, LABEL_CHECK));
  page_go_to (page, 0);
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
  write_effect (text, finding);
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
duration_words (TextCase *text, gint64 seconds) {
  static const struct {
    gint64 seconds;
    WordCode one, several;
  } units[] = {{86400, WORD_ONE_DAY, WORD_DAYS},
               {3600, WORD_ONE_HOUR, WORD_HOURS},
               {60, WORD_ONE_MINUTE, WORD_MINUTES},
               {1, WORD_ONE_SECOND, WORD_SECONDS}};
  guint i = 0;
  while (seconds % units[i].seconds != 0)
    i++;
  gint64 n = seconds / units[i].seconds;
  return words_say (text->page.words, text->page.scratch, n == 1 ? units[i].one : units[i].several,
                    .count = page_number (&text->page, n));
}

/* A server in between has counted the time down already, so what it says is what it has left. */
static void
write_wait (TextCase *text) {
  gint64 seconds = longest_ttl (&text->evidence->dns_facts);
  if (seconds == 0)
    return;
  page_end_line (&text->page);
  page_go_to (&text->page, TEXT_INDENT);
  page_wrap (&text->page, STYLE_PLAIN, TEXT_INDENT,
             text_say (text, OLD_RECORD_REMEMBERED, .duration = duration_words (text, seconds)));
}

/* What asks whether anything has to be repaired is not the first repair. */
static bool
opens_list (const GPtrArray *chosen, guint index) {
  return index == 0 || finding_stands_first (g_ptr_array_index (chosen, index - 1));
}

GPtrArray *
text_fixes_choose (TextCase *text) {
  return steps_choose (text->mail_case, text->page.options->verbose);
}

/* How many of them are shown, but for those that stand behind all. */
static guint
count_shown (const TextCase *text, const GPtrArray *chosen, guint *ret_last) {
  bool all = text->page.options->verbose || text->mail_case->setup;
  *ret_last = chosen->len;
  while (*ret_last > 0 && finding_stands_last (g_ptr_array_index (chosen, *ret_last - 1)))
    --*ret_last;
  return all ? *ret_last : MIN (*ret_last, MAX_FIXES_SHOWN);
}

void
text_fixes (TextCase *text) {
  g_autoptr (GPtrArray) chosen = text_fixes_choose (text);
  guint last, shown = count_shown (text, chosen, &last);
  for (guint i = 0; i < shown; i++)
    write_fix (text, g_ptr_array_index (chosen, i), opens_list (chosen, i));
  if (last > shown) {
    page_end_line (&text->page);
    text_more (text, TEXT_INDENT, last - shown);
  }
  for (guint i = last; i < chosen->len; i++)
    write_fix (text, g_ptr_array_index (chosen, i), i == 0);
  if (has_records (chosen))
    write_wait (text);
}
