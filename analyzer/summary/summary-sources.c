/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary/summary-sources.h"

#include "base/limits.h"
#include "base/vocabulary.h"
#include "summary/summary-rows.h"
#include "syntax/ip-address.h"
#include "verify/source-now.h"

#define COLUMN_SOURCE 23
#define NAMED 3 /* reporters, and senders to be repaired, that are named */

/* ---- who reported ----------------------------------------------------------------------------
 */

static Span
reporters (Screen *screen) {
  g_autoptr (GPtrArray) items = tally_sorted (&screen->summary->reporters);
  g_autoptr (GString) names = g_string_new (NULL);
  guint shown = MIN (items->len, NAMED);
  for (guint i = 0; i < shown; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    g_string_append_printf (names, "%s%s", i ? ", " : "", item->parts[0]);
  }
  Span text =
      page_escape (&screen->page, arena_dup (screen->arena, span_of (names->str, names->len)));
  if (items->len == shown)
    return text;
  return say (screen, REPORTER_AND_OTHERS, .name = text,
              .count = screen_grouped (screen, items->len - shown));
}

static guint64
unbelieved (const Summary *summary) {
  guint64 count = 0;
  g_autoptr (GPtrArray) reports = summary_sorted_reports (summary);
  for (guint i = 0; i < reports->len; i++)
    count += !((const SummaryReport *)g_ptr_array_index (reports, i))->believed;
  return count;
}

void
screen_write_reports (Screen *screen) {
  const Summary *summary = screen->summary;
  guint64 left_out = unbelieved (summary);
  Span count = screen_grouped (screen, summary->counted);
  Span duplicates = screen_grouped (screen, summary->duplicates);
  if (summary->n_reports && summary->rows)
    screen_line (screen, STYLE_PLAIN,
                 summary->n_reports == 1
                     ? say (screen, COUNTED_IN_REPORT, .count = count, .name = reporters (screen))
                     : say (screen, COUNTED_IN_REPORTS, .count = count, .name = reporters (screen),
                            .reports = screen_grouped (screen, summary->n_reports)));
  if (summary->duplicates)
    screen_line (screen, STYLE_PLAIN,
                 summary->duplicates == 1 ? say (screen, DUPLICATE_REPORT, .count = duplicates)
                                          : say (screen, DUPLICATE_REPORTS, .count = duplicates));
  if (left_out)
    screen_line (
        screen, STYLE_WARN,
        left_out == 1
            ? say (screen, REPORT_NOT_BELIEVED, .count = screen_grouped (screen, left_out))
            : say (screen, REPORTS_NOT_BELIEVED, .count = screen_grouped (screen, left_out)));
}

/* ---- what is known of a domain ----------------------------------------------------------------
 */

typedef enum { SOURCE_PASSES, SOURCE_OF_SENDER, SOURCE_FORWARDED, SOURCE_STRANGE } SourceKind;

/* A sender of the domain's own is told by what there is to repair. */
static SourceKind
kind_of (const TallyItem *item) {
  Span fix_by = span_from_string (item->parts[3]);
  if (status_is (fix_by, STATUS_PASS))
    return SOURCE_PASSES;
  if (actor_is (fix_by, ACTOR_FORWARDER))
    return SOURCE_FORWARDED;
  return span_is_null (fix_by) || actor_is (fix_by, ACTOR_NOBODY) ? SOURCE_STRANGE
                                                                  : SOURCE_OF_SENDER;
}

typedef struct {
  const char *domain; /* NULL: rows that name none */
  guint64 total, by_kind[SOURCE_STRANGE + 1];
  guint64 both, dkim, spf;
  const char *policy; /* the latest */
  GPtrArray *sources; /* TallyItem *, by count */
} DomainView;

static bool
is_of (const DomainView *view, const TallyItem *item) {
  return g_strcmp0 (view->domain, item->parts[0]) == 0;
}

