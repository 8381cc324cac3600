/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A text to send back to whoever asked: what happened, what to publish, who does it, how to check.
 */
#include "report/text-page.h"

#define MAX_POINTS 4 /* more than that nobody does at a time */
#define WIDTH 76     /* what survives a mail program's quoting (RFC 3676 §4.2) */

typedef struct {
  const char *language;
  const char *greeting, *thanks, *all_well, *no_answer, *happened, *other, *records, *who, *check,
      *verify, *closing;
  const char *ahead;     /* with nothing to do now */
  const char *send_all;  /* with nothing to say */
  const char *actors[8]; /* in the order of actor_words */
} Phrases;

static const char *const actor_words[] = {
    "dns-admin", "sender", "institution", "forwarder", "receiver", "recipient-admin", "nobody"};

static const Phrases phrases[] = {
    {.language = "en",
     .greeting = "Hello,",
     .thanks = "Thank you for the header you sent. We have looked at it.",
     .all_well =
         "The message is authenticated correctly for the sender address it uses (DMARC: pass).",
     .no_answer =
         "The header does not contain enough to say whether the message was authenticated.",
     .happened = "What happened",
     .other = "We also noticed",
     .records = "Please publish in the DNS:",
     .who = "Who does it:",
     .check = "How to check:",
     .verify = "Once this is done, please send one new message and let us have its header.",
     .ahead = "Nothing has to be changed.",
     .send_all = "Please send us the complete header of the message as it was received, from the "
                 "first line on.",
     .closing = "Kind regards",
     .actors = {"your DNS administrator", "the sending platform's support",
                "you, in the settings of the sending platform",
                "whoever runs the system that forwarded the message", "the receiving mail provider",
                "the recipient's mail administrator", NULL}},
    {.language = "fr",
     .greeting = "Bonjour,",
     .thanks =
         "Nous vous remercions pour l'en-tête que vous nous avez transmis et l'avons examiné.",
     .all_well = "Le message est correctement authentifié pour l'adresse d'expéditeur utilisée "
                 "(DMARC : pass).",
     .no_answer =
         "L'en-tête ne contient pas assez d'éléments pour savoir si le message a été authentifié.",
     .happened = "Ce qui s'est passé",
     .other = "Nous avons également constaté",
     .records = "Nous vous prions de publier dans le DNS :",
     .who = "Qui s'en charge :",
     .check = "Comment vérifier :",
     .verify = "Une fois la correction faite, nous vous prions d'envoyer un nouveau message et de "
               "nous en "
               "transmettre l'en-tête.",
     .ahead = "Il n'y a rien à modifier.",
     .send_all = "Nous vous prions de nous transmettre l'en-tête complet du message tel qu'il a "
                 "été reçu, dès la première ligne.",
     .closing = "Meilleures salutations",
     .actors = {"votre administrateur DNS", "le support de la plateforme d'envoi",
                "vous-même, dans les paramètres de la plateforme d'envoi",
                "l'exploitant du système qui a transféré le message",
                "le fournisseur de messagerie du destinataire",
                "l'administrateur de la messagerie du destinataire", NULL}},
    {.language = "de",
     .greeting = "Guten Tag",
     .thanks = "Vielen Dank für die zugesandten Kopfzeilen. Wir haben sie geprüft.",
     .all_well = "Die Nachricht ist für die verwendete Absenderadresse korrekt authentifiziert "
                 "(DMARC: pass).",
     .no_answer = "Aus den Kopfzeilen geht nicht hervor, ob die Nachricht authentifiziert wurde.",
     .happened = "Was geschehen ist",
     .other = "Ausserdem ist uns aufgefallen",
     .records = "Bitte tragen Sie im DNS ein:",
     .who = "Wer das erledigt:",
     .check = "So lässt es sich prüfen:",
     .verify = "Bitte senden Sie danach eine neue Nachricht und lassen Sie uns deren Kopfzeilen "
               "zukommen.",
     .ahead = "Es muss nichts geändert werden.",
     .send_all = "Bitte senden Sie uns alle Kopfzeilen der Nachricht, wie sie empfangen wurde, ab "
                 "der ersten Zeile.",
     .closing = "Freundliche Grüsse",
     .actors = {"Ihr DNS-Administrator", "der Support der Versandplattform",
                "Sie selbst, in den Einstellungen der Versandplattform",
                "der Betreiber des Systems, das die Nachricht weitergeleitet hat",
                "der Mailanbieter des Empfängers", "der Mail-Administrator des Empfängers", NULL}},
};

static const Phrases *
phrases_for (const ReportOptions *options) {
  for (guint i = 0; options->language && i < G_N_ELEMENTS (phrases); i++)
    if (g_str_equal (phrases[i].language, options->language))
      return &phrases[i];
  return phrases;
}

static void
paragraph (Page *page, const char *text) {
  page_wrap (page, STYLE_PLAIN, 0, span_from_string (text));
  page_end_line (page);
}

/* ---- what is worth writing --------------------------------------------------------------------
 */

static bool
is_worth_it (const Finding *finding) {
  return span_is_null (finding->superseded_by) && !span_is (finding->severity, "note") &&
         (finding->fix.len || finding->reply.len);
}

