/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/input.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "headers/mail-log.h"
#include "input/archive.h"
#include "input/byte-source.h"
#include "input/document.h"
#include "input/mail-text.h"
#include "input/mbox.h"
#include "input/outlook.h"
#include "input/report-file.h"
#include "message/notification.h"
#include "paste/paste-text.h"
#include "input/tree.h"

struct InputReader {
  InputKind kind;
  const InputHandler *handler;
  ReadBuffer *buffer;
  gsize end;    /* of what is in the buffer */
  Chunk *chunk; /* messages in the buffer that are not handed over yet */
  bool in_tree;
  guint64 n_files; /* opened, or tried, and not left out */
  bool stopped;
};

/* One input being read. */
typedef struct {
  InputReader *reader;
  const char *path;
  ByteSource source;
  Span name; /* in the buffer's care */
  bool in_mailbox, in_file;
  gsize start;    /* of what is in the buffer and not in a message yet */
  guint64 offset; /* of `start` in the input */
  guint sequence;
  gsize limit; /* of one message */
  bool at_end;
  int failure;    /* errno of the read that failed */
  Arena *scratch; /* of a log's line; NULL elsewhere */
  bool is_member; /* of an archive, by a name */
  guint depth;    /* archives it is in */
  Span file;      /* what it was taken out of; null: nothing */
  Span document;  /* type of the document that the archive is; null: none */
} Reading;

bool
input_kind_parse (const char *word, InputKind *ret) {
  static const char *const words[] = {"auto", "message", "paste", "mbox", "log"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0) {
      *ret = (InputKind)i;
      return true;
    }
  return false;
}

InputReader *
input_reader_new (InputKind kind, const InputHandler *handler) {
  InputReader *reader = g_new0 (InputReader, 1);
  reader->kind = kind;
  reader->handler = handler;
  return reader;
}

static void
drop_buffer (InputReader *reader) {
  g_clear_pointer (&reader->chunk, chunk_free);
  g_clear_pointer (&reader->buffer, read_buffer_unref);
  reader->end = 0;
}

void
input_reader_free (InputReader *reader) {
  if (reader == NULL)
    return;
  drop_buffer (reader);
  g_free (reader);
}

static void
complain (const InputReader *reader, const char *path, const char *problem) {
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *text = g_strdup_printf ("%s: %s", name, problem);
  reader->handler->trouble (text, reader->handler->data);
}

/* ---- handing over -----------------------------------------------------------------------------
 */

static bool
hand_over (InputReader *reader) {
  Chunk *chunk = g_steal_pointer (&reader->chunk);
  if (chunk == NULL || reader->stopped) {
    chunk_free (chunk);
    return !reader->stopped;
  }
  reader->stopped = !reader->handler->chunk (chunk, reader->handler->data);
  return !reader->stopped;
}

static bool
add_message (Reading *reading, const RawMessage *message) {
  InputReader *reader = reading->reader;
  if (reader->chunk && reader->chunk->messages->len >= LIMIT_CHUNK_MESSAGES && !hand_over (reader))
    return false;
  if (reader->chunk == NULL)
    reader->chunk = chunk_new (reader->buffer);
  g_array_append_vals (reader->chunk->messages, message, 1);
  return true;
}

/* `start` and `end` are places in the buffer; `length` is more when not all of the message is in
 * it. */
static RawMessage
message_between (Reading *reading, gsize start, gsize end, guint64 length) {
  return (RawMessage){.bytes = span_of (reading->reader->buffer->bytes + start, end - start),
                      .name = reading->name,
                      .offset = reading->offset + (start - reading->start),
                      .sequence = ++reading->sequence,
                      .length = length,
                      .file = reading->file,
                      .in_mailbox = reading->in_mailbox,
                      .in_file = reading->in_file};
}

static void
advance (Reading *reading, gsize to) {
  reading->offset += to - reading->start;
  reading->start = to;
}

