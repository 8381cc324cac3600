/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/json-record.h"
#include "report/reporter.h"

static void
write_case (Sink *sink, const ReportOptions *options G_GNUC_UNUSED, const Case *mail_case) {
  g_autoptr (Arena) scratch = arena_new ();
  JsonWriter writer;
  json_writer_init (&writer, sink, true);
  json_case (&writer, scratch, mail_case);
  sink_byte (sink, '\n');
}

const Reporter reporter_json = {
    .name = "json",
    .begin = reporter_nothing,
    .write_case = write_case,
    .end = reporter_nothing,
};
