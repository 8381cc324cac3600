#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The pages in a real browser: Chromium through ChromeDriver. Prints TAP, keeps screenshots in SHOTS.

browser.py PROGRAM PAGE-PROGRAM SOURCE SHOTS [AXE.js]"""
import base64
import json
import os

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from pages import AXE, CANARY, axe, finish, hostile_header, page_of, report, sample, sample_names, sample_text, scratch, serious, serve, shots, source


def browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--force-device-scale-factor=1", "--lang=en", f"--user-data-dir={scratch}/profile",
                     "--disable-background-networking", "--disable-component-update", "--no-first-run"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_page_load_timeout(30)
    return driver


def heading():
    return driver.find_element(By.TAG_NAME, "h1").text


def size(width, height=900):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})


def scheme(value, medium=""):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                           {"media": medium, "features": [{"name": "prefers-color-scheme", "value": value}]})


def shot(name, whole=True, height=900):
    metrics = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": metrics["width"], "height": metrics["height"] if whole else height, "scale": 1}
    data = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip})
    with open(os.path.join(shots, name + ".png"), "wb") as file:
        file.write(base64.b64decode(data["data"]))


def requests():
    found = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.append(message["params"]["request"]["url"])
    return found


def strangers(own):
    return [url for url in requests() if not url.startswith((own, "file://" + scratch, "data:", "chrome:", "about:"))]


def faults():
    """Serious ones axe finds; None without axe."""
    if axe is None:
        return []
    driver.execute_script(axe)
    return serious(driver.execute_async_script(AXE))


def wider_than_window():
    return driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")


def submit():
    driver.find_element(By.TAG_NAME, "button").click()
    WebDriverWait(driver, 30).until(lambda d: d.find_elements(By.CSS_SELECTOR, ".verdict h1"))
    WebDriverWait(driver, 30).until(lambda d: "analyse" in d.current_url)


def drop(path):
    field = driver.find_element(By.ID, "file")
    x, y = driver.execute_script("arguments[0].scrollIntoView(); const r = arguments[0].getBoundingClientRect(); return [r.x + 40, r.y + 20]", field)
    for kind in ("dragEnter", "dragOver", "drop"):
        driver.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y,
                                                           "data": {"items": [], "files": [path], "dragOperationsMask": 1}})
    WebDriverWait(driver, 10).until(lambda d: field.get_property("files"))


class Acts:
    """What a person does: clicks, keys, a paste, a drop. Scrolling is none."""

    def __init__(self):
        self.clicks = self.keys = 0

    def click(self, selector):
        self.clicks += 1
        driver.find_element(By.CSS_SELECTOR, selector).click()

    def paste(self, words):
        self.keys += 1  # Ctrl-V, into what has the focus
        driver.execute_cdp_cmd("Input.insertText", {"text": words})

    def drop(self, path):
        self.clicks += 1
        drop(path)

    def told(self, task, most):
        print(f"# {task}: {self.clicks} clicks, {self.keys} keys")
        report(self.clicks + self.keys <= most, f"{task}: {most} acts at most", f"{self.clicks} {self.keys}")


server, address = serve()
driver = browser()
driver.execute_script("return 1")
try:
    # ---- the page to paste into ----
    size(1200)
    driver.get(address)
    report(heading() == "Why did this mail fail?", "the form", heading())
    shot("paste-page", whole=False, height=1130)
    report(not (found := faults()), "axe: the form", found)
    text = sample_text("dkim-unsigned.eml")
    area = driver.find_element(By.ID, "text")
    area.click()
    area.send_keys(text[:200].replace("\t", " "))
    area.clear()
    driver.execute_cdp_cmd("Input.insertText", {"text": text})  # as a paste by keyboard does
    area.send_keys(Keys.TAB, Keys.TAB, Keys.TAB, "MOSA")
    report(driver.switch_to.active_element.get_attribute("id") == "institution", "the keyboard reaches every field")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(driver, 30).until(lambda d: "analyse" in d.current_url)
    report("mosamuseum.com" in heading() and "sel1-MOSA" in driver.page_source, "paste, and send by keyboard", heading())
    driver.get(address)
    driver.find_element(By.ID, "file").send_keys(sample("gmail-all-pass.eml"))
    submit()
    report(driver.find_elements(By.CSS_SELECTOR, ".verdict.good") != [], "choose a file", heading())
    driver.find_element(By.CSS_SELECTOR, ".top a").click()
    WebDriverWait(driver, 10).until(lambda d: d.find_elements(By.ID, "text"))
    report(True, "back to check another")
    drop(sample("dkim-unsigned.eml"))
    driver.find_element(By.CSS_SELECTOR, "input[value=de]").click()
    submit()
    report("Grüsse" in driver.page_source or "Grüße" in driver.page_source, "drop a file, and switch the language", heading())
    report(not (found := strangers(address)), "no request leaves", found)

    # ---- a message ----
    driver.get(page_of("dkim-unsigned.eml"))
    cell = driver.find_element(By.CSS_SELECTOR, "td .copy")
    cell.click()
    report(driver.execute_script("return String(getSelection())").strip() == cell.text, "a click selects a record",
           driver.execute_script("return String(getSelection())"))
    target = driver.find_element(By.CSS_SELECTOR, '.find a[href^="#L"]').get_attribute("href").split("#")[1]
    driver.find_element(By.CSS_SELECTOR, f'a[href="#{target}"]').click()
    top = driver.execute_script("return document.querySelector(':target').getBoundingClientRect().top")
    report(0 <= top < 900, "a finding leads to its line", top)
    report(driver.execute_script("return document.querySelectorAll('.raw .c').length") > 0, "which is marked")

    pages = {
        "message-fail": ["dkim-unsigned.eml"], "message-pass": ["gmail-all-pass.eml"], "bounce": ["bounce-gmail-dmarc.eml"],
        "not-believed": ["forged-results.eml"], "forwarded": ["arc-rescued-microsoft.eml"],
        "paste": [os.path.join(source, "tests/paste/de-zendesk-quoted.txt")], "mailbox": sample_names(),
        "setup": ["--setup=opera.example", "--institution=opera", "--zone=" + os.path.join(source, "tests/setup/f1-include-missing.zone")],
    }
    for name, arguments in pages.items():
        url = page_of(*arguments, name=name)
        size(1200)
        scheme("light")
        driver.get(url)
        shot(name)
        if name in ("message-fail", "mailbox"):
            shot(name + "-top", whole=False, height=1000)
        report(not (found := faults()), f"axe: {name}", found)
        scheme("dark")
        report(not (found := faults()), f"axe: {name}, dark", found)
        if name in ("message-fail", "mailbox"):
            driver.get(url)
            shot(name + "-dark", whole=False, height=1200)
        for width in (320, 360, 768, 1920):
            size(width)
            if (over := wider_than_window()) > 0:
                break
        report(over <= 0, f"{name}: nothing stands out at 320 to 1920 pixels", f"{width}: {over}")
        size(360)
        scheme("light")
        driver.get(url)
        if name in ("message-fail", "mailbox", "setup"):
            shot(name + "-narrow", whole=False, height=1400)
        report(not (found := faults()), f"axe: {name}, narrow", found)
    size(1200)
    driver.get(page_of("dkim-unsigned.eml"))
    scheme("light", "print")
    hidden = driver.execute_script("return getComputedStyle(document.querySelector('.jump')).display")
    pdf = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
    report(hidden == "none" and pdf.startswith(b"%PDF") and len(pdf) > 20000, "it prints", f"{hidden} {len(pdf)}")
    scheme("light")
    report(not (found := strangers(address)), "no request leaves the pages", found)

    # ---- three tasks, as somebody new does them: each act is counted ----
    size(1200)
    done = Acts()
    driver.get(address)
    done.paste(text)
    done.click("button")
    WebDriverWait(driver, 30).until(lambda d: "analyse" in d.current_url)
    whom = "DNS administrator needs to act" in heading()
    done.click('a[href="#do"]')
    record = driver.find_element(By.CSS_SELECTOR, "#do td .copy")
    seen = driver.execute_script("const r = arguments[0].getBoundingClientRect(); return r.top >= 0 && r.bottom <= window.innerHeight", record)
    done.click("#do td .copy")
    chosen = driver.execute_script("return String(getSelection())").strip()
    report(whom and seen and chosen == record.text, "a pasted header: whom to write to, and the record", f"{whom} {seen} {chosen}")
    done.told("paste, whom to write to, the record", 4)

    done = Acts()
    driver.get(address)
    box = os.path.join(scratch, "tickets.mbox")
    with open(box, "wb") as file:
        for name in ("dkim-unsigned.eml", "gmail-all-pass.eml", "dkim-unsigned.eml"):
            with open(sample(name), "rb") as part:
                file.write(b"From a@example.com Mon Nov 16 00:00:00 2026\n" + part.read() + b"\n")
    done.drop(box)
    done.click("button")
    WebDriverWait(driver, 30).until(lambda d: "analyse" in d.current_url)
    first = driver.find_element(By.CSS_SELECTOR, "#first h3").text
    done.click("#first a")
    shown = driver.find_element(By.CSS_SELECTOR, ":target + .raw")
    report("not signed" in first and shown.is_displayed() and "Message-ID: <a6la0qmgym9s@mosamuseum.com>" in shown.text,
           "a mailbox: the commonest cause, and a message of it", first)
    done.told("drop a mailbox, the commonest cause, a message of it", 3)

    done = Acts()
    driver.get(page_of(*pages["setup"], name="plan"))
    scheme("light", "print")
    apart = driver.execute_script("return getComputedStyle(document.querySelector('#plan')).breakBefore")
    done.keys += 1  # Ctrl-P
    plan = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"]
    steps = driver.find_elements(By.CSS_SELECTOR, "#plan .rec")
    scheme("light")
    report(apart == "page" and steps and base64.b64decode(plan).startswith(b"%PDF"), "a set-up: the plan prints on a sheet of its own", apart)
    done.told("print the plan of a set-up", 1)

    # ---- JavaScript off ----
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(address)
    driver.find_element(By.ID, "text").send_keys("From: a@museum.example\n")
    driver.find_element(By.TAG_NAME, "button").click()
    WebDriverWait(driver, 30).until(lambda d: "analyse" in d.current_url)
    summary = driver.find_element(By.TAG_NAME, "summary")
    summary.click()
    opened = driver.find_element(By.CSS_SELECTOR, "details").get_attribute("open")
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    report(opened is not None, "all of it without JavaScript", opened)

    # ---- a hostile header ----
    path = hostile_header()
    for title, way in (("as a file", page_of(path, name="hostile")), ("served", None)):
        if way:
            driver.get(way)
        else:
            driver.get(address)
            driver.find_element(By.ID, "file").send_keys(path)
            submit()
        ran = driver.execute_script("return window.canary || (document.title === 'canary') || document.scripts.length || document.images.length")
        shown = driver.find_element(By.CSS_SELECTOR, "ol.raw").text
        report(not ran and CANARY in shown and "\\u{202E}" in shown, f"a hostile header runs nothing and is shown, {title}", ran)
        size(360)
        report(wider_than_window() <= 0, f"and keeps its place at 360 pixels, {title}", wider_than_window())
        size(1200)
    severe = [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE" and "favicon" not in entry["message"]]
    report(not severe, "the browser complains of nothing", severe)
    report(not (found := strangers(address)), "and no request has left", found)
finally:
    driver.quit()
    server.terminate()
    server.wait(10)
finish()