/* ---- the buffer -------------------------------------------------------------------------------
 */

static gsize
page_up (gsize at) {
  return (at + READ_BUFFER_PAGE - 1) / READ_BUFFER_PAGE * READ_BUFFER_PAGE;
}

/* What was not used up goes before a page's start, so that reading goes to an aligned place. */
static void
use_buffer (Reading *reading, ReadBuffer *buffer, Span carry) {
  InputReader *reader = reading->reader;
  gsize end = page_up (carry.len);
  if (carry.len)
    memcpy (buffer->bytes + end - carry.len, carry.data, carry.len);
  drop_buffer (reader);
  reader->buffer = buffer;
  reader->end = end;
  reading->start = end - carry.len;
  reading->name = read_buffer_name (buffer, reading->path);
}

static Span
unused (const Reading *reading) {
  return span_of (reading->reader->buffer->bytes + reading->start,
                  reading->reader->end - reading->start);
}

/* A buffer with room behind what was not used up: as much again, until a message cannot be kept
 * anyway. */
static bool
renew_buffer (Reading *reading) {
  Span carry = unused (reading);
  gsize most = reading->limit + 2 * MBOX_LOOKAHEAD;
  gsize room = carry.len < most ? MIN (carry.len, most - carry.len) : 0;
  if (!hand_over (reading->reader))
    return false;
  use_buffer (reading, read_buffer_new (page_up (carry.len) + MAX (LIMIT_CHUNK, room)), carry);
  return true;
}

static void
fill (Reading *reading) {
  InputReader *reader = reading->reader;
  ReadBuffer *buffer = reader->buffer;
  while (!reading->at_end && reader->end < buffer->size) {
    gssize n = byte_source_read (&reading->source, buffer->bytes + reader->end,
                                 MIN (buffer->size - reader->end, LIMIT_READ));
    if (n > 0) {
      reader->end += (gsize)n;
      continue;
    }
    reading->failure = n < 0 ? errno : 0;
    reading->at_end = true;
  }
}

/* ---- passing over -----------------------------------------------------------------------------
 */

/* A device has no end, and a pipe need not have one. */
static void
give_up (Reading *reading) {
  reading->source.problem =
      "a message does not end; what stands behind its first gigabyte was not read";
  advance (reading, reading->reader->end);
  reading->at_end = true;
}

/* Drops bytes, from the unused ones on, up to the next From_ line or (with `any`) to the end of the
 * input. `line_start`: the first one begins a line. Gives how many. */
static guint64
pass_over (Reading *reading, bool any, bool line_start) {
  InputReader *reader = reading->reader;
  guint64 before = reading->offset;
  for (;;) {
    fill (reading);
    Span text = unused (reading);
    gsize at = text.len, from = 0;
    MboxAnswer answer = MBOX_NO;
    if (!any && !line_start) {
      gssize newline = span_index (text, '\n');
      from = newline < 0 ? text.len : (gsize)newline + 1;
      line_start = newline >= 0;
    }
    if (!any && line_start)
      answer = mbox_find (text, from, reading->at_end, &at, NULL);
    line_start = line_start && (at < text.len || at == from || text.data[at - 1] == '\n');
    advance (reading, reading->start + at);
    if (answer == MBOX_YES || reading->at_end)
      return reading->offset - before;
    if (reading->offset - before > LIMIT_PASSED_OVER) {
      give_up (reading);
      return reading->offset - before;
    }
    g_autofree char *carry = g_memdup2 (reader->buffer->bytes + reading->start, text.len - at);
    use_buffer (reading, read_buffer_new (LIMIT_CHUNK), span_of (carry, text.len - at));
  }
}

/* Hands over the first `limit` bytes of the message that begins at `start`, with its true length.
 */
