/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "serve/server.h"

#include <errno.h>
#include <glib-unix.h>
#include <libsoup/soup.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/letter.h"
#include "cli/load-rules.h"
#include "serve/answer.h"
#include "serve/form-page.h"
#include "serve/form.h"
#include "serve/guard.h"
#include "serve/limits.h"

#define TROUBLE 2
/* As the page has it, and who may show it in a frame: nobody, which a page cannot say of itself. */
#define POLICY                                                                           \
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; " \
  "frame-ancestors 'none'"
#define HTML_TYPE "text/html; charset=utf-8"
#define JSON_TYPE "application/json"

typedef struct {
  PageOptions *options;
  GuardOptions guard;
  RuleSet *rules;
  SoupServer *soup;
  GMainLoop *loop;
  int helper;
  guint32 last_id;
  GHashTable *asked; /* of Request, by id: those that are being answered */
  guint connections;
  int status;
} Server;

typedef struct {
  SoupServerMessage *message;
  int answer; /* the file it is written into */
  bool json;
} Request;

/* Why a request is refused, for people and for programs. */
typedef struct {
  guint status;
  WordCode words;
  const char *name;
} Refusal;

static const Refusal wrong_host = {SOUP_STATUS_MISDIRECTED_REQUEST, WORD_PAGE_WRONG_HOST,
                                   "wrong-host"};
static const Refusal wrong_origin = {SOUP_STATUS_FORBIDDEN, WORD_PAGE_WRONG_ORIGIN, "wrong-origin"};
static const Refusal no_secret = {SOUP_STATUS_FORBIDDEN, WORD_PAGE_NO_SECRET, "no-secret"};
static const Refusal not_here = {SOUP_STATUS_NOT_FOUND, WORD_PAGE_NOT_HERE, "not-found"};
static const Refusal wrong_method = {SOUP_STATUS_METHOD_NOT_ALLOWED, WORD_PAGE_WRONG_METHOD,
                                     "wrong-method"};
static const Refusal too_large = {SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, WORD_PAGE_TOO_LARGE,
                                  "too-large"};
static const Refusal broken_form = {SOUP_STATUS_BAD_REQUEST, WORD_PAGE_BROKEN_FORM, "broken-form"};
static const Refusal nothing_pasted = {SOUP_STATUS_BAD_REQUEST, WORD_PAGE_NOTHING, "nothing"};
static const Refusal too_busy = {SOUP_STATUS_SERVICE_UNAVAILABLE, WORD_PAGE_BUSY, "busy"};
static const Refusal not_answered = {SOUP_STATUS_INTERNAL_SERVER_ERROR, WORD_PAGE_NO_ANSWER,
                                     "no-answer"};
static const Refusal unreadable = {SOUP_STATUS_UNPROCESSABLE_ENTITY, WORD_PAGE_UNREADABLE,
                                   "unreadable"};

/* ---- answers ----------------------------------------------------------------------------------
 */

static const char *
field_of (SoupServerMessage *message, const char *name) {
  return soup_message_headers_get_one (soup_server_message_get_request_headers (message), name);
}

static bool
wants_json (SoupServerMessage *message) {
  const char *accept =
      soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Accept");
  return accept && strstr (accept, "application/json") && strstr (accept, "text/html") == NULL;
}

static void
set_fields (SoupServerMessage *message) {
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  soup_message_headers_replace (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "X-Frame-Options", "DENY");
  soup_message_headers_replace (headers, "Referrer-Policy", "same-origin");
  soup_message_headers_replace (headers, "Cross-Origin-Opener-Policy", "same-origin");
  soup_message_headers_replace (headers, "Cross-Origin-Resource-Policy", "same-origin");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  /* libsoup 3.2 keeps a connection's descriptor for good when it is the client that ends it. */
  soup_message_headers_replace (headers, "Connection", "close");
}

static void
respond (SoupServerMessage *message, guint status, const char *type, Span bytes) {
  set_fields (message);
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, bytes.data, bytes.len);
}

static FormPageOptions
page_of (const Server *server, const char *language) {
  return (FormPageOptions){.rules = server->rules,
                           .language = language ? language : server->options->language,
                           .institution = server->options->institution,
                           .voice = server->options->voice,
                           .dns = server->options->dns};
}

/* The first that the browser asks for and there is; NULL where --lang decides, or for none. Free
 * with g_free. */
static char *
readers_language (const Server *server, SoupServerMessage *message) {
  const char *field = field_of (message, "Accept-Language");
  if (field == NULL || server->options->language)
    return NULL;
  GSList *all = soup_header_parse_quality_list (field, NULL);
  char *found = NULL;
  for (const GSList *item = all; item && found == NULL; item = item->next)
    if (ruleset_language (server->rules, item->data))
      found = g_strdup (item->data);
  soup_header_free_list (all);
  return found;
}

