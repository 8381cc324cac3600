// SPDX-License-Identifier: LGPL-2.1-or-later
// node peer.js mailauth|mailparser|baunsu MAILBOX, with NODE_PATH where the package is.
'use strict';
const fs = require('fs');
const [name, path] = process.argv.slice(2);

// No name server is asked: no key, no SPF record is ever found.
async function resolver() {
  const error = new Error('no such name');
  error.code = 'ENOTFOUND';
  throw error;
}

const peers = {
  async mailauth() {
    const { authenticate } = require('mailauth');
    return async (bytes) => {
      const answer = await authenticate(bytes, {
        ip: '192.0.2.25', helo: 'out1.mail.example', sender: 'bounce@opera.example',
        mta: 'mx.recipient.example', resolver, disableBimi: true,
      });
      return answer.dkim.results.length > 0;
    };
  },
  async mailparser() {
    const { simpleParser } = require('mailparser');
    return async (bytes) => (await simpleParser(bytes)).headers.size > 0;
  },
  async baunsu() {
    const Baunsu = require('baunsu');
    return async (bytes) => Boolean(new Baunsu().detectSync(bytes).bounced);
  },
};

async function main() {
  const work = await peers[name]();
  const box = fs.readFileSync(path);
  let messages = 0;
  let answers = 0;
  for (let at = 0; at >= 0 && at < box.length;) {
    const next = box.indexOf('\n\nFrom ', at);
    const end = next < 0 ? box.length : next + 1;
    const start = box.indexOf('\n', at) + 1;
    messages += 1;
    answers += await work(box.subarray(start, end));
    at = next < 0 ? -1 : next + 2;
  }
  console.log(`${messages} messages, ${answers} with an answer`);
}

main();