static bool
read_long_message (Reading *reading, gsize start, bool alone) {
  InputReader *reader = reading->reader;
  gsize limit = reading->limit;
  RawMessage message = message_between (reading, start, start + limit, limit);
  Chunk *kept = chunk_new (reader->buffer);
  bool line_start = message.bytes.data[limit - 1] == '\n';
  if (!hand_over (reader))
    return chunk_free (kept), false;
  advance (reading, start + limit);
  Span rest = unused (reading);
  use_buffer (reading, read_buffer_new (page_up (rest.len) + LIMIT_CHUNK), rest);
  message.length += pass_over (reading, alone, line_start);
  g_array_append_val (kept->messages, message);
  g_clear_pointer (&reader->chunk, chunk_free);
  reader->stopped = reader->stopped || !reader->handler->chunk (kept, reader->handler->data);
  return !reader->stopped;
}

/* ---- mailboxes --------------------------------------------------------------------------------
 */

typedef enum { STEP_MESSAGE, STEP_MORE, STEP_LONG, STEP_STOP } Step;

/* The message at the front of what is unused, which begins with a From_ line. */
static Step
next_in_mailbox (Reading *reading, gsize *ret_from_len) {
  Span text = unused (reading);
  MboxMessage found;
  gssize newline = span_index (text, '\n');
  *ret_from_len = newline < 0 ? text.len : (gsize)newline + 1;
  bool complete = reading->at_end && reading->failure != EINTR;
  if (mbox_message (text, *ret_from_len, complete, reading->limit, &found) == MBOX_MORE)
    return text.len - *ret_from_len >= reading->limit + MBOX_LOOKAHEAD ? STEP_LONG : STEP_MORE;
  gsize length = found.end - found.start;
  RawMessage message =
      message_between (reading, reading->start + found.start,
                       reading->start + found.start + MIN (length, reading->limit), length);
  message.quoted = found.quoted;
  if (!add_message (reading, &message))
    return STEP_STOP;
  advance (reading, reading->start + found.next);
  return STEP_MESSAGE;
}

static bool
read_mailbox (Reading *reading) {
  InputReader *reader = reading->reader;
  reading->in_mailbox = true;
  reading->limit = LIMIT_MAILBOX_MESSAGE;
  for (;;) {
    fill (reading);
    Step step = STEP_MESSAGE;
    gsize from_len = 0;
    while (step == STEP_MESSAGE && reading->start < reader->end)
      step = next_in_mailbox (reading, &from_len);
    if (step == STEP_STOP || reading->failure == EINTR)
      return false;
    if (step == STEP_LONG && !read_long_message (reading, reading->start + from_len, false))
      return false;
    if (reading->at_end && reading->start == reader->end)
      return true;
    if (step != STEP_LONG && !renew_buffer (reading))
      return false;
  }
}

/* ---- notifications ----------------------------------------------------------------------------
 */

/* The object at the front of what is unused. */
static Step
next_notification (Reading *reading) {
  Span text = unused (reading);
  gsize start, end;
  bool complete = reading->at_end && reading->failure != EINTR;
  NotificationAnswer answer = notification_next (text, complete, reading->limit, &start, &end);
  if (answer == NOTIFICATION_MORE)
    return STEP_MORE;
  if (answer == NOTIFICATION_FOUND) {
    RawMessage message =
        message_between (reading, reading->start + start, reading->start + end, end - start);
    if (!add_message (reading, &message))
      return STEP_STOP;
  }
  advance (reading, reading->start + end);
  return STEP_MESSAGE;
}

/* Takes one after the other with `next`, to the end of the input. */
static bool
read_steps (Reading *reading, Step (*next) (Reading *reading)) {
  InputReader *reader = reading->reader;
  for (;;) {
    fill (reading);
    Step step = STEP_MESSAGE;
    while (step == STEP_MESSAGE && reading->start < reader->end)
      step = next (reading);
    if (step == STEP_STOP || reading->failure == EINTR)
      return false;
    if (reading->at_end && reading->start == reader->end)
      return true;
    if (!renew_buffer (reading))
      return false;
  }
}

