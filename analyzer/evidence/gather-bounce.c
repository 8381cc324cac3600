/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/gather-bounce.h"

#include "base/vocabulary.h"
#include "base/limits.h"
#include "base/line-start.h"
#include "headers/delivery-status.h"
#include "headers/feedback-report.h"
#include "headers/loose-bounce.h"
#include "headers/ses-notification.h"
#include "message/notification.h"
#include "message/parts.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

typedef struct {
  const Message *message;
  MessageReader *reader;
  Arena *arena;
  Case *kase;
  Defects *defects;
  Vec parts;            /* of Part */
  const Part *returned; /* the original as a part of its own, NULL without */
  Span prose;           /* the explanation; null without */
  Span quoted;          /* the original as it stands in a text; null without */
  bool quoted_decoded;
  LooseBounce loose; /* what the prose says, once `prose_read` */
  bool prose_read;
  Span outer;          /* bytes of the message that was given; places count from its start */
  bool decoded;        /* `message` is no place in it */
  bool header_in_part; /* what came back of the original's header is not all that was sent */
  LightGather *light;  /* of the original; NULL: all of it is gathered */
} Notice;

/* ---- what could be one ------------------------------------------------------------------------
 */

static bool
is_text_type (Span type) {
  return span_starts_with (type, SPAN ("text/plain")) ||
         span_starts_with (type, SPAN ("text/html"));
}

static bool
is_delivery_status (Span type) {
  return span_equal (type, SPAN ("message/delivery-status")) ||
         span_equal (type, SPAN ("message/global-delivery-status")) ||
         span_equal (type, SPAN ("text/delivery-status"));
}

static bool
is_returned_message (Span type) {
  static const char *const types[] = {
      "message/rfc822",         "message/global", "text/rfc822-headers", "message/global-headers",
      "message/rfc822-headers", "text/rfc822",    "message/partial"};
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (span_equal (type, span_from_string (types[i])))
      return true;
  return false;
}

/* RFC 5321 §4.5.5 and RFC 2142 §5: nobody but mail systems writes under these names. */
static bool
is_mail_system (Span address) {
  static const char *const names[] = {"mailer-daemon", "postmaster", "post_master",
                                      "mail-daemon",   "maildaemon", "mmdf",
                                      "uucp",          "mdaemon",    "mail-delivery-subsystem",
                                      "mailsystem"};
  gssize at = span_last_index (address, '@');
  Span local = span_first (address, at < 0 ? address.len : (gsize)at);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_equal_nocase (local, span_from_string (names[i])))
      return true;
  return false;
}

static bool
is_null_sender (const Evidence *evidence) {
  return evidence->return_path.null_sender == FLAG_TRUE ||
         (evidence->return_path.header_index.set && is_mail_system (evidence->return_path.address));
}

static Span
failed_recipients (const Message *message) {
  const Field *field = message_field (message, SPAN ("X-Failed-Recipients"), 0);
  return field ? field->value : SPAN_NULL;
}

/* "MAILER-DAEMON <>" is no address. */
static bool
is_from_daemon (const Notice *notice) {
  const Field *from = message_field (notice->message, SPAN ("From"), 0);
  return from &&
         span_find_nocase (span_first (from->value, LIMIT_DOMAIN), SPAN ("mailer-daemon")) >= 0;
}

static bool
is_from_mail_system (const Notice *notice) {
  const Field *from = message_field (notice->message, SPAN ("From"), 0);
  return is_mail_system (notice->kase->evidence.from.address) || is_from_daemon (notice) ||
         (from && span_starts_with_nocase (span_trim (from->value), SPAN ("postmaster")));
}

/* The JSON itself, or a mail that brings it. */
static bool
could_be_notification (const Message *message) {
  return span_starts_with (span_trim (message->body), SPAN ("{")) ||
         message_field (message, SPAN ("x-amz-sns-message-id"), 0) != NULL;
}

#define REPORT_HEAD 8192 /* bytes in which a part that tells of a report begins */

static bool
head_has (Span text, const char *words) {
  return span_find_nocase (span_first (text, REPORT_HEAD), span_from_string (words)) >= 0;
}

/* NetEase sends its reports as multipart/mixed, Hotmail its complaints, with a field of its own at
 * the top of the message complained of. Exim's are text, marked as a program's. */
static bool
may_hold_report (const Message *message, Span auto_submitted) {
  if (span_starts_with (message->content_type, SPAN ("multipart/mixed")))
    return head_has (message->body, "message/feedback-report") ||
           head_has (message->body, "X-HmXmrOriginalRecipient:");
  return span_starts_with (auto_submitted, SPAN ("auto-")) &&
         head_has (message->body, "DKIM Alignment:");
}

