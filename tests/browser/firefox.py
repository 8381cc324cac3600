#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The pages in Firefox: what browser.py does in Chromium, as far as the two differ in it. Prints TAP, keeps screenshots in SHOTS.

firefox.py PROGRAM PAGE-PROGRAM SOURCE SHOTS [AXE.js]"""
import base64
import os
import socket
import threading
import time

from marionette import Firefox

from pages import AXE, CANARY, axe, finish, hostile_header, page_of, report, sample, sample_names, sample_text, scratch, serious, serve, shots, source

TAB, ENTER, CONTROL = "\ue004", "\ue007", "\ue009"


class Sink:
    """A proxy for everything that is not on this computer: what reaches it would have left."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.asked = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            client, _ = self.socket.accept()
            client.settimeout(2)
            try:
                self.asked.append(client.recv(500).split(b"\r\n")[0].decode("latin-1"))
            except OSError:
                pass
            client.close()

    def of_pages(self):
        """Firefox asks for lists and settings of its own, whatever is shown."""
        return [line for line in self.asked if not any(own in line for own in ("mozilla", "firefox", "update.googleapis.com"))]


def heading():
    return browser.run("return document.querySelector('h1').textContent")


def wait(condition):
    for _ in range(150):
        if browser.run(f"return Boolean({condition})"):
            return
        time.sleep(0.2)
    raise RuntimeError(f"waited in vain for {condition}")


def shot(name):
    with open(os.path.join(shots, f"firefox-{name}.png"), "wb") as file:
        file.write(base64.b64decode(browser.picture()))


def faults():
    if axe is None:
        return []
    return serious(browser.run_async(axe + ";" + AXE))


def wider():
    return browser.run("return document.documentElement.scrollWidth - window.innerWidth")


sink = Sink()
server, address = serve()
browser = Firefox(os.environ.get("FIREFOX", "firefox-esr"), scratch, {
    "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": sink.port, "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": sink.port, "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False, "media.gmp-provider.enabled": False, "media.gmp-manager.updateEnabled": False, "browser.safebrowsing.update.enabled": False, "intl.accept_languages": "en", "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False, "toolkit.telemetry.enabled": False, "layout.css.prefers-color-scheme.content-override": 1})
try:
    # ---- the page to paste into ----
    browser.size(1200)
    browser.open(address)
    report(heading() == "Why did this mail fail?", "the form", heading())
    report(browser.run("return document.activeElement.id") == "text", "the text has the focus")
    report(not (found := faults()), "axe: the form", found)
    text = sample_text("dkim-unsigned.eml")
    browser.run("document.getElementById('text').value = arguments[0]; document.getElementById('text').select()", text)
    browser.keys((CONTROL, "c"), "x", (CONTROL, "a"), (CONTROL, "v"))  # copied, lost, pasted
    pasted = browser.run("return document.getElementById('text').value")
    report(pasted.strip() == text.strip(), "a paste by keyboard", f"{len(pasted)} {len(text)}")
    for _ in range(10):
        browser.keys(TAB)
        if browser.run("return document.activeElement.id") == "institution":
            break
    browser.keys(*"MOSA", ENTER)
    wait("location.pathname === '/analyse'")
    report("mosamuseum.com" in heading() and browser.run("return document.body.textContent.includes('sel1-MOSA')"), "sent by keyboard", heading())
    browser.open(address)
    browser.type("#file", sample("gmail-all-pass.eml"))
    browser.click("input[value=de]")
    browser.click("button")
    wait("document.querySelector('.verdict.good')")
    report(browser.run("return document.documentElement.lang") == "de", "choose a file, and switch the language", heading())
    browser.click(".top a")
    wait("document.getElementById('text')")
    report(browser.run("return document.documentElement.lang") == "de", "the way back is in that language")

    # ---- a message ----
    browser.open(page_of("dkim-unsigned.eml"))
    browser.click("td .copy")
    chosen = browser.run("return String(getSelection())").strip()
    report(chosen == browser.run("return document.querySelector('td .copy').textContent"), "a click selects a record", chosen)
    browser.click('.find a[href^="#L"]')
    report(browser.run("const r = document.querySelector(':target').getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight"), "a finding leads to its line")
    browser.open(page_of(*sample_names(), name="all"))
    browser.click("#first a")
    report(browser.run("return document.querySelector(':target').closest('details').open"), "a link into a fold opens it")

    pages = {
        "message-fail": ["dkim-unsigned.eml"], "message-pass": ["gmail-all-pass.eml"], "bounce": ["bounce-gmail-dmarc.eml"],
        "mailbox": sample_names(),
        "setup": ["--setup=opera.example", "--institution=opera", "--zone=" + os.path.join(source, "tests/setup/f1-include-missing.zone")],
    }
    for name, arguments in pages.items():
        url = page_of(*arguments, name=name)
        for scheme, value in (("dark", 0), ("light", 1)):
            browser.prefer("layout.css.prefers-color-scheme.content-override", value)
            browser.size(1200)
            browser.open(url)
            report(not (found := faults()), f"axe: {name}, {scheme}", found)
        shot(name)
        for width in (500, 768, 1200, 1920):  # no window of it is narrower
            browser.size(width)
            if (over := wider()) > 0:
                break
        report(over <= 0, f"{name}: nothing stands out at 500 to 1920 pixels", f"{width}: {over}")
        pdf = base64.b64decode(browser.printed())
        report(pdf.startswith(b"%PDF") and len(pdf) > 5000, f"{name}: it prints", len(pdf))

    # ---- a hostile header ----
    path = hostile_header()
    browser.open(address)
    browser.type("#file", path)
    browser.click("button")
    wait("location.pathname === '/analyse'")
    ran = browser.run("return window.wrappedJSObject?.canary || document.title === 'canary' || document.scripts.length || document.images.length")
    shown = browser.run("return document.querySelector('ol.raw').textContent")
    report(not ran and CANARY in shown and "\\u{202E}" in shown, "a hostile header runs nothing and is shown", ran)

    # ---- JavaScript off ----
    browser.prefer("javascript.enabled", False)
    browser.open(address)
    browser.type("#text", "From: a@museum.example\n")
    browser.click("button")
    time.sleep(2)
    browser.click("summary")
    opened = browser.value("WebDriver:GetElementAttribute", {"id": browser.find("details"), "name": "open"})
    report(opened is not None, "all of it without JavaScript", opened)
    browser.prefer("javascript.enabled", True)
    report(not sink.of_pages(), "no request leaves", sink.of_pages())
    try:
        browser.open("http://museum.example/")
    except RuntimeError:
        pass  # the sink does not answer
    report(any("museum.example" in line for line in sink.of_pages()), "one that did would have been seen", sink.asked)
finally:
    browser.end()
    server.terminate()
    server.wait(10)
finish()