static bool
read_notifications (Reading *reading) {
  reading->in_mailbox = true;
  reading->limit = LIMIT_NOTIFICATION;
  return read_steps (reading, next_notification);
}

/* ---- logs -------------------------------------------------------------------------------------
 */

/* Of a log, that many lines show that it is one. */
#define LOG_LINES_SHOWN 8
/* and so many that it holds a header. */
#define LOG_FIELDS_SHOWN 3

/* The line at the front of what is unused; one that tells of no delivery is passed over, and of one
 * that is too long the end. */
static Step
next_in_log (Reading *reading) {
  Span text = unused (reading);
  bool complete = reading->at_end && reading->failure != EINTR;
  gssize newline = span_index (text, '\n');
  if (newline < 0 && !complete && text.len < reading->limit)
    return STEP_MORE;
  gsize len = MIN (newline < 0 ? text.len : (gsize)newline, reading->limit);
  gsize next = newline < 0 ? len : MAX ((gsize)newline + 1, len);
  Refusal attempt;
  arena_reset (reading->scratch);
  if (mail_log_parse (span_first (text, len), reading->scratch, &attempt) == LOG_ATTEMPT) {
    RawMessage message = message_between (reading, reading->start, reading->start + len, len);
    message.log = true;
    if (!add_message (reading, &message))
      return STEP_STOP;
  }
  advance (reading, reading->start + MAX (next, 1));
  return STEP_MESSAGE;
}

static bool
read_log (Reading *reading) {
  g_autoptr (Arena) scratch = arena_new ();
  reading->in_mailbox = true;
  reading->limit = LIMIT_LOG_LINE;
  reading->scratch = scratch;
  bool goes_on = read_steps (reading, next_in_log);
  reading->scratch = NULL;
  return goes_on;
}

/* All lines are a log's, two at least, and one tells of a delivery. */
static bool
is_log (Span text, bool complete) {
  g_autoptr (Arena) scratch = arena_new ();
  Span rest = span_first (text, LIMIT_LOG_LINE * 2), line;
  guint lines = 0, attempts = 0, fields = 0;
  gsize eol = 0;
  while (lines < LOG_LINES_SHOWN && span_next_line (&rest, &line, &eol)) {
    Refusal attempt;
    if (span_trim (line).len == 0)
      continue;
    if (eol == 0 && !complete)
      break;
    LogLine kind = mail_log_parse (line, scratch, &attempt);
    if (kind == LOG_NONE)
      return false;
    attempts += kind == LOG_ATTEMPT;
    fields += paste_has_evidence_name (line);
    lines++;
  }
  /* a header that a program wrote to its log */
  if (attempts == 0 && fields >= LOG_FIELDS_SHOWN)
    return false;
  return lines >= 2 && (attempts > 0 || lines == LOG_LINES_SHOWN);
}

/* ---- single messages --------------------------------------------------------------------------
 */

static bool
read_message (Reading *reading) {
  InputReader *reader = reading->reader;
  bool report = report_file_begins_surely (unused (reading));
  reading->limit = report ? LIMIT_REPORT : reader->in_tree ? LIMIT_MAILBOX_MESSAGE : LIMIT_MESSAGE;
  reading->in_mailbox = reader->in_tree;
  reading->in_file = true;
  for (;;) {
    fill (reading);
    gsize length = reader->end - reading->start;
    if (reading->failure == EINTR)
      return false;
    if (length > reading->limit)
      return read_long_message (reading, reading->start, true);
    if (reading->at_end) {
      RawMessage message = message_between (reading, reading->start, reader->end, length);
      return add_message (reading, &message);
    }
    if (!renew_buffer (reading))
      return false;
  }
}

/* ---- what is it? ------------------------------------------------------------------------------
 */

static gsize
leading_newlines (Span text) {
  gsize n = 0;
  while (n < text.len && (text.data[n] == '\n' || text.data[n] == '\r'))
    n++;
  return n;
}