/* Cheap: most mail is none, and its parts need not be read. */
static bool
could_be_notice (const Notice *notice) {
  const Evidence *evidence = &notice->kase->evidence;
  Span type = notice->message->content_type;
  return span_starts_with (type, SPAN ("multipart/report")) || is_delivery_status (type) ||
         span_equal (type, SPAN ("message/feedback-report")) ||
         span_starts_with (type, SPAN ("multipart/x-report")) || is_null_sender (evidence) ||
         could_be_notification (notice->message) || is_from_mail_system (notice) ||
         !span_is_null (failed_recipients (notice->message)) ||
         may_hold_report (notice->message, evidence->message.auto_submitted) ||
         (span_starts_with (type, SPAN ("multipart/")) &&
          span_starts_with (evidence->message.auto_submitted, SPAN ("auto-")));
}

static const Part *
find_part (const Notice *notice, bool (*test) (Span type)) {
  for (guint i = 0; i < notice->parts.n; i++)
    if (test (vec_at (&notice->parts, Part, i)->type))
      return vec_at (&notice->parts, Part, i);
  return NULL;
}

static bool
is_feedback_report (Span type) {
  return span_equal (type, SPAN ("message/feedback-report"));
}

static void
set_kind (Notice *notice, const char *kind) {
  notice->kase->evidence.source.kind = span_from_string (kind);
}

/* ---- records ----------------------------------------------------------------------------------
 */

static Bounce *
add_bounce (Notice *notice) {
  Vec *bounces = &notice->kase->evidence.bounces;
  return vec_push (notice->arena, bounces, Bounce);
}

static void
note_cut (Notice *notice, guint total) {
  if (total <= LIMIT_BOUNCES)
    return;
  Cut *cut = vec_push (notice->arena, &notice->kase->evidence.cut, Cut);
  cut->list = SPAN ("bounces");
  cut->total = number_of (total);
}

static void
set_receiver (Bounce *bounce, Arena *arena) {
  Span host;
  if (!span_is_null (bounce->receiver) || span_is_null (bounce->remote_mta))
    return;
  if (domain_normalize (bounce->remote_mta, arena, &host))
    bounce->receiver = domain_organizational (host, arena);
}

/* A 5 is for good (RFC 3463 §2); a 4 is final only when the notice says that it gave up. */
static Flag
finality (Span action, Span status, Span code) {
  if (delivery_is (action, DELIVERY_DELAYED))
    return FLAG_FALSE;
  if (!span_is_null (action))
    return FLAG_TRUE;
  Span word = span_is_null (code) ? status : code;
  return word.len > 0 && word.data[0] == '5' ? FLAG_TRUE : FLAG_UNKNOWN;
}

static bool
is_class (Span status, Span code) {
  return span_is_null (code) || span_is_null (status) || status.data[0] == code.data[0];
}

/* What was taken is told too: "250 2.6.0 Message received". */
static SmtpReply
reply_of (Span action, Span text) {
  SmtpReply reply = smtp_reply_find (smtp_reply_wrapped (text));
  bool taken = delivery_is (action, DELIVERY_DELIVERED) || delivery_is (action, DELIVERY_RELAYED);
  if (!span_is_null (reply.code) || !taken || text.len < 3 || text.data[0] != '2' ||
      !g_ascii_isdigit (text.data[1]) || !g_ascii_isdigit (text.data[2]))
    return reply;
  return (SmtpReply){span_first (text, 3), enhanced_status_at (span_trim (span_skip (text, 3)))};
}

/* Status is the notice's, the diagnostic has the remote host's own; the one that says more counts,
 * and the remote host's before another one that says as much. */
static Span
choose_status (Span status, const SmtpReply *reply) {
  if (span_is_null (reply->status) || !is_class (reply->status, reply->code))
    return status;
  if (span_is_null (status))
    return reply->status;
  bool more = enhanced_status_detail (reply->status) >= enhanced_status_detail (status);
  return more && reply->status.data[0] == status.data[0] ? reply->status : status;
}

void
bounce_set_said (Bounce *bounce, Span status, Span text, Arena *arena) {
  SmtpReply reply = reply_of (bounce->action, text);
  bounce->diagnostic = text;
  bounce->reply_code = reply.code;
  bounce->status = choose_status (status, &reply);
  bounce->final = finality (bounce->action, bounce->status, bounce->reply_code);
  set_receiver (bounce, arena);
}

static void
set_diagnostic (Notice *notice, Bounce *bounce, Span status, Span text) {
  bounce_set_said (bounce, status, text, notice->arena);
}

/* ---- prose ------------------------------------------------------------------------------------
 */

static Span
text_of_part (Notice *notice, const Part *part) {
  Span text = part_text (notice->reader, part, notice->arena);
  if (span_starts_with (part->type, SPAN ("text/html")))
    text = loose_bounce_html_text (text, notice->arena);
  return text;
}