static void
refuse (Server *server, SoupServerMessage *message, const Refusal *why) {
  g_autoptr (Sink) sink = sink_new_memory ();
  bool json = wants_json (message);
  g_autofree char *language = readers_language (server, message);
  FormPageOptions page = page_of (server, language);
  if (json)
    sink_printf (sink, "{\"error\":\"%s\"}\n", why->name);
  else
    form_page_write_refusal (sink, &page, why->words);
  respond (message, why->status, json ? JSON_TYPE : HTML_TYPE, sink_bytes (sink));
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  if (why == &too_busy)
    soup_message_headers_replace (headers, "Retry-After", "5");
  if (why == &wrong_method)
    soup_message_headers_replace (headers, "Allow", "POST");
}

static void
show_form (Server *server, SoupServerMessage *message, GHashTable *query) {
  g_autoptr (Sink) sink = sink_new_memory ();
  const char *wanted = query ? g_hash_table_lookup (query, "lang") : NULL;
  if (wanted && ruleset_language (server->rules, wanted) == NULL)
    wanted = NULL;
  g_autofree char *readers = readers_language (server, message);
  FormPageOptions page = page_of (server, wanted ? wanted : readers);
  form_page_write (sink, &page);
  respond (message, SOUP_STATUS_OK, HTML_TYPE, sink_bytes (sink));
}

/* ---- a request that is answered ---------------------------------------------------------------
 */

static void
free_request (gpointer data) {
  Request *request = data;
  close (request->answer);
  g_object_unref (request->message);
  g_free (request);
}

static void
send_answer (Server *server, Request *request, int status) {
  gint64 size = lseek (request->answer, 0, SEEK_END);
  gpointer bytes =
      size > 0 ? mmap (NULL, (gsize)size, PROT_READ, MAP_PRIVATE, request->answer, 0) : MAP_FAILED;
  if (status < 0 || status > TROUBLE)
    refuse (server, request->message, &not_answered);
  else if (bytes == MAP_FAILED)
    refuse (server, request->message, &unreadable);
  else
    respond (request->message, SOUP_STATUS_OK, request->json ? JSON_TYPE : HTML_TYPE,
             span_of (bytes, (gsize)size));
  if (bytes != MAP_FAILED)
    munmap (bytes, (gsize)size);
  soup_server_message_unpause (request->message);
}

static gboolean
on_news (int socket, GIOCondition condition G_GNUC_UNUSED, gpointer data) {
  Server *server = data;
  HelperNews news;
  bool gone = false;
  while (helper_news (socket, &news, &gone)) {
    Request *request = g_hash_table_lookup (server->asked, GUINT_TO_POINTER (news.id));
    if (request)
      send_answer (server, request, news.status);
    g_hash_table_remove (server->asked, GUINT_TO_POINTER (news.id));
  }
  if (!gone)
    return G_SOURCE_CONTINUE;
  fprintf (stderr, "mailwhy-page: the process that answers has ended\n");
  server->status = TROUBLE;
  g_main_loop_quit (server->loop);
  return G_SOURCE_REMOVE;
}

/* A file without a name; -1 with errno. */
static int
file_of (GBytes *bytes) {
  int fd = memfd_create ("mailwhy", MFD_CLOEXEC);
  gsize len = 0, done = 0;
  const char *data = bytes ? g_bytes_get_data (bytes, &len) : NULL;
  while (fd >= 0 && done < len) {
    gssize written = write (fd, data + done, len - done);
    if (written < 0 && errno != EINTR) {
      close (fd);
      return -1;
    }
    done += written > 0 ? (gsize)written : 0;
  }
  return fd;
}

static Voice
voice_of (const Server *server, const Form *form) {
  Voice voice;
  return form->voice && letter_voice_parse (form->voice, &voice) ? voice : server->options->voice;
}

static bool
order (Server *server, SoupServerMessage *message, const Form *form) {
  HelperOrder order = {.id = ++server->last_id, .json = wants_json (message)};
  int mail = file_of (form->mail), answer = file_of (NULL);
  if (form->language && ruleset_language (server->rules, form->language))
    g_strlcpy (order.language, form->language, sizeof order.language);
  const char *code = form->institution ? form->institution : server->options->institution;
  g_strlcpy (order.institution, code ? code : "", sizeof order.institution);
  order.platform = voice_of (server, form) == VOICE_PLATFORM;
  bool good = mail >= 0 && answer >= 0 && helper_order (server->helper, &order, mail, answer);
  if (mail >= 0)
    close (mail);
  if (!good) {
    if (answer >= 0)
      close (answer);
    return false;
  }
  Request *request = g_new0 (Request, 1);
  *request = (Request){g_object_ref (message), answer, order.json};
  g_hash_table_insert (server->asked, GUINT_TO_POINTER (order.id), request);
  soup_server_message_pause (message);
  return true;
}