static void
view_mechanisms (DomainView *view, const GPtrArray *items) {
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (!is_of (view, item))
      continue;
    if (g_strcmp0 (item->parts[1], "dkim spf") == 0)
      view->both += item->count;
    else if (g_strcmp0 (item->parts[1], "dkim") == 0)
      view->dkim += item->count;
    else
      view->spf += item->count;
  }
}

static void
view_policy (DomainView *view, const GPtrArray *items) {
  gint64 last = G_MININT64;
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (!is_of (view, item) || (item->last.set && item->last.value <= last))
      continue;
    view->policy = item->parts[1];
    last = item->last.set ? item->last.value : last;
  }
}

static void
view_sources (DomainView *view, const GPtrArray *items) {
  for (guint i = 0; i < items->len; i++) {
    TallyItem *item = g_ptr_array_index (items, i);
    if (!is_of (view, item))
      continue;
    view->by_kind[kind_of (item)] += item->count;
    view->total += item->count;
    g_ptr_array_add (view->sources, item);
  }
}

/* ---- sources ---- */

static Span
source_name (Screen *screen, const TallyItem *item) {
  return item->parts[1] ? page_escape (&screen->page, span_from_string (item->parts[1]))
                        : say (screen, SOURCE_NOT_KNOWN);
}

static guint
source_width (Screen *screen, const GPtrArray *sources) {
  guint width = 8;
  for (guint i = 0; i < MIN (sources->len, screen->top); i++) {
    Span name = source_name (screen, g_ptr_array_index (sources, i));
    width = MAX (width, (guint)g_utf8_strlen (name.data, (gssize)name.len));
  }
  return MIN (width, 32);
}

static void
write_records (Screen *screen, const char *records, guint column) {
  g_auto (GStrv) lines = g_strsplit (records, "\n", -1);
  for (char **line = lines; *line; line++) {
    page_go_to (&screen->page, column);
    page_put (&screen->page, STYLE_PLAIN, page_escape (&screen->page, span_from_string (*line)));
    page_end_line (&screen->page);
  }
}

/* What to do, and who does it, in one paragraph; records below, each in one line. */
static void
write_source_fix (Screen *screen, const SummaryFix *fix, guint column) {
  Span who = page_word (&screen->page, summary_actor (fix->fix_by));
  page_go_to (&screen->page, column);
  page_wrap (&screen->page, STYLE_DIM, column,
             arena_printf (screen->arena, "%.*s: %s", SPAN_FORMAT (who), fix->fix ? fix->fix : ""));
  if (fix->records && fix->records[0])
    write_records (screen, fix->records, column + 2);
}

/* ---- what the DNS says of a source now ---- */

static Span
name_words (Screen *screen, Span address, const SourceNow *now) {
  if (span_is_null (now->name))
    return now->nameless ? say (screen, SOURCE_NAMELESS, .source = address)
                         : say (screen, SOURCE_NAME_UNKNOWN, .source = address);
  Span name = page_escape (&screen->page, now->name);
  return now->confirmed ? say (screen, SOURCE_NAMED, .source = address, .name = name)
                        : say (screen, SOURCE_CALLED, .source = address, .name = name);
}

static Span
listed_words (Screen *screen, Span domain, Listed listed) {
  switch (listed) {
  case LISTED_YES:
    return say (screen, SOURCE_LISTED, .domain = domain);
  case LISTED_NO:
    return say (screen, SOURCE_NOT_LISTED, .domain = domain);
  case LISTED_NO_RECORD:
    return say (screen, SOURCE_NO_RECORD, .domain = domain);
  case LISTED_BROKEN:
    return say (screen, SOURCE_RECORD_BROKEN, .domain = domain);
  default:
    return say (screen, SOURCE_LISTED_UNKNOWN, .domain = domain);
  }
}