static bool
has_text (Span text) {
  return span_trim (text).len > 0;
}

/* The explanation is the first text; a header block alone is the returned one. */
static void
find_texts (Notice *notice) {
  for (guint i = 0; i < notice->parts.n; i++) {
    const Part *part = vec_at (&notice->parts, Part, i);
    if (!is_text_type (part->type))
      continue;
    Span text = text_of_part (notice, part);
    bool header = i > 0 && loose_bounce_is_header (span_trim (text));
    if (header && notice->returned == NULL)
      notice->returned = part;
    else if (span_is_null (notice->prose) && has_text (text))
      notice->prose = text;
  }
}

static const LooseRecipient *
loose_recipient (const LooseBounce *loose, Span address) {
  for (guint i = 0; i < MIN (loose->recipients.n, 16u); i++) {
    const LooseRecipient *recipient = vec_at (&loose->recipients, LooseRecipient, i);
    if (span_equal_nocase (recipient->recipient, address))
      return recipient;
  }
  return NULL;
}

/* Read only where it is needed: a delivery status mostly says it all. */
static const LooseBounce *
read_prose (Notice *notice) {
  if (notice->prose_read)
    return &notice->loose;
  notice->prose_read = true;
  find_texts (notice);
  if (span_is_null (notice->prose))
    return &notice->loose;
  loose_bounce_parse (notice->prose, failed_recipients (notice->message), notice->arena,
                      &notice->loose, notice->defects);
  notice->quoted = notice->loose.original;
  notice->quoted_decoded = !span_inside (notice->quoted, notice->message->bytes);
  return &notice->loose;
}

/* ---- RFC 3464 ---------------------------------------------------------------------------------
 */

static Span
address_of (const DeliveryRecipient *recipient) {
  Span final = recipient->final_recipient;
  if (span_index (final, '@') > 0 || span_is_null (recipient->original_recipient))
    return final;
  return span_index (recipient->original_recipient, '@') > 0 ? recipient->original_recipient
                                                             : final;
}

/* A diagnostic worth the name: more than a number of the local delivery agent. */
static bool
says_something (Span diagnostic) {
  return diagnostic.len > 3;
}

/* sendmail's Diagnostic-Code is the reply's first line alone; the transcript in the prose has the
 * others. */
static Span
whole_reply (Notice *notice, Span first_line) {
  Span beginning =
      arena_printf (notice->arena, "<<< %.*s", SPAN_FORMAT (span_first (first_line, 24)));
  gssize at = span_find (span_first (notice->prose, LIMIT_BOUNCE_TEXT), beginning);
  Span rest = span_skip (notice->prose, (gsize)MAX (at, 0)), line;
  g_autoptr (GString) text = g_string_new (NULL);
  if (at < 0)
    return first_line;
  while (span_next_line (&rest, &line, NULL) && span_starts_with (line, SPAN ("<<< ")) &&
         text->len < LIMIT_DIAGNOSTIC)
    g_string_append_printf (text, "%.*s\n", SPAN_FORMAT (span_skip (line, 4)));
  return smtp_reply_join (span_of (text->str, text->len), notice->arena);
}

static bool
is_cut_short (Span diagnostic) {
  return diagnostic.len > 24 && diagnostic.data[3] == '-';
}

static Span
diagnostic_in_prose (Notice *notice, const DeliveryStatus *status, Bounce *bounce, Span text) {
  const LooseBounce *loose = read_prose (notice);
  const LooseRecipient *prose = loose_recipient (loose, bounce->recipient);
  if (is_cut_short (text))
    return whole_reply (notice, text);
  if (prose && span_is_null (bounce->remote_mta))
    bounce->remote_mta = prose->remote_mta;
  if (prose && says_something (prose->diagnostic))
    return prose->diagnostic;
  if (status->recipients.n > 1)
    return text;
  /* Exim's text names the address it was generated to, the status the alias */
  if (loose->recipients.n == 1 &&
      says_something (vec_at (&loose->recipients, LooseRecipient, 0)->diagnostic))
    return vec_at (&loose->recipients, LooseRecipient, 0)->diagnostic;
  return span_is_null (smtp_reply_find (loose->diagnostic).code) ? text : loose->diagnostic;
}

static void
add_status (Notice *notice, const DeliveryStatus *status, const DeliveryRecipient *recipient) {
  Bounce *bounce = add_bounce (notice);
  bounce->recipient = address_of (recipient);
  bounce->action = recipient->action;
  bounce->reporting_mta = status->reporting_mta;
  bounce->remote_mta = recipient->remote_mta;
  Span text = recipient->diagnostic;
  if (!says_something (text) || is_cut_short (text))
    text = diagnostic_in_prose (notice, status, bounce, text);
  if (!says_something (text) && !span_is_null (recipient->status_comment))
    text = recipient->status_comment;
  set_diagnostic (notice, bounce, recipient->status, text);
}