/* Who put a file into a Maildir, or named it so, says that it is. */
static bool
is_mail (const Reading *reading, Span text) {
  g_autofree char *folder = g_path_get_dirname (reading->path);
  return mail_text_begins (text) || report_file_begins_surely (text) ||
         g_str_has_suffix (reading->path, ".eml") || g_str_has_suffix (folder, "/cur") ||
         g_str_has_suffix (folder, "/new");
}

/* What an archive holds beside mail is passed over; a text with a header in it is not. */
static bool
is_mail_member (const Reading *reading, Span text) {
  return is_mail (reading, text) || paste_has_evidence_name (span_first (text, LIMIT_READ));
}

static bool
read_content (Reading *reading) {
  InputReader *reader = reading->reader;
  Span text = unused (reading);
  gsize len, blank = leading_newlines (text);
  bool is_mbox = reader->kind == INPUT_MBOX || reader->kind == INPUT_AUTO;
  if (is_mbox && blank < text.len &&
      mbox_first_line (span_skip (text, blank), reading->at_end, &len) == MBOX_YES) {
    advance (reading, reading->start + blank);
    return read_mailbox (reading);
  }
  if (reader->kind == INPUT_AUTO && notification_begins (text))
    return read_notifications (reading);
  if (reader->kind == INPUT_LOG || (reader->kind == INPUT_AUTO && is_log (text, reading->at_end)))
    return read_log (reading);
  if (reading->is_member
          ? !is_mail_member (reading, text)
          : reader->in_tree && reader->kind == INPUT_AUTO && !is_mail (reading, text)) {
    reader->n_files--;
    reader->handler->not_mail (reading->path, reader->handler->data);
    return true;
  }
  if (reader->kind != INPUT_MBOX)
    return read_message (reading);
  if (pass_over (reading, false, true) == 0 || reading->start < reader->end)
    return read_mailbox (reading);
  if (reading->source.problem == NULL && reading->failure == 0)
    complain (reader, reading->path, "there is no From_ line in it: this is no mailbox");
  return true;
}

static bool
prepare_buffer (Reading *reading) {
  InputReader *reader = reading->reader;
  gsize start = page_up (reader->end);
  if (reader->buffer && start + LIMIT_READ <= reader->buffer->size) {
    reader->end = reading->start = start;
    reading->name = read_buffer_name (reader->buffer, reading->path);
    return true;
  }
  if (!hand_over (reader))
    return false;
  use_buffer (reading, read_buffer_new (LIMIT_CHUNK), SPAN_NULL);
  return true;
}

/* ---- texts out of other files -----------------------------------------------------------------
 */

/* Hands over a text that was taken out of the file, as a message of its own. */
static bool
add_text (Reading *reading, Span text, Span file, const char *name) {
  InputReader *reader = reading->reader;
  if (!hand_over (reader))
    return false;
  text = span_first (text, LIMIT_MESSAGE);
  use_buffer (reading, read_buffer_new (MAX (page_up (text.len), READ_BUFFER_PAGE)), text);
  reading->file = file;
  reading->name = read_buffer_name (reader->buffer, name);
  RawMessage message = message_between (reading, reading->start, reader->end, text.len);
  message.offset = 0;
  reading->file = SPAN_NULL;
  reading->start = reader->end;
  return add_message (reading, &message);
}

/* All that is left of the source; NULL when it is longer than `limit`. */
static GString *
read_rest (Reading *reading, gsize limit) {
  GString *all = g_string_new_len (unused (reading).data, (gssize)unused (reading).len);
  g_autofree char *piece = g_malloc (LIMIT_READ);
  gssize n;
  while ((n = byte_source_read (&reading->source, piece, LIMIT_READ)) > 0 && all->len <= limit)
    g_string_append_len (all, piece, n);
  reading->at_end = true;
  if (all->len <= limit)
    return all;
  g_string_free (all, TRUE);
  return NULL;
}