/* Of a reported address; null when there is none, or enough was asked. */
static Span
dns_words (Screen *screen, const TallyItem *item) {
  Resolver *resolver = screen->options->resolver;
  Span address, domain = span_from_string (item->parts[0]);
  SourceNow now;
  if (resolver == NULL || domain.len == 0 || item->sample_address == NULL ||
      !ip_address_normalize (span_from_string (item->sample_address), screen->arena, &address))
    return SPAN_NULL;
  screen->met++;
  if (resolver_queries (resolver) >= LIMIT_SOURCE_QUERIES)
    return SPAN_NULL;
  screen->asked++;
  source_now_ask (address, domain, resolver, screen->arena, &now);
  Span listed = listed_words (screen, page_escape (&screen->page, domain), now.listed);
  return arena_printf (screen->arena, "%.*s; %.*s",
                       SPAN_FORMAT (name_words (screen, address, &now)), SPAN_FORMAT (listed));
}

static void
write_dns (Screen *screen, const TallyItem *item) {
  Span words = dns_words (screen, item);
  if (span_is_null (words))
    return;
  page_go_to (&screen->page, COLUMN_SOURCE + 2);
  page_wrap (&screen->page, STYLE_PLAIN, COLUMN_SOURCE + 2, words);
}

static void
write_cause (Screen *screen, const TallyItem *item) {
  if (kind_of (item) == SOURCE_PASSES)
    page_put (&screen->page, STYLE_GOOD, say (screen, SOURCE_PASSED));
  else
    page_put (&screen->page, STYLE_BAD,
              item->parts[2] ? page_escape (&screen->page, span_from_string (item->parts[2]))
                             : say (screen, SOURCE_NO_CAUSE));
  page_end_line (&screen->page);
}

static void
write_source (Screen *screen, const TallyItem *item, guint64 total, guint column) {
  g_autofree char *key = summary_source_key (item->parts[0], item->parts[1], item->parts[2]);
  const SummaryFix *fix = g_hash_table_lookup (screen->summary->fixes, key);
  screen_put_count (screen, item->count, total);
  page_go_to (&screen->page, COLUMN_SOURCE);
  page_put (&screen->page, STYLE_PLAIN, source_name (screen, item));
  page_go_to (&screen->page, column);
  write_cause (screen, item);
  write_dns (screen, item);
  if (kind_of (item) == SOURCE_PASSES || item->parts[2] == NULL)
    return;
  if (fix && fix->title) {
    page_go_to (&screen->page, COLUMN_SOURCE + 2);
    page_wrap (&screen->page, STYLE_PLAIN, COLUMN_SOURCE + 2, span_from_string (fix->title));
  }
  if (fix)
    write_source_fix (screen, fix, COLUMN_SOURCE + 2);
}

static void
write_less_frequent (Screen *screen, const GPtrArray *sources, guint64 total) {
  guint64 rest = 0;
  for (guint i = screen->top; i < sources->len; i++)
    rest += ((const TallyItem *)g_ptr_array_index (sources, i))->count;
  if (rest == 0)
    return;
  screen_put_count (screen, rest, total);
  page_go_to (&screen->page, COLUMN_SOURCE);
  page_put (&screen->page, STYLE_DIM, say (screen, LESS_FREQUENT));
  page_end_line (&screen->page);
}

static Span
domain_name (Screen *screen, const DomainView *view) {
  return view->domain ? page_escape (&screen->page, span_from_string (view->domain))
                      : say (screen, NO_FROM_DOMAIN);
}

/* Reports come for whatever names the mailbox in its record. */
static void
write_other_domain (Screen *screen, const DomainView *view) {
  Span domain = span_from_string (view->domain);
  if (institutions_name (screen->options->institutions, domain, screen->arena) != FLAG_FALSE)
    return;
  page_go_to (&screen->page, 2);
  page_wrap (&screen->page, STYLE_WARN, 2,
             say (screen, SOURCES_OTHER_DOMAIN, .domain = domain_name (screen, view)));
}