static bool
add_delivery_status (Notice *notice, Span text) {
  DeliveryStatus status;
  if (!delivery_status_parse (text, notice->arena, &status, notice->defects))
    return false;
  for (guint i = 0; i < status.recipients.n; i++)
    add_status (notice, &status, vec_at (&status.recipients, DeliveryRecipient, i));
  note_cut (notice, status.total);
  return status.total > 0;
}

static bool
add_delivery_statuses (Notice *notice) {
  bool any = false;
  for (guint i = 0; i < notice->parts.n; i++) {
    const Part *part = vec_at (&notice->parts, Part, i);
    if (is_delivery_status (part->type) && notice->kase->evidence.bounces.n < LIMIT_BOUNCES)
      any |= add_delivery_status (notice, part_text (notice->reader, part, notice->arena));
  }
  return any;
}

/* Some writers put the fields of a delivery status into their prose. */
static bool
add_status_in_prose (Notice *notice) {
  read_prose (notice);
  Span text = span_first (notice->prose, LIMIT_BOUNCE_TEXT);
  return span_find_nocase (text, SPAN ("\nFinal-Recipient:")) >= 0 &&
         add_delivery_status (notice, text);
}

/* ---- without a delivery status ----------------------------------------------------------------
 */

/* A line of the explanation that is a reply. */
static Span
reply_in_prose (Notice *notice) {
  Span rest = span_first (notice->prose, LIMIT_REGEX_SUBJECT), line;
  while (span_next_line (&rest, &line, NULL)) {
    line = span_trim (line);
    if (line.data == notice->quoted.data)
      break;
    if (line.len > 8 && smtp_reply_find (span_first (line, 4)).code.data == line.data)
      return smtp_reply_join (line, notice->arena);
  }
  return SPAN_NULL;
}

static void
add_loose (Notice *notice, const LooseBounce *loose) {
  for (guint i = 0; i < loose->recipients.n; i++) {
    const LooseRecipient *recipient = vec_at (&loose->recipients, LooseRecipient, i);
    Bounce *bounce = add_bounce (notice);
    bounce->recipient = recipient->recipient;
    bounce->remote_mta = recipient->remote_mta;
    Span text = says_something (recipient->diagnostic) ? recipient->diagnostic : loose->diagnostic;
    if (loose->recipients.n == 1 && span_is_null (smtp_reply_find (text).code)) {
      Span reply = reply_in_prose (notice);
      text = span_is_null (reply) ? text : reply;
    }
    set_diagnostic (notice, bounce, SPAN_NULL, text);
  }
  note_cut (notice, loose->total);
}

static Span
first_to (Notice *notice, const Message *original) {
  const Field *field = message_field (original, SPAN ("To"), 0);
  Vec addresses = {0};
  guint total;
  if (field == NULL)
    return SPAN_NULL;
  message_addresses (notice->reader, field->value, notice->arena, &addresses, &total, NULL);
  return addresses.n ? vec_at (&addresses, Address, 0)->address : SPAN_NULL;
}

/* Nobody is named: the addressee of the returned message, with what the text says. */
static void
add_unnamed (Notice *notice, const LooseBounce *loose, const Message *original) {
  Bounce *bounce = add_bounce (notice);
  bounce->recipient = original ? first_to (notice, original) : SPAN_NULL;
  set_diagnostic (notice, bounce, SPAN_NULL, loose->diagnostic);
}

/* "550 5.7.1 …": a number and a status of its class are no chance. A number alone is, in an offer
 * for 500 pieces as in "font-weight: 400". */
static bool
has_whole_reply (const LooseBounce *loose) {
  SmtpReply reply = smtp_reply_find (loose->diagnostic);
  if (!span_is_null (reply.code) && !span_is_null (reply.status))
    return true;
  for (guint i = 0; i < MIN (loose->recipients.n, 16u); i++) {
    reply = vec_at (&loose->recipients, LooseRecipient, i)->reply;
    if (!span_is_null (reply.code) && !span_is_null (reply.status))
      return true;
  }
  return false;
}

static bool
has_reply (const LooseBounce *loose) {
  bool reply = !span_is_null (smtp_reply_find (loose->diagnostic).code);
  for (guint i = 0; i < MIN (loose->recipients.n, 16u); i++)
    reply |= !span_is_null (vec_at (&loose->recipients, LooseRecipient, i)->reply.code);
  return reply;
}

/* Prose is taken for a bounce only when a mail system wrote it and something in it says what
 * failed. An empty return path is no mail system (RFC 5321 section 4.5.5 allows it for receipts and
 * other answers, and bulk mail has it too): there the text must give a server's reply, and whose
 * mail or which mail it was. */