static void
analyse (Server *server, SoupServerMessage *message, GHashTable *query) {
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_auto (Form) form = {0};
  if (g_object_get_data (G_OBJECT (message), "too-large")) {
    refuse (server, message, &too_large);
    return;
  }
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  bool good = form_read (soup_server_message_get_request_headers (message), bytes, query, &form);
  if (!good)
    refuse (server, message, &broken_form);
  else if (form.mail == NULL)
    refuse (server, message, &nothing_pasted);
  else if (g_hash_table_size (server->asked) >= SERVE_PARALLEL)
    refuse (server, message, &too_busy);
  else if (!order (server, message, &form))
    refuse (server, message, &not_answered);
}

/* ---- what is asked ----------------------------------------------------------------------------
 */

static bool
is_method (SoupServerMessage *message, const char *method) {
  return g_str_equal (soup_server_message_get_method (message), method);
}

/* An address in the request line that is not the one in Host counts instead of it (RFC 9112
 * §3.2.2). */
static bool
asks_elsewhere (SoupServerMessage *message) {
  GUri *uri = soup_server_message_get_uri (message);
  const char *host = field_of (message, "Host"), *named = uri ? g_uri_get_host (uri) : NULL;
  gsize len = named ? strlen (named) : 0;
  if (host == NULL || named == NULL)
    return false;
  host += host[0] == '[';
  return g_ascii_strncasecmp (host, named, len) != 0 ||
         (host[len] && strchr (":]", host[len]) == NULL);
}

static const Refusal *
refusal_of (const Server *server, SoupServerMessage *message, const char *path) {
  const GuardRequest request = {.host = field_of (message, "Host"),
                                .origin = field_of (message, "Origin"),
                                .site = field_of (message, "Sec-Fetch-Site"),
                                .secret = field_of (message, "X-Mailwhy-Secret")};
  bool reads = is_method (message, "GET") || is_method (message, "HEAD");
  if (asks_elsewhere (message))
    return &wrong_host;
  switch (guard_check (&server->guard, &request, !reads)) {
  case GUARD_WRONG_HOST:
    return &wrong_host;
  case GUARD_WRONG_ORIGIN:
    return &wrong_origin;
  case GUARD_NO_SECRET:
    return &no_secret;
  case GUARD_PASSES:
    break;
  }
  bool form = g_str_equal (path, "/"), answer = g_str_equal (path, "/analyse");
  if (!form && !answer)
    return &not_here;
  if (form ? !reads : !is_method (message, "POST"))
    return &wrong_method;
  return NULL;
}

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer data G_GNUC_UNUSED) {
  gsize total = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (message), "bytes"));
  total += g_bytes_get_size (chunk);
  g_object_set_data (G_OBJECT (message), "bytes", GSIZE_TO_POINTER (total));
  if (total <= SERVE_BODY)
    return;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_object_set_data (G_OBJECT (message), "too-large", GINT_TO_POINTER (1));
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
}

/* Before the body is read. */
static void
on_headers (SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, const char *path,
            GHashTable *query G_GNUC_UNUSED, gpointer data) {
  Server *server = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const Refusal *why = refusal_of (server, message, path);
  if (why == NULL && soup_message_headers_get_content_length (headers) > SERVE_BODY)
    why = &too_large;
  if (why)
    refuse (server, message, why);
  else
    g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), NULL);
}

static void
on_request (SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer data) {
  Server *server = data;
  if (soup_server_message_get_status (message) != SOUP_STATUS_NONE)
    return;
  if (g_str_equal (path, "/"))
    show_form (server, message, query);
  else
    analyse (server, message, query);
}

/* ---- connections ------------------------------------------------------------------------------
 */

