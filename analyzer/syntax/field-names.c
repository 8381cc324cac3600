/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/field-names.h"

/* clang-format off */
/* Sorted by lower-case name. */
static const FieldName names[] = {
  {"Accept-Language", FIELD_KIND_OTHER, false, false},
  {"Action", FIELD_KIND_OTHER, false, false},
  {"Alternate-Recipient", FIELD_KIND_OTHER, false, false},
  {"Apparently-To", FIELD_KIND_OTHER, false, false},
  {"ARC-Authentication-Results", FIELD_KIND_RESULTS, false, true},
  {"ARC-Message-Signature", FIELD_KIND_TAGS, false, true},
  {"ARC-Seal", FIELD_KIND_TAGS, false, true},
  {"Archived-At", FIELD_KIND_OTHER, false, false},
  {"Arrival-Date", FIELD_KIND_OTHER, false, false},
  {"Authentication-Results", FIELD_KIND_RESULTS, false, true},
  {"Authentication-Results-Original", FIELD_KIND_RESULTS, false, true},
  {"Auto-Submitted", FIELD_KIND_OTHER, false, false},
  {"Autocrypt", FIELD_KIND_OTHER, false, false},
  {"Autoforwarded", FIELD_KIND_OTHER, false, false},
  {"Bcc", FIELD_KIND_ADDRESS, true, false},
  {"BIMI-Indicator", FIELD_KIND_OTHER, false, false},
  {"BIMI-Location", FIELD_KIND_OTHER, false, false},
  {"BIMI-Selector", FIELD_KIND_OTHER, false, false},
  {"Bounces-To", FIELD_KIND_OTHER, false, false},
  {"Cancel-Lock", FIELD_KIND_OTHER, false, false},
  {"Cc", FIELD_KIND_ADDRESS, true, false},
  {"Comments", FIELD_KIND_TEXT, false, false},
  {"Content-Alternative", FIELD_KIND_OTHER, false, false},
  {"Content-Base", FIELD_KIND_OTHER, false, false},
  {"Content-Class", FIELD_KIND_OTHER, false, false},
  {"Content-Description", FIELD_KIND_OTHER, false, false},
  {"Content-Disposition", FIELD_KIND_OTHER, true, false},
  {"Content-Duration", FIELD_KIND_OTHER, false, false},
  {"Content-Features", FIELD_KIND_OTHER, false, false},
  {"Content-ID", FIELD_KIND_OTHER, true, false},
  {"Content-Identifier", FIELD_KIND_OTHER, false, false},
  {"Content-Language", FIELD_KIND_OTHER, false, false},
  {"Content-Length", FIELD_KIND_OTHER, false, false},
  {"Content-Location", FIELD_KIND_OTHER, false, false},
  {"Content-MD5", FIELD_KIND_OTHER, false, false},
  {"Content-Return", FIELD_KIND_ID, false, false},
  {"Content-Transfer-Encoding", FIELD_KIND_OTHER, true, false},
  {"Content-Type", FIELD_KIND_OTHER, true, false},
  {"Control", FIELD_KIND_OTHER, false, false},
  {"Conversation-ID", FIELD_KIND_OTHER, false, false},
  {"Date", FIELD_KIND_DATE, true, false},
  {"Deferred-Delivery", FIELD_KIND_OTHER, false, false},
  {"Delivered-To", FIELD_KIND_ADDRESS, false, false},
  {"Delivery-Agent", FIELD_KIND_OTHER, false, false},
  {"Delivery-Date", FIELD_KIND_OTHER, false, false},
  {"Diagnostic-Code", FIELD_KIND_OTHER, false, false},
  {"Disposition-Notification-Options", FIELD_KIND_OTHER, false, false},
  {"Disposition-Notification-To", FIELD_KIND_ADDRESS, false, false},
  {"DKIM-Signature", FIELD_KIND_TAGS, false, true},
  {"DL-Expansion-History", FIELD_KIND_OTHER, false, false},
  {"DMARC-Filter", FIELD_KIND_OTHER, false, false},
  {"DomainKey-Signature", FIELD_KIND_TAGS, false, true},
  {"DomainKey-Status", FIELD_KIND_OTHER, false, false},
  {"Encoding", FIELD_KIND_OTHER, false, false},
  {"Envelope-From", FIELD_KIND_OTHER, false, false},
  {"Envelope-To", FIELD_KIND_OTHER, false, false},
  {"Errors-To", FIELD_KIND_OTHER, false, false},
  {"Expires", FIELD_KIND_OTHER, false, false},
  {"Expiry-Date", FIELD_KIND_OTHER, false, false},
  {"Face", FIELD_KIND_OTHER, false, false},
  {"Feedback-ID", FIELD_KIND_OTHER, false, false},
  {"Final-Recipient", FIELD_KIND_OTHER, false, false},
  {"Followup-To", FIELD_KIND_OTHER, false, false},
  {"From", FIELD_KIND_ADDRESS, true, true},
  {"Importance", FIELD_KIND_OTHER, false, false},
  {"In-Reply-To", FIELD_KIND_ID, true, false},
  {"IronPort-Data", FIELD_KIND_OTHER, false, false},
  {"IronPort-Data-Loss", FIELD_KIND_OTHER, false, false},
  {"IronPort-HdrOrdr", FIELD_KIND_OTHER, false, false},
  {"IronPort-PHdr", FIELD_KIND_OTHER, false, false},
  {"IronPort-SDR", FIELD_KIND_OTHER, false, false},
  {"Jabber-ID", FIELD_KIND_OTHER, false, false},
  {"Keywords", FIELD_KIND_TEXT, false, false},
  {"Language", FIELD_KIND_OTHER, false, false},
  {"Last-Attempt-Date", FIELD_KIND_OTHER, false, false},
  {"Lines", FIELD_KIND_OTHER, false, false},
  {"List-Archive", FIELD_KIND_OTHER, false, false},
  {"List-Help", FIELD_KIND_OTHER, false, false},
  {"List-ID", FIELD_KIND_OTHER, false, false},
  {"List-Owner", FIELD_KIND_OTHER, false, false},
  {"List-Post", FIELD_KIND_OTHER, false, false},
  {"List-Subscribe", FIELD_KIND_OTHER, false, false},
  {"List-Unsubscribe", FIELD_KIND_OTHER, false, false},
  {"List-Unsubscribe-Post", FIELD_KIND_OTHER, false, false},
  {"Mail-Followup-To", FIELD_KIND_ADDRESS, false, false},
  {"Mail-Reply-To", FIELD_KIND_ADDRESS, false, false},
  {"Message-ID", FIELD_KIND_ID, true, false},
  {"MIME-Version", FIELD_KIND_OTHER, true, false},
  {"Msip_labels", FIELD_KIND_OTHER, false, false},
  {"MT-Priority", FIELD_KIND_OTHER, false, false},
  {"Newsgroups", FIELD_KIND_OTHER, false, false},
  {"Old-Content-Type", FIELD_KIND_OTHER, false, false},
  {"Openpgp", FIELD_KIND_OTHER, false, false},
  {"Organisation", FIELD_KIND_TEXT, false, false},
  {"Organization", FIELD_KIND_TEXT, false, false},
  {"Original-Authentication-Results", FIELD_KIND_RESULTS, false, true},
  {"Original-Encoded-Information-Types", FIELD_KIND_OTHER, false, false},
  {"Original-Envelope-Id", FIELD_KIND_OTHER, false, false},
  {"Original-Message-ID", FIELD_KIND_ID, false, false},
  {"Original-Recipient", FIELD_KIND_OTHER, false, false},
  {"Path", FIELD_KIND_OTHER, false, false},
  {"Precedence", FIELD_KIND_OTHER, false, false},
  {"Prevent-NonDelivery-Report", FIELD_KIND_OTHER, false, false},
  {"Priority", FIELD_KIND_OTHER, false, false},
  {"Received", FIELD_KIND_RECEIVED, false, true},
  {"Received-SPF", FIELD_KIND_SPF, false, true},
  {"References", FIELD_KIND_ID, true, false},
  {"Remote-MTA", FIELD_KIND_OTHER, false, false},
  {"Reply-To", FIELD_KIND_ADDRESS, true, false},
  {"Reporting-MTA", FIELD_KIND_OTHER, false, false},
  {"Require-Recipient-Valid-Since", FIELD_KIND_OTHER, false, false},
  {"Resent-Bcc", FIELD_KIND_ADDRESS, false, false},
  {"Resent-Cc", FIELD_KIND_ADDRESS, false, false},
  {"Resent-Date", FIELD_KIND_DATE, false, false},
  {"Resent-From", FIELD_KIND_ADDRESS, false, false},
  {"Resent-Message-ID", FIELD_KIND_ID, false, false},
  {"Resent-Reply-To", FIELD_KIND_ADDRESS, false, false},
  {"Resent-Sender", FIELD_KIND_ADDRESS, false, false},
  {"Resent-To", FIELD_KIND_ADDRESS, false, false},
  {"Return-Path", FIELD_KIND_ADDRESS, true, true},
  {"Return-Receipt-To", FIELD_KIND_OTHER, false, false},
  {"Sender", FIELD_KIND_ADDRESS, true, false},
  {"Sensitivity", FIELD_KIND_OTHER, false, false},
  {"Solicitation", FIELD_KIND_OTHER, false, false},
  {"Spamdiagnosticmetadata", FIELD_KIND_OTHER, false, false},
  {"Spamdiagnosticoutput", FIELD_KIND_OTHER, false, false},
  {"Status", FIELD_KIND_OTHER, false, false},
  {"Status-Flags", FIELD_KIND_OTHER, false, false},
  {"Subject", FIELD_KIND_TEXT, true, false},
  {"Supersedes", FIELD_KIND_OTHER, false, false},
  {"Thread-Index", FIELD_KIND_TEXT, true, false},
  {"Thread-Topic", FIELD_KIND_TEXT, true, false},
  {"TLS-Report-Domain", FIELD_KIND_OTHER, false, false},
  {"TLS-Report-Submitter", FIELD_KIND_OTHER, false, false},
  {"TLS-Required", FIELD_KIND_OTHER, false, false},
  {"To", FIELD_KIND_ADDRESS, true, false},
  {"User-Agent", FIELD_KIND_OTHER, false, false},
  {"VBR-Info", FIELD_KIND_OTHER, false, false},
  {"X-Abuse-Reports-To", FIELD_KIND_OTHER, false, false},
  {"X-Amavis-Alert", FIELD_KIND_OTHER, false, false},
  {"X-AntiAbuse", FIELD_KIND_OTHER, false, false},
  {"X-Antivirus", FIELD_KIND_OTHER, false, false},
  {"X-Antivirus-Status", FIELD_KIND_OTHER, false, false},
  {"X-Apparently-To", FIELD_KIND_OTHER, false, false},
  {"X-ASG-Debug-ID", FIELD_KIND_OTHER, false, false},
  {"X-ASG-Orig-Subj", FIELD_KIND_OTHER, false, false},
  {"X-ASG-Whitelist", FIELD_KIND_OTHER, false, false},
  {"X-Auth-Id", FIELD_KIND_OTHER, false, false},
  {"X-Authenticated-Sender", FIELD_KIND_OTHER, false, false},
  {"X-Authentication-Results", FIELD_KIND_RESULTS, false, true},
  {"X-Authentication-Warning", FIELD_KIND_OTHER, false, false},
  {"X-AuthUser", FIELD_KIND_OTHER, false, false},
  {"X-Auto-Response-Suppress", FIELD_KIND_OTHER, false, false},
  {"X-Barracuda-Connect", FIELD_KIND_OTHER, false, false},
  {"X-Barracuda-Spam-Report", FIELD_KIND_OTHER, false, false},
  {"X-Barracuda-Spam-Score", FIELD_KIND_OTHER, false, false},
  {"X-Barracuda-Spam-Status", FIELD_KIND_OTHER, false, false},
  {"X-Barracuda-URL", FIELD_KIND_OTHER, false, false},
  {"X-BeenThere", FIELD_KIND_OTHER, false, false},
  {"X-Campaign", FIELD_KIND_OTHER, false, false},
  {"X-CampaignId", FIELD_KIND_OTHER, false, false},
  {"X-Cloudmark-SP", FIELD_KIND_OTHER, false, false},
  {"X-CMAE-Analysis", FIELD_KIND_OTHER, false, false},
  {"X-CMAE-Score", FIELD_KIND_OTHER, false, false},
  {"X-Complaints-To", FIELD_KIND_OTHER, false, false},
  {"X-CrossPremisesHeadersFiltered", FIELD_KIND_OTHER, false, false},
  {"X-CrossPremisesHeadersPromoted", FIELD_KIND_OTHER, false, false},
  {"X-CSA-Complaints", FIELD_KIND_OTHER, false, false},
  {"X-CTCH-RefID", FIELD_KIND_OTHER, false, false},
  {"X-Delivered-To", FIELD_KIND_OTHER, false, false},
  {"X-Delivery-Time", FIELD_KIND_OTHER, false, false},
  {"X-Disclaimed", FIELD_KIND_OTHER, false, false},
  {"X-DKIM-Signature", FIELD_KIND_TAGS, false, true},
  {"X-DMARC-Policy", FIELD_KIND_OTHER, false, false},
  {"X-DSPAM-Result", FIELD_KIND_OTHER, false, false},
  {"X-Entity-Ref-ID", FIELD_KIND_OTHER, false, false},
  {"X-Envelope-From", FIELD_KIND_ADDRESS, false, false},
  {"X-Envelope-To", FIELD_KIND_ADDRESS, false, false},
  {"X-EOPAttributedMessage", FIELD_KIND_OTHER, false, false},
  {"X-EOPTenantAttributedMessage", FIELD_KIND_OTHER, false, false},
  {"X-ExtLoop1", FIELD_KIND_OTHER, false, false},
  {"X-Face", FIELD_KIND_TEXT, false, false},
  {"X-Failed-Recipients", FIELD_KIND_OTHER, false, false},
  {"X-FEAS-DKIM", FIELD_KIND_OTHER, false, false},
  {"X-FEAS-SPF", FIELD_KIND_OTHER, false, false},
  {"X-Forefront-Antispam-Report", FIELD_KIND_OTHER, false, false},
  {"X-Forefront-Antispam-Report-Untrusted", FIELD_KIND_OTHER, false, false},
  {"X-Forefront-PRVS", FIELD_KIND_OTHER, false, false},
  {"X-Forwarded-Encrypted", FIELD_KIND_OTHER, false, false},
  {"X-Forwarded-For", FIELD_KIND_OTHER, false, false},
  {"X-Forwarded-To", FIELD_KIND_OTHER, false, false},
  {"X-FXIT-IP", FIELD_KIND_OTHER, false, false},
  {"X-GM-LABELS", FIELD_KIND_OTHER, false, false},
  {"X-Gm-Message-State", FIELD_KIND_OTHER, false, false},
  {"X-GM-THRID", FIELD_KIND_OTHER, false, false},
  {"X-GMX-Antispam", FIELD_KIND_OTHER, false, false},
  {"X-GMX-Antivirus", FIELD_KIND_OTHER, false, false},
  {"X-Google-DKIM-Signature", FIELD_KIND_TAGS, false, true},
  {"X-Google-Group-Id", FIELD_KIND_OTHER, false, false},
  {"X-Google-Original-Authentication-Results", FIELD_KIND_RESULTS, false, true},
  {"X-Google-Original-From", FIELD_KIND_TEXT, false, false},
  {"X-Google-Original-Message-ID", FIELD_KIND_ID, false, false},
  {"X-Google-Sender-Auth", FIELD_KIND_OTHER, false, false},
  {"X-Google-Smtp-Source", FIELD_KIND_OTHER, false, false},
  {"X-Greylist", FIELD_KIND_OTHER, false, false},
  {"X-HE-Tag", FIELD_KIND_OTHER, false, false},
  {"X-Host", FIELD_KIND_OTHER, false, false},
  {"X-IncomingHeaderCount", FIELD_KIND_OTHER, false, false},
  {"X-IncomingTopHeaderMarker", FIELD_KIND_OTHER, false, false},
  {"X-Infomaniak-Routing", FIELD_KIND_OTHER, false, false},
  {"X-Infomaniak-Spam", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-Anti-Spam-Filtered", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-Anti-Spam-Result", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-Authentication-Results", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-AV", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-Listener", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-Mailflow-Policy", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-MID", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-RemoteIP", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-Reputation", FIELD_KIND_OTHER, false, false},
  {"X-IronPort-SenderGroup", FIELD_KIND_OTHER, false, false},
  {"X-Job", FIELD_KIND_OTHER, false, false},
  {"X-JunkMail-Status", FIELD_KIND_OTHER, false, false},
  {"X-KSE-AntiSpam-Info", FIELD_KIND_OTHER, false, false},
  {"X-Loop", FIELD_KIND_OTHER, false, false},
  {"X-Mailer", FIELD_KIND_TEXT, false, false},
  {"X-MailFrom", FIELD_KIND_ADDRESS, false, false},
  {"X-Mailgun-Sending-Ip", FIELD_KIND_OTHER, false, false},
  {"X-Mailgun-Sid", FIELD_KIND_OTHER, false, false},
  {"X-Mailgun-Variables", FIELD_KIND_OTHER, false, false},
  {"X-Mailman-Version", FIELD_KIND_OTHER, false, false},
  {"X-MailScanner", FIELD_KIND_OTHER, false, false},
  {"X-MailScanner-From", FIELD_KIND_OTHER, false, false},
  {"X-MailScanner-ID", FIELD_KIND_OTHER, false, false},
  {"X-MailScanner-SpamCheck", FIELD_KIND_OTHER, false, false},
  {"X-MC-Unique", FIELD_KIND_OTHER, false, false},
  {"X-MC-User", FIELD_KIND_OTHER, false, false},
  {"X-ME-Authentication-Results", FIELD_KIND_RESULTS, false, true},
  {"X-ME-Proxy", FIELD_KIND_OTHER, false, false},
  {"X-ME-Proxy-Cause", FIELD_KIND_OTHER, false, false},
  {"X-ME-Received", FIELD_KIND_OTHER, false, false},
  {"X-ME-Sender", FIELD_KIND_OTHER, false, false},
  {"X-Message-ID", FIELD_KIND_ID, false, false},
  {"X-Microsoft-Antispam", FIELD_KIND_OTHER, false, false},
  {"X-Microsoft-Antispam-Mailbox-Delivery", FIELD_KIND_OTHER, false, false},
  {"X-Microsoft-Antispam-Message-Info", FIELD_KIND_OTHER, false, false},
  {"X-Microsoft-Antispam-Untrusted", FIELD_KIND_OTHER, false, false},
  {"X-MIME-Autoconverted", FIELD_KIND_OTHER, false, false},
  {"X-Mimecast-Impersonation-Protect", FIELD_KIND_OTHER, false, false},
  {"X-Mimecast-MFC-PROC-ID", FIELD_KIND_OTHER, false, false},
  {"X-Mimecast-Originator", FIELD_KIND_OTHER, false, false},
  {"X-Mimecast-Spam-Score", FIELD_KIND_OTHER, false, false},
  {"X-MimeOLE", FIELD_KIND_OTHER, false, false},
  {"X-Mozilla-Status", FIELD_KIND_OTHER, false, false},
  {"X-Mozilla-Status2", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-AntiSpam-MessageData-0", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-CrossTenant-AuthAs", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-CrossTenant-AuthSource", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-CrossTenant-FromEntityHeader", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-CrossTenant-Id", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-CrossTenant-Network-Message-Id", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-CrossTenant-OriginalArrivalTime", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-Organization-AuthAs", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-Organization-AuthSource", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-Organization-Network-Message-Id", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-Organization-SCL", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-SLBlob-MailProps", FIELD_KIND_OTHER, false, false},
  {"X-MS-Exchange-Transport-CrossTenantHeadersStamped", FIELD_KIND_OTHER, false, false},
  {"X-MS-Has-Attach", FIELD_KIND_OTHER, false, false},
  {"X-MS-Office365-Filtering-Correlation-Id", FIELD_KIND_OTHER, false, false},
  {"X-MS-PublicTrafficType", FIELD_KIND_OTHER, false, false},
  {"X-MS-TNEF-Correlator", FIELD_KIND_OTHER, false, false},
  {"X-MS-TrafficTypeDiagnostic", FIELD_KIND_OTHER, false, false},
  {"X-MSMail-Priority", FIELD_KIND_OTHER, false, false},
  {"X-MXL-Hash", FIELD_KIND_OTHER, false, false},
  {"X-MXScan-AntiSpam", FIELD_KIND_OTHER, false, false},
  {"X-Newsreader", FIELD_KIND_TEXT, false, false},
  {"X-Notes-Item", FIELD_KIND_OTHER, false, false},
  {"X-Original-Authentication-Results", FIELD_KIND_RESULTS, false, true},
  {"X-Original-Date", FIELD_KIND_DATE, false, false},
  {"X-Original-DKIM-Signature", FIELD_KIND_TAGS, false, true},
  {"X-Original-From", FIELD_KIND_ADDRESS, false, false},
  {"X-Original-Sender", FIELD_KIND_ADDRESS, false, false},
  {"X-Original-Subject", FIELD_KIND_TEXT, false, false},
  {"X-Original-To", FIELD_KIND_OTHER, false, false},
  {"X-OriginalArrivalTime", FIELD_KIND_OTHER, false, false},
  {"X-Originating-IP", FIELD_KIND_OTHER, false, false},
  {"X-PHP-Originating-Script", FIELD_KIND_OTHER, false, false},
  {"X-Pm-Content-Encryption", FIELD_KIND_OTHER, false, false},
  {"X-PM-Message-Id", FIELD_KIND_OTHER, false, false},
  {"X-Pm-Origin", FIELD_KIND_OTHER, false, false},
  {"X-Pm-Spamscore", FIELD_KIND_OTHER, false, false},
  {"X-PMX-Version", FIELD_KIND_OTHER, false, false},
  {"X-Postfix-Queue-Id", FIELD_KIND_OTHER, false, false},
  {"X-Postfix-Sender", FIELD_KIND_OTHER, false, false},
  {"X-PPE-TRUSTED", FIELD_KIND_OTHER, false, false},
  {"X-Priority", FIELD_KIND_OTHER, false, false},
  {"X-Proofpoint-GUID", FIELD_KIND_OTHER, false, false},
  {"X-Proofpoint-ORIG-GUID", FIELD_KIND_OTHER, false, false},
  {"X-Proofpoint-Spam-Details", FIELD_KIND_OTHER, false, false},
  {"X-Proofpoint-Virus-Version", FIELD_KIND_OTHER, false, false},
  {"X-Provags-ID", FIELD_KIND_OTHER, false, false},
  {"X-QQ-mid", FIELD_KIND_OTHER, false, false},
  {"X-Queue-ID", FIELD_KIND_OTHER, false, false},
  {"X-RCIS-Action", FIELD_KIND_OTHER, false, false},
  {"X-Rcpt-To", FIELD_KIND_ADDRESS, false, false},
  {"X-RcptTo", FIELD_KIND_ADDRESS, false, false},
  {"X-Received", FIELD_KIND_RECEIVED, false, true},
  {"X-Received-SPF", FIELD_KIND_SPF, false, true},
  {"X-Received-SPF-Result", FIELD_KIND_OTHER, false, false},
  {"X-Relaying-Domain", FIELD_KIND_OTHER, false, false},
  {"X-Report-Abuse", FIELD_KIND_OTHER, false, false},
  {"X-Report-Abuse-To", FIELD_KIND_OTHER, false, false},
  {"X-Return-Path-Hint", FIELD_KIND_OTHER, false, false},
  {"X-Roving-ID", FIELD_KIND_OTHER, false, false},
  {"X-Rspamd-Action", FIELD_KIND_OTHER, false, false},
  {"X-Rspamd-Queue-Id", FIELD_KIND_OTHER, false, false},
  {"X-Rspamd-Score", FIELD_KIND_OTHER, false, false},
  {"X-Rspamd-Server", FIELD_KIND_OTHER, false, false},
  {"X-Scanned-By", FIELD_KIND_OTHER, false, false},
  {"X-Sender", FIELD_KIND_OTHER, false, false},
  {"X-Sender-IP", FIELD_KIND_OTHER, false, false},
  {"X-SenderBase", FIELD_KIND_OTHER, false, false},
  {"X-SES-Outgoing", FIELD_KIND_OTHER, false, false},
  {"X-SG-EID", FIELD_KIND_OTHER, false, false},
  {"X-SG-ID", FIELD_KIND_OTHER, false, false},
  {"X-SID-PRA", FIELD_KIND_OTHER, false, false},
  {"X-SID-Result", FIELD_KIND_OTHER, false, false},
  {"X-SMTPAPI", FIELD_KIND_OTHER, false, false},
  {"X-Sophos-SenderHistory", FIELD_KIND_OTHER, false, false},
  {"X-Source", FIELD_KIND_OTHER, false, false},
  {"X-Source-Auth", FIELD_KIND_OTHER, false, false},
  {"X-Source-IP", FIELD_KIND_OTHER, false, false},
  {"X-Spam", FIELD_KIND_OTHER, false, false},
  {"X-Spam-Bar", FIELD_KIND_OTHER, false, false},
  {"X-Spam-Checker-Version", FIELD_KIND_OTHER, false, false},
  {"X-Spam-Flag", FIELD_KIND_OTHER, false, false},
  {"X-Spam-Level", FIELD_KIND_OTHER, false, false},
  {"X-Spam-Report", FIELD_KIND_OTHER, false, false},
  {"X-Spam-Score", FIELD_KIND_OTHER, false, false},
  {"X-Spam-Status", FIELD_KIND_OTHER, false, false},
  {"X-Spamd-Bar", FIELD_KIND_OTHER, false, false},
  {"X-Spamd-Result", FIELD_KIND_OTHER, false, false},
  {"X-Spamexperts-Class", FIELD_KIND_OTHER, false, false},
  {"X-Symantec", FIELD_KIND_OTHER, false, false},
  {"X-TM-AS-Result", FIELD_KIND_OTHER, false, false},
  {"X-TM-Received-SPF", FIELD_KIND_OTHER, false, false},
  {"X-TMASE-Result", FIELD_KIND_OTHER, false, false},
  {"X-TOI-SPAM", FIELD_KIND_OTHER, false, false},
  {"X-UD-SENDER-SCORE", FIELD_KIND_OTHER, false, false},
  {"X-UI-Filterresults", FIELD_KIND_OTHER, false, false},
  {"X-UI-Sender-Class", FIELD_KIND_OTHER, false, false},
  {"X-UIDL", FIELD_KIND_OTHER, false, false},
  {"X-Virus-Scanned", FIELD_KIND_OTHER, false, false},
  {"X-Virus-Status", FIELD_KIND_OTHER, false, false},
  {"X-VR-SpamCause", FIELD_KIND_OTHER, false, false},
  {"X-VR-SpamScore", FIELD_KIND_OTHER, false, false},
  {"X-VR-SpamState", FIELD_KIND_OTHER, false, false},
  {"X-Yahoo-Newman-Property", FIELD_KIND_OTHER, false, false},
  {"X-YMail-OSG", FIELD_KIND_OTHER, false, false},
  {"X-YMailISG", FIELD_KIND_OTHER, false, false},
  {"X-Zoho-Virus-Status", FIELD_KIND_OTHER, false, false},
};
/* clang-format on */

static const FieldName nameless = {"", FIELD_KIND_OTHER, false, false};

static inline guchar
fold (char c) {
  return c >= 'A' && c <= 'Z' ? (guchar)(c + ('a' - 'A')) : (guchar)c;
}

/* span_compare_nocase() against a string, in one pass: pastes ask this for every line, many times.
 */
static int
compare_name (Span name, const char *known) {
  for (gsize i = 0; i < name.len; i++) {
    guchar a = fold (name.data[i]), b = fold (known[i]);
    if (a != b || b == '\0')
      return a < b ? -1 : 1;
  }
  return known[name.len] ? -1 : 0;
}

const FieldName *
field_name_find (Span name) {
  guint low = 0, high = G_N_ELEMENTS (names);
  while (low < high) {
    guint middle = low + (high - low) / 2;
    int order = compare_name (name, names[middle].name);
    if (order == 0)
      return &names[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

static bool
is_family (Span name) {
  static const char *const families[] = {"X-",      "ARC-",  "List-", "Content-",
                                         "Resent-", "DKIM-", "BIMI-"};
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (span_starts_with_nocase (name, span_from_string (families[i])) &&
        name.len > strlen (families[i]))
      return true;
  return false;
}

const FieldName *
field_name_guess (Span name) {
  const FieldName *known = field_name_find (name);
  if (known)
    return known;
  if (name.len < 3 || name.len > 76 || !g_ascii_isalpha (name.data[0]))
    return NULL;
  bool hyphen = false, lower = false;
  for (gsize i = 0; i < name.len; i++) {
    char c = name.data[i];
    if (!g_ascii_isalnum (c) && c != '-' && c != '_')
      return NULL;
    hyphen |= c == '-';
    lower |= g_ascii_islower (c) != 0;
  }
  if (is_family (name))
    return &nameless;
  /* cipher names have hyphens too, but no small letters: "ECDHE-RSA-AES256-GCM-SHA384:" */
  return hyphen && lower && g_ascii_isupper (name.data[0]) ? &nameless : NULL;
}

bool
field_name_is_trace (const FieldName *field) {
  return field->kind == FIELD_KIND_RESULTS || field->kind == FIELD_KIND_TAGS ||
         field->kind == FIELD_KIND_RECEIVED || field->kind == FIELD_KIND_SPF ||
         span_equal (span_from_string (field->name), SPAN ("Return-Path"));
}

guint
field_names_count (void) {
  return G_N_ELEMENTS (names);
}

const FieldName *
field_names_nth (guint i) {
  return i < G_N_ELEMENTS (names) ? &names[i] : NULL;
}