static bool
is_loose_bounce (const Notice *notice, const LooseBounce *loose) {
  bool returned = notice->returned != NULL || !span_is_null (notice->quoted);
  if (!span_is_null (failed_recipients (notice->message)))
    return true;
  bool named = loose->recipients.n > 0 && (!loose->vague || is_from_daemon (notice));
  if (is_from_mail_system (notice) && (returned || named || has_reply (loose)))
    return true;
  return is_null_sender (&notice->kase->evidence) &&
         ((has_whole_reply (loose) && (returned || loose->recipients.n > 0)) ||
          (returned && loose->recipients.n > 0));
}

/* ---- the original -----------------------------------------------------------------------------
 */

/* Spans that point into decoded text have no place in the message. */
static void
drop_offsets (const RecordInfo *info, gpointer record) {
  for (guint i = 0; i < info->n_fields; i++) {
    const FieldInfo *field = &info->fields[i];
    gpointer member = field_address (field, record);
    if (field->type == FIELD_TYPE_NUMBER && g_strcmp0 (field->name, "offset") == 0)
      *(Number *)member = NUMBER_NULL;
    else if (field->type == FIELD_TYPE_NUMBER &&
             (g_strcmp0 (field->name, "line") == 0 || g_strcmp0 (field->name, "last_line") == 0))
      *(Number *)member = NUMBER_NULL;
    else if (field->type == FIELD_TYPE_ONE)
      drop_offsets (field->item, member);
    else if (field->type == FIELD_TYPE_MAYBE && *(gpointer *)member)
      drop_offsets (field->item, *(gpointer *)member);
    else if (field->type == FIELD_TYPE_ITEMS)
      for (guint k = 0; k < ((Vec *)member)->n; k++)
        drop_offsets (field->item, (char *)((Vec *)member)->items + field->item->size * k);
  }
}

static guint
lines_before (Span bytes, gsize offset) {
  return lines_count (bytes.data, MIN (offset, bytes.len));
}

/* So that records and defects name the place in the notice itself. */
static void
shift_fields (Message *original, Span outer) {
  gsize offset = (gsize)(original->bytes.data - outer.data);
  guint lines = lines_before (outer, offset);
  for (guint i = 0; i < original->fields.n; i++) {
    Field *field = vec_at (&original->fields, Field, i);
    field->offset += offset;
    field->line += lines;
  }
}

static Span
without_blank_lines (Span bytes) {
  Span rest = bytes, line;
  while (span_next_line (&rest, &line, NULL) && span_trim (line).len == 0)
    bytes = rest;
  return bytes;
}

static Span
original_bytes (const Notice *notice, bool *ret_decoded) {
  if (notice->returned) {
    Span bytes = without_blank_lines (notice->returned->content);
    *ret_decoded = notice->returned->decoded;
    if (bytes.len > 0)
      return bytes;
  }
  *ret_decoded = notice->quoted_decoded;
  return notice->quoted;
}

static void
gather_original_light (Notice *notice, const Message *message, bool decoded, Evidence *evidence) {
  LightGather *light = notice->light;
  Message *kept = arena_new_of (notice->arena, Message);
  Defects *own = arena_new_of (notice->arena, Defects);
  *kept = *message;
  defects_init (own, notice->arena);
  light->message = kept;
  light->decoded = decoded;
  light->evidence = evidence;
  light->defects = own;
  evidence_gather_light (light);
}

static bool
read_original (Notice *notice, Message *ret) {
  bool decoded;
  Span bytes = original_bytes (notice, &decoded);
  if (span_is_empty (bytes))
    return false;
  Defects own;
  defects_init (&own, notice->arena);
  message_read (notice->reader, bytes, notice->arena, ret, &own);
  if (ret->fields.n == 0)
    return false;
  ret->header_cut |= notice->header_in_part;
  decoded |= notice->decoded;
  if (!decoded)
    shift_fields (ret, notice->outer);
  Evidence *evidence = arena_new_of (notice->arena, Evidence);
  if (notice->light)
    gather_original_light (notice, ret, decoded, evidence);
  else
    evidence_gather (ret, notice->reader, notice->arena, evidence, &own);
  evidence->source.kind = kind_word (KIND_MESSAGE);
  evidence->source.name = notice->kase->evidence.source.name;
  evidence->source.sequence = notice->kase->evidence.source.sequence;
  evidence->source.offset = NUMBER_NULL;
  if (!decoded)
    evidence->source.offset = number_of ((gint64)(bytes.data - notice->outer.data));
  evidence->defects = own.list;
  if (decoded)
    drop_offsets (&record_Evidence, evidence);
  notice->kase->original = evidence;
  return true;
}