static void
hang_up (SoupServerMessage *message) {
  GSocket *socket = soup_server_message_get_socket (message);
  if (socket)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

/* Kept with the message, so that none outlives it. */
static void
remove_timer (gpointer timer) {
  g_source_destroy (timer);
  g_source_unref (timer);
}

static gboolean
on_too_slow (gpointer data) {
  hang_up (data);
  return G_SOURCE_REMOVE;
}

static void
start_timer (const Server *server, SoupServerMessage *message) {
  int seconds = server->options->reading > 0 ? server->options->reading : SERVE_READING;
  GSource *timer = g_timeout_source_new_seconds ((guint)seconds);
  g_source_set_callback (timer, on_too_slow, message, NULL);
  g_source_attach (timer, NULL);
  g_object_set_data_full (G_OBJECT (message), "timer", timer, remove_timer);
}

static void
count_down (gpointer data) {
  ((Server *)data)->connections--;
}

static void
on_started (SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, gpointer data) {
  Server *server = data;
  server->connections++;
  g_object_set_data_full (G_OBJECT (message), "counted", server, count_down);
  if (server->connections > SERVE_CONNECTIONS)
    hang_up (message);
  start_timer (server, message);
}

/* It may take as long to read the answer. */
static void
on_read (SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, gpointer data) {
  start_timer (data, message);
}

static gboolean
is_of (gpointer key G_GNUC_UNUSED, gpointer value, gpointer message) {
  return ((const Request *)value)->message == message;
}

static void
on_ended (SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, gpointer data) {
  Server *server = data;
  g_object_set_data (G_OBJECT (message), "timer", NULL);
  g_object_set_data (G_OBJECT (message), "counted", NULL);
  g_hash_table_foreach_remove (server->asked, is_of, message);
}

/* ---- life -------------------------------------------------------------------------------------
 */

static gboolean
on_signal (gpointer data) {
  g_main_loop_quit (((Server *)data)->loop);
  return G_SOURCE_CONTINUE;
}

static bool
listen_here (Server *server) {
  g_autoptr (GError) error = NULL;
  guint port = (guint)server->options->port;
  if (!soup_server_listen_local (server->soup, port, 0, &error)) {
    fprintf (stderr, "mailwhy-page: port %u: %s\n", port, error->message);
    return false;
  }
  GSList *uris = soup_server_get_uris (server->soup);
  server->guard.port = uris ? (guint)g_uri_get_port (uris->data) : 0;
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return server->guard.port > 0;
}

/* The first line, for who starts it; nothing is opened. */
static void
tell_address (const Server *server) {
  printf ("http://127.0.0.1:%u/\n", server->guard.port);
  fflush (stdout);
}

static void
connect_all (Server *server) {
  soup_server_add_early_handler (server->soup, NULL, on_headers, server, NULL);
  soup_server_add_handler (server->soup, NULL, on_request, server, NULL);
  g_signal_connect (server->soup, "request-started", G_CALLBACK (on_started), server);
  g_signal_connect (server->soup, "request-read", G_CALLBACK (on_read), server);
  g_signal_connect (server->soup, "request-finished", G_CALLBACK (on_ended), server);
  g_signal_connect (server->soup, "request-aborted", G_CALLBACK (on_ended), server);
  g_unix_fd_add (server->helper, G_IO_IN | G_IO_HUP, on_news, server);
  g_unix_signal_add (SIGINT, on_signal, server);
  g_unix_signal_add (SIGTERM, on_signal, server);
}

static bool
choose_language (const Server *server) {
  const char *language = server->options->language;
  if (language == NULL || ruleset_language (server->rules, language))
    return true;
  fprintf (stderr, "mailwhy-page: there is no language \"%s\" (--lang)\n", language);
  return false;
}

/* A library's remark on what a client wrote would be a log of it. */
static GLogWriterOutput
write_grave_only (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data) {
  return level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)
             ? g_log_writer_default (level, fields, n, data)
             : G_LOG_WRITER_HANDLED;
}

int
server_run (PageOptions *options) {
  static char *every_language[] = {"de-CH", "fr-CH", "it", "es", NULL};
  Server server = {.options = options,
                   .guard = {.proxy = options->proxy, .secret = options->secret}};
  server.helper = helper_start (answer_run, options); /* while there is one thread only */
  if (server.helper < 0) {
    fprintf (stderr, "mailwhy-page: %s\n", g_strerror (errno));
    return TROUBLE;
  }
  g_log_set_writer_func (write_grave_only, NULL, NULL);
  server.rules = load_rules (options->rules, every_language);
  server.soup = soup_server_new ("server-header", "mailwhy", NULL);
  server.loop = g_main_loop_new (NULL, FALSE);
  server.asked = g_hash_table_new_full (NULL, NULL, NULL, free_request);
  server.status = TROUBLE;
  if (server.rules && choose_language (&server) && listen_here (&server)) {
    server.status = 0;
    connect_all (&server);
    tell_address (&server);
    g_main_loop_run (server.loop);
    soup_server_disconnect (server.soup);
  }
  helper_end (server.helper);
  g_hash_table_unref (server.asked);
  g_object_unref (server.soup);
  g_main_loop_unref (server.loop);
  ruleset_free (server.rules);
  return server.status;
}
