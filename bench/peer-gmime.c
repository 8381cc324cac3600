/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* GMime as its manual shows it: every message of a mailbox parsed, every header's value asked for,
 * the address fields read, the delivery status taken apart. Prints what it counted. */
#include <fcntl.h>
#include <gmime/gmime.h>
#include <stdio.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)

typedef struct {
  guint messages, headers, addresses, parts, groups;
  gsize bytes;
} Counts;

static void
read_headers (GMimeMessage *message, Counts *counts) {
  GMimeHeaderList *list = g_mime_object_get_header_list (GMIME_OBJECT (message));
  for (int i = 0; i < g_mime_header_list_get_count (list); i++) {
    GMimeHeader *header = g_mime_header_list_get_header_at (list, i);
    counts->headers++;
    counts->bytes += strlen (g_mime_header_get_value (header));
  }
  static const GMimeAddressType types[] = {GMIME_ADDRESS_TYPE_FROM, GMIME_ADDRESS_TYPE_TO,
                                           GMIME_ADDRESS_TYPE_REPLY_TO};
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    counts->addresses +=
        (guint)internet_address_list_length (g_mime_message_get_addresses (message, types[i]));
}

static void
read_part (GMimeObject *parent G_GNUC_UNUSED, GMimeObject *part, gpointer data) {
  Counts *counts = data;
  counts->parts++;
  GMimeContentType *type = g_mime_object_get_content_type (part);
  if (!g_mime_content_type_is_type (type, "message", "delivery-status") || !GMIME_IS_PART (part))
    return;
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new ();
  g_mime_data_wrapper_write_to_stream (g_mime_part_get_content (GMIME_PART (part)), stream);
  g_mime_stream_write (stream, "\n\n", 2);
  g_mime_stream_seek (stream, 0, GMIME_STREAM_SEEK_SET);
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);
  while (!g_mime_parser_eos (parser)) {
    g_autoptr (GMimeObject) group = g_mime_parser_construct_part (parser, NULL);
    if (group == NULL)
      return;
    counts->groups++;
    counts->headers += (guint)g_mime_header_list_get_count (g_mime_object_get_header_list (group));
  }
}

int
main (int argc, char **argv) {
  Counts counts = {0};
  int fd = argc == 2 ? open (argv[1], O_RDONLY) : -1;
  if (fd < 0)
    return 2;
  g_mime_init ();
  g_autoptr (GMimeStream) stream = g_mime_stream_fs_new (fd);
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_format (parser, GMIME_FORMAT_MBOX);
  while (!g_mime_parser_eos (parser)) {
    g_autoptr (GMimeMessage) message = g_mime_parser_construct_message (parser, NULL);
    if (message == NULL)
      break;
    counts.messages++;
    read_headers (message, &counts);
    g_mime_message_foreach (message, read_part, &counts);
  }
  printf ("%u messages, %u headers, %u addresses, %u parts, %u groups\n", counts.messages,
          counts.headers, counts.addresses, counts.parts, counts.groups);
  return 0;
}