/* ---- RFC 5965 ---------------------------------------------------------------------------------
 */

/* Reads the report's own Authentication-Results as any other field; the results are the reporter's
 * word about the reported message. */
static void
read_report_results (Notice *notice, const FeedbackReport *report, Bounce *bounce) {
  AuthenticationResults results;
  if (report->authentication_results.n == 0)
    return;
  Span value = *vec_at (&report->authentication_results, Span, 0);
  if (!authentication_results_parse (value, notice->arena, &results, NULL))
    return;
  for (guint i = 0; i < results.results.n; i++) {
    const AuthResult *result = vec_at (&results.results, AuthResult, i);
    Span *slot = method_is (result->method, METHOD_SPF)     ? &bounce->spf
                 : method_is (result->method, METHOD_DKIM)  ? &bounce->dkim
                 : method_is (result->method, METHOD_DMARC) ? &bounce->dmarc
                                                            : NULL;
    if (slot && span_is_null (*slot))
      *slot = arena_dup_lower (notice->arena, result->raw_result);
  }
}

/* The report's fields as one line, so that rules can read it as they read a reply. */
static Span
report_diagnostic (Notice *notice, const FeedbackReport *report) {
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "Feedback-Type: %.*s", SPAN_FORMAT (report->feedback_type));
  if (!span_is_null (report->auth_failure))
    g_string_append_printf (text, "; Auth-Failure: %.*s", SPAN_FORMAT (report->auth_failure));
  if (!span_is_null (report->delivery_result))
    g_string_append_printf (text, "; Delivery-Result: %.*s", SPAN_FORMAT (report->delivery_result));
  if (report->has_alignment)
    g_string_append_printf (text, "; Identity-Alignment:");
  for (guint i = 0; i < report->not_aligned.n; i++)
    g_string_append_printf (text, " %.*s", SPAN_FORMAT (*vec_at (&report->not_aligned, Span, i)));
  return arena_dup (notice->arena, span_of (text->str, text->len));
}

static void
add_reported (Notice *notice, const FeedbackReport *report, Span recipient) {
  Bounce *bounce = add_bounce (notice);
  bounce->recipient = recipient;
  bounce->reporting_mta = report->reporting_mta;
  bounce->client_ip = report->source_ip;
  bounce->diagnostic = report_diagnostic (notice, report);
  domain_normalize (report->reported_domain, notice->arena, &bounce->domain);
  read_report_results (notice, report, bounce);
}

static bool
add_report (Notice *notice, const Part *part, FeedbackReport *ret) {
  Span text = part_text (notice->reader, part, notice->arena);
  if (!feedback_report_parse (text, notice->arena, ret, notice->defects))
    return false;
  for (guint i = 0; i < ret->recipients.n; i++)
    add_reported (notice, ret, *vec_at (&ret->recipients, Span, i));
  if (ret->recipients.n == 0)
    add_reported (notice, ret, SPAN_NULL);
  note_cut (notice, ret->total);
  return true;
}

/* What tells of a delivery is no report, and need not be searched for the words of one. */
static bool
tells_of_delivery (const Notice *notice) {
  return find_part (notice, is_delivery_status) != NULL;
}

/* Exim writes its reports for people. */
static bool
add_text_report (Notice *notice, FeedbackReport *ret) {
  if (tells_of_delivery (notice) || !head_has (notice->message->body, "DKIM Alignment:"))
    return false;
  read_prose (notice);
  if (span_is_null (notice->prose) ||
      !feedback_report_parse_text (notice->prose, notice->arena, ret))
    return false;
  add_reported (notice, ret, SPAN_NULL);
  return true;
}

/* What the reporter saw: its results, and the envelope sender where the original lacks it. */
static void
add_reported_evidence (Notice *notice, const FeedbackReport *report) {
  Evidence *original = notice->kase->original;
  ReturnPath *path = &original->return_path;
  if (!path->header_index.set && !span_is_empty (report->original_mail_from)) {
    path->address = report->original_mail_from;
    path->domain = address_domain (report->original_mail_from, notice->arena);
  }
  for (guint i = 0; i < report->authentication_results.n; i++)
    evidence_add_reported_results (*vec_at (&report->authentication_results, Span, i),
                                   notice->reader, notice->arena, original, notice->defects);
}

/* ---- JSON -------------------------------------------------------------------------------------
 */

static void
add_notified (Notice *notice, const SesNotification *said, const SesRecipient *recipient) {
  Bounce *bounce = add_bounce (notice);
  bounce->recipient = recipient->address;
  bounce->action = recipient->action;
  bounce->reporting_mta = said->reporting_mta;
  bounce->remote_mta = said->remote_mta;
  if (said->kind == SES_COMPLAINT)
    bounce->diagnostic = recipient->diagnostic;
  else
    set_diagnostic (notice, bounce, recipient->status, recipient->diagnostic);
}