static bool
read_outlook (Reading *reading) {
  InputReader *reader = reading->reader;
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) all = read_rest (reading, LIMIT_OUTLOOK);
  Vec messages = {0};
  if (all == NULL) {
    complain (reader, reading->path, "it is too large to be read; save the message as .eml");
    return true;
  }
  if (!outlook_read (span_of (all->str, all->len), arena, &messages))
    return add_text (reading, span_of (all->str, MIN (all->len, LIMIT_READ)), SPAN_NULL,
                     reading->path);
  for (guint i = 0; i < messages.n; i++) {
    const OutlookMessage *message = vec_at (&messages, OutlookMessage, i);
    g_autofree char *name =
        message->name.len ? g_strdup_printf ("%s: %.*s", reading->path, SPAN_FORMAT (message->name))
                          : g_strdup (reading->path);
    if (!add_text (reading, message->bytes, SPAN ("msg"), name))
      return false;
  }
  return true;
}

/* ---- archives ---------------------------------------------------------------------------------
 */

static bool read_opened (Reading *reading);
static void report_problems (Reading *reading);

static void
on_archive_trouble (const char *text, gpointer data) {
  const Reading *reading = data;
  complain (reading->reader, reading->path, text);
}

/* The document's text, as a paste. */
static bool
read_document (Reading *reading, ByteSource *member, Span type) {
  Reading part = {.reader = reading->reader, .path = reading->path, .source = *member};
  g_autofree char *bytes = g_malloc (LIMIT_DOCUMENT);
  gsize len = 0;
  gssize n;
  while (len < LIMIT_DOCUMENT &&
         (n = byte_source_read (&part.source, bytes + len, LIMIT_DOCUMENT - len)) > 0)
    len += (gsize)n;
  g_autoptr (GString) text = g_string_new (NULL);
  document_text (span_of (bytes, len), text);
  reading->document = type;
  return add_text (reading, span_of (text->str, text->len), type, reading->path);
}

static bool
is_document_part (const char *name) {
  static const char *const begins[] = {
      "[Content_Types].xml", "_rels/",      "docProps/",  "word/",  "META-INF/",
      "Configurations2/",    "Thumbnails/", "customXml/", "theme/", "mimetype"};
  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    if (g_str_has_prefix (name, begins[i]))
      return true;
  return false;
}

/* "__MACOSX/Mails/._1.eml": what macOS knows of a file beside it (AppleDouble, RFC 1740). */
static bool
is_beside_file (const char *name) {
  g_autofree char *base = g_path_get_basename (name);
  return g_str_has_prefix (name, "__MACOSX/") || g_str_has_prefix (base, "._");
}

static bool
on_member (const char *name, ByteSource *member, gpointer data) {
  Reading *reading = data;
  InputReader *reader = reading->reader;
  Span document = document_member (span_from_string (name));
  if (document.len)
    return read_document (reading, member, document);
  if (is_document_part (name) || is_beside_file (name))
    return true;
  bool named = *name != '\0';
  g_autofree char *path =
      named ? g_strdup_printf ("%s: %s", reading->path, name) : g_strdup (reading->path);
  Reading part = {.reader = reader,
                  .path = path,
                  .source = *member,
                  .depth = reading->depth + 1,
                  .is_member = named || reading->is_member};
  reader->n_files++;
  if (part.depth > LIMIT_ARCHIVE_DEPTH) {
    complain (reader, path, "archives are nested too deeply; unpack it first");
    return true;
  }
  bool goes_on = read_opened (&part);
  member->problem = part.source.problem;
  if (goes_on)
    report_problems (&part);
  return goes_on;
}

