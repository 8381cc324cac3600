/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "serve/page-options.h"

#include <stdio.h>
#include <string.h>

#include "cli/letter.h"
#include "serve/form.h"
#include "serve/guard.h"

#define MIN_SECRET 16

static bool refuse (const char *format, ...) G_GNUC_PRINTF (1, 2);

static bool
refuse (const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "mailwhy-page: %s\n", text);
  return false;
}

static bool
read_secret (const char *path, PageOptions *ret) {
  g_autoptr (GError) error = NULL;
  gsize len;
  if (!g_file_get_contents (path, &ret->secret, &len, &error))
    return refuse ("--secret-file: %s", error->message);
  g_strchomp (ret->secret);
  return (strlen (ret->secret) >= MIN_SECRET && strpbrk (ret->secret, "\r\n") == NULL) ||
         refuse ("--secret-file: %s must hold one line of %d characters at least", path,
                 MIN_SECRET);
}

static bool
interpret_letter (const char *voice, const char *signature, PageOptions *ret) {
  g_autoptr (GError) error = NULL;
  if (ret->institution && !form_is_word (ret->institution))
    return refuse ("--institution wants a code of letters and digits, not \"%s\"",
                   ret->institution);
  if (voice && !letter_voice_parse (voice, &ret->voice))
    return refuse ("--voice takes neutral or platform, not \"%s\"", voice);
  if (signature == NULL)
    return true;
  ret->signature = letter_signature_read (signature, &error);
  return ret->signature || refuse ("--signature: %s", error->message);
}

static bool
interpret (const char *proxy, const char *secret_file, int argc, PageOptions *ret) {
  if (argc > 1)
    return refuse ("there is nothing but options; see --help");
  if (ret->port < 0 || ret->port > 65535)
    return refuse ("--port wants a number up to 65535");
  if ((proxy == NULL) != (secret_file == NULL))
    return refuse ("--behind-proxy and --secret-file go together");
  if (proxy == NULL)
    return true;
  ret->proxy = guard_origin_of (proxy);
  if (ret->proxy == NULL)
    return refuse ("--behind-proxy wants an address as https://mail.example/, not \"%s\"", proxy);
  return read_secret (secret_file, ret);
}

bool
page_options_parse (int *argc, char ***argv, PageOptions *ret) {
  g_autofree char *proxy = NULL, *secret_file = NULL, *voice = NULL, *signature = NULL;
  g_autoptr (GError) error = NULL;
  *ret = (PageOptions){0};
  const GOptionEntry entries[] = {
      {"port", 'p', 0, G_OPTION_ARG_INT, &ret->port,
       "Port on this computer; 0, the default: a free one", "N"},
      {"lang", 0, 0, G_OPTION_ARG_FILENAME, &ret->language,
       "Language of the page, and of answers where none is chosen, as en, fr or de", "LANGUAGE"},
      {"institution", 0, 0, G_OPTION_ARG_FILENAME, &ret->institution,
       "Institution's code at the sending platform, where none is told", "CODE"},
      {"voice", 0, 0, G_OPTION_ARG_FILENAME, &voice,
       "Who writes a reply where it is not chosen: neutral (default) or platform", "WHO"},
      {"signature", 0, 0, G_OPTION_ARG_FILENAME, &signature, "Lines to put below a reply", "FILE"},
      {"rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ret->rules,
       "Read rule files from DIR over the shipped ones (repeatable)", "DIR"},
      {"dns", 0, 0, G_OPTION_ARG_NONE, &ret->dns, "Ask the DNS what it says now, for each request",
       NULL},
      {"behind-proxy", 0, 0, G_OPTION_ARG_FILENAME, &proxy,
       "Also answer to URL, the address of a proxy on this computer", "URL"},
      {"secret-file", 0, 0, G_OPTION_ARG_FILENAME, &secret_file,
       "What the proxy has to show in X-Mailwhy-Secret", "FILE"},
      {"reading", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &ret->reading, "For tests", "SECONDS"},
      {"version", 'V', 0, G_OPTION_ARG_NONE, &ret->version, "Print the version", NULL},
      G_OPTION_ENTRY_NULL};
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_summary (
      context, "Serves a page to paste mail headers into, on this computer only. Prints its\n"
               "address; Ctrl-C ends it. Nothing is stored, logged or sent.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    return refuse ("%s; see --help", error->message);
  return interpret_letter (voice, signature, ret) && interpret (proxy, secret_file, *argc, ret);
}

void
page_options_clear (PageOptions *options) {
  g_free (options->language);
  g_strfreev (options->rules);
  g_free (options->institution);
  g_free (options->signature);
  g_free (options->proxy);
  g_free (options->secret);
  *options = (PageOptions){0};
}