static bool
is_repeated (const GPtrArray *points, const Finding *finding) {
  for (guint i = 0; i < points->len; i++) {
    const Finding *other = g_ptr_array_index (points, i);
    if (span_equal (other->id, finding->id) ||
        (finding->reply.len && span_equal (other->reply, finding->reply)))
      return true;
  }
  return false;
}

/* Beside a cause: a failure of its own, or records to publish. Warnings mostly say what follows
 * from the cause. */
static bool
stands_for_itself (const Finding *finding) {
  return span_is (finding->severity, "error") || finding->records.n > 0;
}

static void
choose (const Case *mail_case, bool cause, GPtrArray *points) {
  for (guint i = 0; i < mail_case->findings.n && points->len < MAX_POINTS; i++) {
    const Finding *finding = vec_at (&mail_case->findings, Finding, i);
    bool is_cause = span_equal (finding->id, mail_case->verdict.cause);
    if (is_worth_it (finding) && is_cause == cause && !is_repeated (points, finding) &&
        (cause || span_is_null (mail_case->verdict.cause) || stands_for_itself (finding)))
      g_ptr_array_add (points, (gpointer)finding);
  }
}

/* ---- one point --------------------------------------------------------------------------------
 */

/* One below the other, each on one line, so that they can be pasted. */
static void
write_records (Page *page, const Phrases *words, const Vec *records) {
  if (records->n == 0)
    return;
  page_wrap (page, STYLE_PLAIN, 0, span_from_string (words->records));
  page_end_line (page);
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    page_go_to (page, 4);
    page_put (page, STYLE_PLAIN, record->name);
    page_put_string (page, STYLE_PLAIN, "  ");
    page_put (page, STYLE_PLAIN, record->type);
    page_put_string (page, STYLE_PLAIN, "  ");
    page_put (page, STYLE_PLAIN, record->value);
    page_end_line (page);
  }
  page_end_line (page);
}

static const char *
actor_of (const Phrases *words, Span fix_by) {
  for (guint i = 0; i < G_N_ELEMENTS (actor_words); i++)
    if (span_is (fix_by, actor_words[i]))
      return words->actors[i];
  return NULL;
}

static void
write_check (Page *page, const Phrases *words, Span check) {
  if (check.len == 0 || !span_starts_with (check, SPAN ("dig ")))
    return;
  page_put_string (page, STYLE_PLAIN, words->check);
  page_end_line (page);
  page_end_line (page);
  page_go_to (page, 4);
  page_put (page, STYLE_PLAIN, check);
  page_end_line (page);
  page_end_line (page);
}

static void
write_point (Page *page, const Phrases *words, const Finding *finding) {
  const char *actor = actor_of (words, finding->fix_by);
  Span title = page_escape (page, finding->title);
  page_wrap (page, STYLE_PLAIN, 0, arena_printf (page->scratch, "%.*s.", SPAN_FORMAT (title)));
  page_end_line (page);
  page_wrap (page, STYLE_PLAIN, 0, finding->reply.len ? finding->reply : finding->fix);
  page_end_line (page);
  write_records (page, words, &finding->records);
  if (actor) {
    page_wrap (page, STYLE_PLAIN, 0, arena_printf (page->scratch, "%s %s.", words->who, actor));
    page_end_line (page);
  }
  write_check (page, words, finding->check);
}

static void
write_points (Page *page, const Phrases *words, const Case *mail_case) {
  g_autoptr (GPtrArray) points = g_ptr_array_new ();
  bool to_do = false;
  choose (mail_case, true, points);
  guint causes = points->len;
  choose (mail_case, false, points);
  for (guint i = 0; i < points->len; i++) {
    const Finding *finding = g_ptr_array_index (points, i);
    if (i == 0 || i == causes)
      paragraph (page, i < causes ? words->happened : words->other);
    write_point (page, words, finding);
    to_do |= !span_is (finding->fix_by, "nobody");
  }
  if (points->len == 0 && span_is (mail_case->verdict.status, "pass"))
    paragraph (page, words->ahead);
  if (points->len == 0 && span_is (mail_case->verdict.status, "unknown"))
    paragraph (page, words->send_all);
  if (to_do)
    paragraph (page, words->verify);
}

static void
write_case (Sink *sink, const ReportOptions *options, const Case *mail_case) {
  g_autoptr (Arena) scratch = arena_new ();
  ReportOptions plain = *options;
  const Phrases *words = phrases_for (options);
  const Verdict *verdict = &mail_case->verdict;
  Page page;
  plain.color = false;
  plain.utf8 = true; /* its accents go into a mail, not to this terminal */
  plain.width = WIDTH;
  page_init (&page, sink, &plain, scratch);
  paragraph (&page, words->greeting);
  paragraph (&page, words->thanks);
  if (span_is (verdict->status, "pass"))
    paragraph (&page, words->all_well);
  else if (span_is (verdict->status, "unknown"))
    paragraph (&page, words->no_answer);
  write_points (&page, words, mail_case);
  page_wrap (&page, STYLE_PLAIN, 0, span_from_string (words->closing));
  if (options->several)
    page_end_line (&page);
}

const Reporter reporter_reply = {
    .name = "reply",
    .doc = "A text to send back: what happened, what to publish, who does it, how to check",
    .for_sending = true,
    .begin = reporter_nothing,
    .write_case = write_case,
    .end = reporter_nothing,
};