/* Without a header it has a date and an id nowhere else. */
static void
set_source (Notice *notice, const SesNotification *said) {
  Source *source = &notice->kase->evidence.source;
  if (notice->message->fields.n > 0)
    return;
  source->date = said->date;
  source->message_id = said->id;
}

static Span
notification_text (Notice *notice) {
  if (notice->message->fields.n == 0)
    return notice->message->bytes;
  const Part *part = find_part (notice, is_text_type);
  return part ? text_of_part (notice, part) : SPAN_NULL;
}

static bool
gather_notification (Notice *notice) {
  SesNotification said;
  Message original;
  Span text = notification_text (notice);
  /* a person's mail may be about JSON */
  Defects *defects = notice->message->fields.n == 0 ? notice->defects : NULL;
  if (!notification_begins (text) || !ses_notification_parse (text, notice->arena, &said, defects))
    return false;
  set_source (notice, &said);
  if (said.kind == SES_OTHER) {
    defect_add (notice->defects, "notification-not-delivery", SPAN_NULL,
                "The notification is of type %.*s, which says nothing of a delivery.",
                SPAN_FORMAT (span_first (said.type, LIMIT_EXCERPT)));
    return true;
  }
  for (guint i = 0; i < said.recipients.n; i++)
    add_notified (notice, &said, vec_at (&said.recipients, SesRecipient, i));
  note_cut (notice, said.total);
  notice->returned = NULL;
  notice->quoted = said.headers;
  notice->quoted_decoded = true;
  notice->header_in_part = true;
  set_kind (notice, said.kind == SES_COMPLAINT ? "report" : "bounce");
  read_original (notice, &original);
  return true;
}

/* ---- which of them it is ----------------------------------------------------------------------
 */

static bool
gather_report (Notice *notice) {
  const Part *part = find_part (notice, is_feedback_report);
  FeedbackReport report;
  Message original;
  if (part ? !add_report (notice, part, &report) : !add_text_report (notice, &report))
    return false;
  set_kind (notice, "report");
  notice->kase->insufficient = notice->light != NULL;
  if (read_original (notice, &original))
    add_reported_evidence (notice, &report);
  return true;
}

/* Hotmail's junk mail reporting until June 2026: the message itself, and on top of it to whom it
 * went. Nothing failed there. */
static bool
gather_complaint (Notice *notice) {
  const Field *recipient = NULL;
  Message original;
  if (notice->returned == NULL || tells_of_delivery (notice) ||
      !head_has (notice->returned->content, "X-HmXmrOriginalRecipient:") ||
      !read_original (notice, &original))
    return false;
  recipient = message_field (&original, SPAN ("X-HmXmrOriginalRecipient"), 0);
  if (recipient == NULL) {
    notice->kase->original = NULL;
    return false;
  }
  const FeedbackReport report = {.feedback_type = SPAN ("abuse")};
  set_kind (notice, "report");
  add_reported (notice, &report, delivery_status_address (recipient->value, notice->arena));
  return true;
}

/* A gateway passes a notice on in one of its own that names nobody. A notice that names somebody
 * speaks of the one it returns: that is the message that was lost, whatever it says itself. */
static bool
gather_passed_on (const Notice *notice) {
  const LooseBounce *loose = &notice->loose;
  Message inner, original;
  Defects own;
  guint total;
  if (notice->returned == NULL || loose->recipients.n > 0 ||
      !span_is_null (smtp_reply_find (loose->diagnostic).code))
    return false;
  defects_init (&own, notice->arena);
  message_read (notice->reader, without_blank_lines (notice->returned->content), notice->arena,
                &inner, &own);
  if (!span_starts_with (inner.content_type, SPAN ("multipart/report")))
    return false;
  Notice deeper = {.message = &inner,
                   .reader = notice->reader,
                   .arena = notice->arena,
                   .kase = notice->kase,
                   .defects = &own,
                   .outer = notice->outer,
                   .decoded = notice->returned->decoded,
                   .light = notice->light};
  parts_read (notice->reader, &inner, notice->arena, &deeper.parts, &total, &own);
  deeper.returned = find_part (&deeper, is_returned_message);
  if (!add_delivery_statuses (&deeper))
    return false;
  read_original (&deeper, &original);
  return true;
}

static bool
gather_notice (Notice *notice) {
  Message original;
  bool status = add_delivery_statuses (notice) || add_status_in_prose (notice);
  if (!status && !is_loose_bounce (notice, read_prose (notice)))
    return false;
  set_kind (notice, "bounce");
  if (notice->returned == NULL)
    read_prose (notice);
  if (!status && gather_passed_on (notice))
    return true;
  bool returned = read_original (notice, &original);
  if (status)
    return true;
  if (notice->loose.recipients.n > 0)
    add_loose (notice, &notice->loose);
  else
    add_unnamed (notice, &notice->loose, returned ? &original : NULL);
  return true;
}

