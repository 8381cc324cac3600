# SPDX-License-Identifier: LGPL-2.1-or-later
"""Firefox without a driver program, which Debian lacks: its own protocol (Marionette), spoken over a socket."""
import json
import os
import socket
import subprocess
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # W3C WebDriver: the key of an element


class Firefox:
    def __init__(self, program, scratch, preferences):
        profile = os.path.join(scratch, "firefox")
        os.makedirs(profile)
        port = free_port()
        with open(os.path.join(profile, "user.js"), "w", encoding="utf-8") as file:
            for name, value in {**preferences, "marionette.port": port}.items():
                file.write(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n")
        self.process = subprocess.Popen([program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={**os.environ, "HOME": scratch, "MOZ_CRASHREPORTER_DISABLE": "1"})
        self.socket = self.connect(port)
        self.rest, self.number = b"", 0
        self.receive()  # its greeting
        self.send("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})

    def connect(self, port):
        for _ in range(120):
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=60)
            except OSError:
                time.sleep(0.5)
        raise RuntimeError("Firefox does not answer")

    def receive(self):
        while b":" not in self.rest:
            self.rest += self.socket.recv(65536)
        length, self.rest = self.rest.split(b":", 1)
        while len(self.rest) < int(length):
            self.rest += self.socket.recv(1 << 20)
        message, self.rest = self.rest[:int(length)], self.rest[int(length):]
        return json.loads(message)

    def send(self, command, parameters=None):
        self.number += 1
        message = json.dumps([0, self.number, command, parameters or {}]).encode()
        self.socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f"{command}: {error.get('message')}")
        return result

    def value(self, command, parameters=None):
        return self.send(command, parameters)["value"]

    # ---- what a person does, and what is seen ----

    def open(self, url):
        self.send("WebDriver:Navigate", {"url": url})

    def find(self, selector):
        return self.value("WebDriver:FindElement", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.send("WebDriver:ElementClick", {"id": self.find(selector)})

    def type(self, selector, text):
        self.send("WebDriver:ElementSendKeys", {"id": self.find(selector), "text": text})

    def keys(self, *keys):
        """Each down and up; of a tuple the first ones are held."""
        actions = []
        for key in keys:
            held = key if isinstance(key, tuple) else (key,)
            actions += [{"type": "keyDown", "value": k} for k in held] + [{"type": "keyUp", "value": k} for k in reversed(held)]
        self.send("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def run(self, script, *arguments):
        return self.value("WebDriver:ExecuteScript", {"script": script, "args": list(arguments), "newSandbox": True})

    def run_async(self, script):
        return self.value("WebDriver:ExecuteAsyncScript", {"script": script, "args": [], "newSandbox": True})

    def prefer(self, name, value):
        """A preference of the running browser, from its own side."""
        self.send("Marionette:SetContext", {"value": "chrome"})
        kind = "Int" if isinstance(value, int) and not isinstance(value, bool) else "Bool"
        self.run(f"Services.prefs.set{kind}Pref(arguments[0], arguments[1])", name, value)
        self.send("Marionette:SetContext", {"value": "content"})

    def size(self, width, height=900):
        self.send("WebDriver:SetWindowRect", {"width": width, "height": height})

    def picture(self):
        return self.value("WebDriver:TakeScreenshot", {"full": True, "hash": False})

    def printed(self):
        return self.value("WebDriver:Print", {"background": False})

    def end(self):
        try:
            self.send("Marionette:Quit", {"flags": ["eForceQuit"]})
        except (OSError, RuntimeError, ValueError):
            pass
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