static void
write_view (Screen *screen, const DomainView *view) {
  guint column = COLUMN_SOURCE + source_width (screen, view->sources) + 2;
  page_end_line (&screen->page);
  screen_line (screen, STYLE_BOLD, say (screen, SOURCES_OF, .domain = domain_name (screen, view)));
  write_other_domain (screen, view);
  page_go_to (&screen->page, 2);
  page_wrap (&screen->page, STYLE_PLAIN, 2,
             say (screen, DOMAIN_PASSED, .count = screen_grouped (screen, view->total),
                  .passed = screen_grouped (screen, view->by_kind[SOURCE_PASSES]),
                  .dkim = screen_grouped (screen, view->both),
                  .first = screen_grouped (screen, view->dkim),
                  .last = screen_grouped (screen, view->spf)));
  for (guint i = 0; i < MIN (view->sources->len, screen->top); i++)
    write_source (screen, g_ptr_array_index (view->sources, i), view->total, column);
  write_less_frequent (screen, view->sources, view->total);
}

/* ---- policy -----------------------------------------------------------------------------------
 */

/* The senders of the domain that failed, by name. */
static Span
senders_to_repair (Screen *screen, const DomainView *view) {
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;
  for (guint i = 0; i < view->sources->len && n < NAMED; i++) {
    const TallyItem *item = g_ptr_array_index (view->sources, i);
    if (kind_of (item) != SOURCE_OF_SENDER)
      continue;
    Span name = source_name (screen, item);
    g_string_append_printf (names, "%s%.*s (%.*s)", n++ ? ", " : "", SPAN_FORMAT (name),
                            SPAN_FORMAT (screen_grouped (screen, item->count)));
  }
  return arena_dup (screen->arena, span_of (names->str, names->len));
}

static Span
policy_words (Screen *screen, const DomainView *view) {
  Span domain = domain_name (screen, view);
  Span policy = page_escape (&screen->page, span_from_string (view->policy));
  Span next = policy_word (policy_is (policy, POLICY_NONE) ? POLICY_QUARANTINE : POLICY_REJECT);
  Span forwarded = screen_grouped (screen, view->by_kind[SOURCE_FORWARDED]);
  Span strange = screen_grouped (screen, view->by_kind[SOURCE_STRANGE]);
  Span known = screen_grouped (screen, view->by_kind[SOURCE_OF_SENDER]);
  guint64 failed = view->total - view->by_kind[SOURCE_PASSES];
  Span all = screen_grouped (screen, failed);
  Policy asked;
  if (!policy_find (policy, &asked))
    return say (screen, POLICY_NOT_TOLD, .domain = domain, .count = all, .failed = known,
                .first = forwarded, .unknown = strange);
  if (asked == POLICY_REJECT)
    return say (screen, POLICY_REJECT, .domain = domain, .count = all, .failed = known,
                .first = forwarded, .unknown = strange);
  if (failed == 0)
    return say (screen, POLICY_NONE_FAILED, .domain = domain, .policy = policy, .other = next,
                .count = screen_grouped (screen, view->total));
  /* what nobody knows may be a server of one's own that was never set up */
  if (view->by_kind[SOURCE_STRANGE] > view->total / 2)
    return say (screen, POLICY_UNSURE, .domain = domain, .policy = policy, .unknown = strange,
                .count = screen_grouped (screen, view->total));
  if (view->by_kind[SOURCE_OF_SENDER] == 0)
    return say (screen, POLICY_LOST_NONE, .domain = domain, .policy = policy, .other = next,
                .count = all, .first = forwarded, .unknown = strange);
  return say (screen, POLICY_LOST_KNOWN, .domain = domain, .policy = policy, .other = next,
              .count = known, .name = senders_to_repair (screen, view), .first = forwarded,
              .unknown = strange);
}

static void
write_policy (Screen *screen, const DomainView *view) {
  page_go_to (&screen->page, 2);
  page_wrap (&screen->page, STYLE_PLAIN, 2, policy_words (screen, view));
}

/* ---- all of it ---- */

static void
free_view (gpointer data) {
  DomainView *view = data;
  g_ptr_array_unref (view->sources);
  g_free (view);
}