static bool
read_archive (Reading *reading) {
  InputReader *reader = reading->reader;
  const ArchiveVisitor visitor = {on_member, on_archive_trouble, reading};
  guint64 before = reader->n_files;
  Span head = unused (reading);
  g_autofree char *kept = g_memdup2 (head.data, head.len);
  reader->end = reading->start;
  reading->at_end = true;
  bool goes_on = archive_walk (&reading->source, span_of (kept, head.len), &visitor);
  if (goes_on && reading->depth == 0 && reader->n_files == before && reading->document.len == 0)
    complain (reader, reading->path, "there is no mail in this archive");
  return goes_on;
}

static bool
read_opened (Reading *reading) {
  InputReader *reader = reading->reader;
  if (!prepare_buffer (reading))
    return false;
  fill (reading);
  const Decoder *decoder = decoder_for (unused (reading));
  bool archive = reader->kind == INPUT_AUTO && archive_begins (unused (reading));
  bool known = decoder || archive || report_file_begins_surely (unused (reading));
  const char *command = known ? NULL : decoder_command (unused (reading));
  if (command) {
    g_autofree char *problem =
        g_strdup_printf ("it is compressed; uncompress it first (%s)", command);
    complain (reader, reading->path, problem);
    return true;
  }
  if (decoder) {
    byte_source_inflate (&reading->source, decoder, unused (reading));
    reader->end = reading->start;
    reading->at_end = false;
    fill (reading);
  }
  if (reader->kind != INPUT_AUTO || report_file_begins_surely (unused (reading)))
    return read_content (reading);
  if (archive_begins (unused (reading)))
    return read_archive (reading);
  if (outlook_begins (unused (reading)))
    return read_outlook (reading);
  return read_content (reading);
}

static void
report_problems (Reading *reading) {
  const InputReader *reader = reading->reader;
  const char *changed = byte_source_changed (&reading->source);
  if (reading->failure && reading->failure != EINTR)
    complain (reader, reading->path, g_strerror (reading->failure));
  if (reading->source.problem)
    complain (reader, reading->path, reading->source.problem);
  if (changed)
    complain (reader, reading->path, changed);
}

static bool
read_one_file (InputReader *reader, const char *path) {
  Reading reading = {.reader = reader, .path = path};
  if (!byte_source_open (&reading.source, path)) {
    complain (reader, path, g_strerror (errno));
    return true;
  }
  reading.source.stopped = reader->handler->stopped;
  reading.source.data = reader->handler->data;
  bool goes_on = read_opened (&reading);
  if (goes_on)
    report_problems (&reading);
  else
    hand_over (reader); /* what was whole when a signal came */
  byte_source_close (&reading.source);
  reader->stopped = reader->stopped || !goes_on;
  return goes_on;
}

static bool
read_file (const char *path, gpointer data) {
  InputReader *reader = data;
  const InputHandler *handler = reader->handler;
  reader->n_files++;
  if (handler->begins == NULL)
    return read_one_file (reader, path);
  bool goes_on = !handler->begins (path, handler->data) || read_one_file (reader, path);
  goes_on = hand_over (reader) && goes_on;
  goes_on = handler->ends (handler->data) && goes_on;
  reader->stopped = reader->stopped || !goes_on;
  return goes_on;
}

static void
complain_about_folder (const char *path, const char *text, gpointer data) {
  complain (data, path, text);
}

bool
input_reader_read (InputReader *reader, const char *path) {
  struct stat info;
  if (reader->stopped)
    return false;
  if (g_strcmp0 (path, "-") == 0 || stat (path, &info) != 0 || !S_ISDIR (info.st_mode))
    return read_file (path, reader);
  const TreeVisitor visitor = {read_file, complain_about_folder, reader};
  guint64 before = reader->n_files;
  reader->in_tree = true;
  bool goes_on = tree_walk (path, &visitor);
  reader->in_tree = false;
  if (reader->n_files == before)
    complain (reader, path, "there is no mail in this folder");
  return goes_on;
}

bool
input_reader_finish (InputReader *reader) {
  bool goes_on = hand_over (reader);
  drop_buffer (reader);
  return goes_on;
}