void
bounce_gather_original (Span bytes, const Message *message, MessageReader *reader, Arena *arena,
                        Case *kase, Defects *defects) {
  Message original;
  Notice notice = {.message = message,
                   .reader = reader,
                   .arena = arena,
                   .kase = kase,
                   .defects = defects,
                   .outer = message->bytes,
                   .quoted = bytes,
                   .quoted_decoded = !span_inside (bytes, message->bytes)};
  read_original (&notice, &original);
}

/* ---- where it stands --------------------------------------------------------------------------
 */

#define TELLING 12 /* bytes: a code, a status and the beginning of a word */

static void
stand_at (const Notice *notice, Bounce *bounce, gsize offset, guint line) {
  bounce->line = number_of (line);
  bounce->offset =
      number_of ((gint64)(notice->outer.data - notice->message->bytes.data) + (gint64)offset);
}

static bool
is_diagnostic_of (Span line, const Bounce *bounce) {
  const Span name = SPAN ("Diagnostic-Code:");
  if (!span_starts_with_nocase (line, name))
    return false;
  gssize colon = span_index (span_skip (line, name.len), ';');
  Span value = span_trim (span_skip (line, name.len + (gsize)(colon + 1)));
  Span said = span_first (bounce->diagnostic, MIN (TELLING, value.len));
  return value.len > 0 && said.len > 0 && span_starts_with (value, said);
}

/* Recipients come in the order of their groups, so that one pass finds all. */
static void
find_diagnostics (const Notice *notice, Vec *bounces) {
  const LineStarts starts = {'d', 'd', 'd'};
  Span outer = notice->outer;
  guint next = 0, number = 1;
  gsize counted = 0, at = 0;
  if (outer.len > 0 && !line_starts_has (&starts, outer.data[0]))
    at = line_start_next (outer.data, outer.len, 0, starts);
  for (; next < bounces->n && at < outer.len;
       at = line_start_next (outer.data, outer.len, at, starts)) {
    Span rest = span_skip (outer, at), line = SPAN_NULL;
    span_next_line (&rest, &line, NULL);
    for (guint i = next; i < MIN (bounces->n, next + 2); i++) {
      Bounce *bounce = vec_at (bounces, Bounce, i);
      if (!is_diagnostic_of (line, bounce))
        continue;
      number += lines_count (outer.data + counted, at - counted);
      counted = at;
      stand_at (notice, bounce, at, number);
      bounce->in_status = true;
      next = i + 1;
      break;
    }
  }
}

/* Else in prose, where the text begins. */
static void
find_in_prose (const Notice *notice, Vec *bounces) {
  Bounce *bounce = bounces->n ? vec_at (bounces, Bounce, 0) : NULL;
  if (bounce == NULL || bounce->line.set || bounce->diagnostic.len < TELLING)
    return;
  Span body = span_first (notice->message->body, LIMIT_BOUNCE_TEXT);
  gssize at = span_find (body, span_first (bounce->diagnostic, 2 * TELLING));
  if (at < 0 || !span_inside (body, notice->outer))
    return;
  gsize offset = (gsize)(body.data - notice->outer.data) + (gsize)at;
  while (offset > 0 && notice->outer.data[offset - 1] != '\n')
    offset--;
  stand_at (notice, bounce, offset, 1 + lines_before (notice->outer, offset));
}

static void
gather_all (Notice *notice) {
  Vec *bounces = &notice->kase->evidence.bounces;
  guint total;
  if (!could_be_notice (notice))
    return;
  parts_read (notice->reader, notice->message, notice->arena, &notice->parts, &total,
              notice->defects);
  notice->returned = find_part (notice, is_returned_message);
  if (!gather_report (notice) && !gather_notification (notice) && !gather_complaint (notice))
    gather_notice (notice);
  find_diagnostics (notice, bounces);
  find_in_prose (notice, bounces);
}

void
bounce_gather (const Message *message, MessageReader *reader, Arena *arena, Case *kase,
               Defects *defects) {
  Notice notice = {.message = message,
                   .reader = reader,
                   .arena = arena,
                   .kase = kase,
                   .defects = defects,
                   .outer = message->bytes};
  gather_all (&notice);
}

void
bounce_gather_light (const Message *message, LightGather *light, Case *kase) {
  Notice notice = {.message = message,
                   .reader = light->reader,
                   .arena = light->arena,
                   .kase = kase,
                   .defects = light->defects,
                   .outer = message->bytes,
                   .light = light};
  light->message = NULL;
  gather_all (&notice);
}