/* One for each From domain, the most messages first. */
static GPtrArray *
views_of (Screen *screen) {
  const Summary *summary = screen->summary;
  GPtrArray *views = g_ptr_array_new_with_free_func (free_view);
  Tally domains;
  tally_project (&summary->sources, 0, &domains);
  g_autoptr (GPtrArray) names = tally_sorted (&domains);
  g_autoptr (GPtrArray) sources = tally_sorted (&summary->sources);
  g_autoptr (GPtrArray) mechanisms = tally_sorted (&summary->mechanisms);
  g_autoptr (GPtrArray) policies = tally_sorted (&summary->policies);
  for (guint i = 0; i < MIN (names->len, screen->top); i++) {
    DomainView *view = g_new0 (DomainView, 1);
    const TallyItem *item = g_ptr_array_index (names, i);
    Span name = span_from_string (item->parts[0]);
    view->domain = name.data ? arena_string (screen->arena, name) : NULL;
    view->sources = g_ptr_array_new ();
    view_sources (view, sources);
    view_mechanisms (view, mechanisms);
    view_policy (view, policies);
    g_ptr_array_add (views, view);
  }
  tally_clear (&domains);
  return views;
}

/* ---- TLS --------------------------------------------------------------------------------------
 */

static void
write_tls_failure (Screen *screen, const TallyItem *item, guint64 total) {
  const SummaryFix *fix =
      item->parts[3] ? g_hash_table_lookup (screen->summary->fixes, item->parts[3]) : NULL;
  screen_put_count (screen, item->count, total);
  page_go_to (&screen->page, COLUMN_SOURCE);
  page_put (&screen->page, STYLE_BAD,
            page_escape (&screen->page, span_from_string (item->parts[1])));
  page_go_to (&screen->page, COLUMN_SOURCE + 24);
  page_put (&screen->page, STYLE_PLAIN,
            page_escape (&screen->page, span_from_string (item->parts[2] ? item->parts[2] : "")));
  page_end_line (&screen->page);
  if (fix)
    write_source_fix (screen, fix, COLUMN_SOURCE + 2);
}

static void
write_tls_domain (Screen *screen, const TallyItem *domain, const GPtrArray *items) {
  guint64 failed = 0;
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (item->parts[1] && g_strcmp0 (item->parts[0], domain->parts[0]) == 0)
      failed = tally_sum (failed, item->count);
  }
  page_end_line (&screen->page);
  screen_line (
      screen, STYLE_BOLD,
      say (screen, TLS_TO,
           .domain = page_escape (&screen->page,
                                  span_from_string (domain->parts[0] ? domain->parts[0] : "?")),
           .count = screen_grouped (screen, domain->count),
           .failed = screen_grouped (screen, failed)));
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (item->parts[1] && g_strcmp0 (item->parts[0], domain->parts[0]) == 0)
      write_tls_failure (screen, item, domain->count);
  }
}

static void
write_tls (Screen *screen) {
  Tally domains;
  tally_project (&screen->summary->tls, 0, &domains);
  g_autoptr (GPtrArray) names = tally_sorted (&domains);
  g_autoptr (GPtrArray) items = tally_sorted (&screen->summary->tls);
  for (guint i = 0; i < MIN (names->len, screen->top); i++)
    write_tls_domain (screen, g_ptr_array_index (names, i), items);
  tally_clear (&domains);
}

static void
write_not_asked (Screen *screen) {
  if (screen->asked == screen->met)
    return;
  page_end_line (&screen->page);
  page_wrap (&screen->page, STYLE_DIM, 0,
             say (screen, SOURCES_NOT_ASKED, .count = screen_grouped (screen, screen->asked)));
}

void
screen_write_sources (Screen *screen) {
  g_autoptr (GPtrArray) views = views_of (screen);
  if (screen->options->resolver)
    resolver_start_run (screen->options->resolver, LIMIT_SOURCE_QUERIES, DNS_SECONDS_DEFAULT);
  for (guint i = 0; i < views->len; i++)
    write_view (screen, g_ptr_array_index (views, i));
  write_not_asked (screen);
  if (views->len)
    screen_heading (screen, WORD_POLICY_HEADING);
  for (guint i = 0; i < views->len; i++)
    write_policy (screen, g_ptr_array_index (views, i));
  write_tls (screen);
}
